import { isObject } from '../../engine/json.ts';
/** A schema as a table of its fields, or as the name of another. */
export function schemaRows(schema: unknown): string {
  if (!isObject(schema)) return '';
  const { $ref, description, properties, required } = schema;
  if (typeof $ref === 'string') return `<p>${typeOf(schema)}</p>`;
  const must = Array.isArray(required) ? required : [];
  const rows = Object.entries(isObject(properties) ? properties : {}).map(([name, field]) => {
    const what = isObject(field) && typeof field.description === 'string' ? prose(field.description) : '';
    const presence = must.includes(name) ? 'always' : '';
    return `<tr><td><code>${esc(name)}</code></td><td>${typeOf(field)}</td><td>${presence}</td><td>${what}</td></tr>`;
  });
  const said = typeof description === 'string' ? `<p>${prose(description)}</p>` : '';
  if (rows.length === 0) return said;
  const heads = ['Field', 'Type', 'There', 'What'].map((head) => `<th scope="col">${head}</th>`).join('');
  return `${said}<table><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** `string`, `list of Document`, `accepted, refused …`. */
export function typeOf(schema: unknown): string {
  if (!isObject(schema)) return '';
  const { $ref, type, items, anyOf, format } = schema;
  if (typeof $ref === 'string') return referenceOf($ref);
  if (Array.isArray(schema.enum)) return listed(schema.enum);
  if (Array.isArray(anyOf)) return anyOf.map(typeOf).join(' or ');
  if (type === 'array') return `list of ${typeOf(items)}`;
  if ('const' in schema) return `<code>${esc(String(schema.const))}</code>`;
  if (isObject(schema.properties)) {
    const fields = Object.entries(schema.properties).map(
      ([name, field]) => `<code>${esc(name)}</code>: ${typeOf(field)}`,
    );
    return `{ ${fields.join(', ')} }`;
  }
  return esc([type, format].filter((each) => typeof each === 'string').join(', '));
}

function referenceOf(reference: string): string {
  const name = reference.split('/').at(-1) ?? '';
  const href = reference.startsWith('#') ? `#${name}` : reference;
  return `<a href="${esc(href)}">${esc(name)}</a>`;
}

/** The codes of problems are too many for a cell. */
function listed(values: readonly unknown[]): string {
  if (values.length > 10) return `one of ${values.length} codes`;
  return values.map((value) => `<code>${esc(String(value))}</code>`).join(' ');
}

/** A sentence of the description, what stands between backticks as code. */
export const prose = (sentence: string): string => esc(sentence).replaceAll(/`([^`]+)`/g, '<code>$1</code>');

export const esc = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

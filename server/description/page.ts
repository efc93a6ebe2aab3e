import { esc, prose, schemaRows, typeOf } from './rows.ts';

/** The parts of an OpenAPI document that the page shows. */
export interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly description: string };
  readonly paths: Paths;
  /** What is sent to others, by name. */
  readonly webhooks?: Paths;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

type Paths = Readonly<Record<string, { readonly get?: Operation; readonly post?: Operation }>>;

interface Operation {
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly description?: string }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

type Content = Readonly<Record<string, { readonly schema?: unknown }>>;

/** The description of the interface as a page to read, without scripts and without anything from elsewhere. */
export function pageOf(document: OpenApi): string {
  const operations = operationsOf(document);
  const tags = [...new Set(operations.map(({ operation }) => operation.tags[0] ?? ''))];
  const { title, description } = document.info;
  const schemas = Object.entries(document.components.schemas);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${esc(title)}: the HTTP interface</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the requests</a>
<header><h1>${esc(title)}: the HTTP interface</h1>
<p>${esc(description)} For programs: <a href="/openapi.json">openapi.json</a>, OpenAPI ${esc(document.openapi)}.</p></header>
<nav aria-label="Contents">${tags.map((tag) => contentsOf(tag, operations)).join('')}
<h2>Data</h2><ul>${schemas.map(([name]) => `<li><a href="#${esc(name)}">${esc(name)}</a></li>`).join('')}</ul></nav>
<main id="main">
${tags
  .map(
    (tag) =>
      `<h2>${esc(tag)}</h2>${operations
        .filter((each) => each.operation.tags[0] === tag)
        .map(sectionOf)
        .join('')}`,
  )
  .join('\n')}
<h2>Data</h2>
${schemas.map(([name, schema]) => `<section id="${esc(name)}"><h3>${esc(name)}</h3>${schemaRows(schema)}</section>`).join('\n')}
</main>
</body>
</html>
`;
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

function operationsOf({ paths, webhooks = {} }: OpenApi): Request[] {
  return [...Object.entries(paths), ...Object.entries(webhooks)].flatMap(([path, item]) =>
    (['get', 'post'] as const).flatMap((method) => {
      const operation = item[method];
      return operation ? [{ method: method.toUpperCase(), path, operation }] : [];
    }),
  );
}

const idOf = ({ method, path }: Request): string => esc(`${method}${path}`.replaceAll(/[^\w]+/g, '-'));

function contentsOf(tag: string, requests: readonly Request[]): string {
  const own = requests.filter(({ operation }) => operation.tags[0] === tag);
  const links = own.map((each) => `<li><a href="#${idOf(each)}">${each.method} ${esc(each.path)}</a></li>`);
  return `<h2>${esc(tag)}</h2><ul>${links.join('')}</ul>`;
}

function sectionOf(request: Request): string {
  const { method, path, operation } = request;
  const { summary, description = '', parameters = [], requestBody, responses } = operation;
  const taken = parameters.map((each) => [`<code>${esc(each.name)}</code>`, each.in, prose(each.description ?? '')]);
  const answers = Object.entries(responses).map(([status, answer]) => [
    status,
    prose(answer.description),
    contentOf(answer.content),
  ]);
  const bodies = Object.entries(requestBody?.content ?? {}).map(
    ([type, { schema }]) => `<h4>Body <code>${esc(type)}</code></h4>${schemaRows(schema)}`,
  );
  return `<section id="${idOf(request)}">
<h3><span class="method">${method}</span> <code>${esc(path)}</code></h3>
<p>${prose(`${summary} ${description}`)}</p>
${taken.length > 0 ? table('Parameters', ['Name', 'Where', 'What'], taken) : ''}
${bodies.join('')}
${table('Answers', ['Status', 'What it means', 'With'], answers)}
</section>`;
}

function contentOf(content: Content = {}): string {
  return Object.entries(content)
    .map(([type, { schema }]) => typeOf(schema) || `<code>${esc(type)}</code>`)
    .join(', ');
}

function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('');
  return `<table><caption>${caption}</caption><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${body}</tbody></table>`;
}

const style = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:0 auto;padding:1rem}
nav ul{padding-left:1.2rem}nav h2{font-size:1rem;margin:.8rem 0 0}
section{border-top:1px solid;padding:.5rem 0 1rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0}
caption{text-align:left;font-weight:600}
th,td{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0;border-bottom:1px solid #8886}
code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}
.method{font-weight:700}
.skip{position:absolute;left:-999px}.skip:focus{position:static}
a:focus-visible{outline:3px solid}`;

import invoiceSchema from '../../schemas/invoice.schema.json' with { type: 'json' };

/** Where the schema of the business data is served by itself. */
export const invoiceAt = '/schemas/invoice.schema.json';

/** The schema of the business data as it is served by itself. */
export const invoiceText = JSON.stringify(invoiceSchema);

export const { description: invoiceDescription } = invoiceSchema;

/**
 * The schema of the business data as components of an OpenAPI document: `Invoice`, and `Invoice…` for each of its
 * definitions. Generators of clients seldom follow `$id` and `$defs` within a component, so every reference is made one
 * to a component.
 */
export function invoiceComponents(): Record<string, unknown> {
  const { $defs, $id: _id, $schema: _dialect, ...invoice } = invoiceSchema;
  const components = Object.entries($defs).map(([name, schema]) => [componentOf(name), schema]);
  const text = JSON.stringify({ Invoice: invoice, ...Object.fromEntries(components) });
  return JSON.parse(text, (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? value.replace(/^#\/\$defs\/(.+)$/, referenceOf) : value,
  );
}

const componentOf = (name: string): string => `Invoice${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const referenceOf = (_reference: string, name: string): string => `#/components/schemas/${componentOf(name)}`;

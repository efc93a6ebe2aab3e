/** Mappings that load and make XML that is not what the official XSD wants: what is written, and what instead. */
export const badMappings: readonly { readonly what: string; readonly change: readonly [string, string] }[] = [
  { what: 'an attribute that the XSD does not know', change: ['"@Folio":', '"@Folios":'] },
  {
    what: 'a value in the wrong form',
    change: ['"@Folio": =invoice.number', `"@Folio": { $value: '="x|" + invoice.number', $writeOnly: true }`],
  },
  { what: 'a required attribute left out', change: ['"@Moneda":', '"@Monedas":'] },
];

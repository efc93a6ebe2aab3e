/** One property of an XMP schema. */
export interface Property {
  readonly name: string;
  readonly description: string;
  readonly value: string;
}

export interface Extension {
  /** Name of the schema, for people. */
  readonly schema: string;
  readonly namespace: string;
  readonly prefix: string;
  readonly properties: readonly Property[];
}

/**
 * Two descriptions for the XMP packet: the properties, and the schema they are of, which PDF/A wants declared in the same packet
 * where it is not one of XMP's own (ISO 19005-3, 6.6.2.3).
 */
export function describe({ schema, namespace, prefix, properties }: Extension): string[] {
  const values = properties.map(({ name, value }) => `<${prefix}:${name}>${text(value)}</${prefix}:${name}>`);
  const declared = properties.map(
    ({ name, description }) => `<rdf:li rdf:parseType="Resource">
<pdfaProperty:name>${name}</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType>
<pdfaProperty:category>external</pdfaProperty:category>
<pdfaProperty:description>${text(description)}</pdfaProperty:description>
</rdf:li>`,
  );
  return [
    `<rdf:Description rdf:about="" xmlns:${prefix}="${text(namespace)}">
${values.join('\n')}
</rdf:Description>`,
    `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>${text(schema)}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>${text(namespace)}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>${prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>
${declared.join('\n')}
</rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>`,
  ];
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const text = (value: string): string => value.replace(/[&<>"]/g, (each) => entities[each] ?? each);

import type { ActionExample } from '../../engine/action.ts';

export const examples: readonly ActionExample[] = [
  {
    title: 'An invoice for machines in an invoice for people; what is no PDF is refused',
    step: `id: hybrid
uses: embed
with:
  fileName: factur-x.xml
  relationship: Alternative
  description: The invoice as Factur-X
  metadata:
    schema: Factur-X PDFA Extension Schema
    namespace: "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
    prefix: fx
    properties:
      DocumentType: { value: INVOICE, description: What kind of document it is }
      DocumentFileName: { value: factur-x.xml, description: Name of the attached file }
      Version: { value: "1.0", description: Version of the schema }
      ConformanceLevel: { value: EN 16931, description: Profile of the invoice }
`,
    in: {
      pdf: { mediaType: 'application/pdf', content: '<html/>' },
      file: { mediaType: 'application/xml', content: '<invoice/>' },
    },
    expect: { problem: 'PDF_UNREADABLE' },
  },
];

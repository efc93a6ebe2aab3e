import type { ActionExample } from '../../engine/action.ts';

export const extractExamples: readonly ActionExample[] = [
  {
    title: 'The UUID of a stamped CFDI',
    step: `
id: timbre
uses: extract
with:
  values:
    uuid: //tfd:TimbreFiscalDigital/@UUID
    stampedAt: { xpath: //tfd:TimbreFiscalDigital/@FechaTimbrado, type: dateTime, required: true }
`,
    in: {
      document: {
        mediaType: 'application/xml',
        content:
          '<c xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital"><tfd:TimbreFiscalDigital UUID="ad662d33-6934-459c-a128-bdf0393e0f44" FechaTimbrado="2026-03-01T12:00:00"/></c>',
      },
    },
    expect: { values: { uuid: 'ad662d33-6934-459c-a128-bdf0393e0f44', stampedAt: '2026-03-01T12:00:00' } },
  },
  {
    title: 'A document inside a JSON answer',
    step: `
id: answer
uses: extract
with:
  values:
    total: { pointer: /data/total, type: decimal }
    code: { pointer: /error/message, until: [": ", ". "] }
    warnings: { pointer: /warnings, type: count }
  documents:
    pdf: { pointer: /data/pdf, encoding: base64, mediaType: application/pdf }
`,
    in: {
      document: {
        mediaType: 'application/json',
        content: '{"data":{"total":116.10,"pdf":"JVBERi0="},"warnings":[],"error":{"message":"W7. Late"}}',
      },
    },
    expect: { values: { total: '116.10', code: 'W7', warnings: 0 }, documents: { pdf: '%PDF-' } },
  },
  {
    title: 'A required value that is not there',
    step: `
id: answer
uses: extract
with:
  values:
    uuid: { xpath: //UUID, required: true }
`,
    in: { document: { mediaType: 'text/xml', content: '<answer/>' } },
    expect: { problem: 'EXTRACT_MISSING' },
  },
];

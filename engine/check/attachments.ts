import type { JsonSchema } from '../expression.ts';
import type { AttachmentPort } from '../feature.ts';
import { below, type Position } from '../source.ts';
import type { Report } from './report.ts';
import type { AttachmentYaml } from './shapes.ts';

/** The files that a pipeline takes besides the business data; their media types tell them apart. */
export function compileAttachments(
  yaml: Readonly<Record<string, AttachmentYaml>>,
  at: Position,
  report: Report,
): Record<string, AttachmentPort> {
  const ports: Record<string, AttachmentPort> = {};
  for (const [name, { mediaType, required = false, summary }] of Object.entries(yaml)) {
    const [same] = Object.entries(ports).find(([, port]) => port.mediaType === mediaType) ?? [];
    if (same !== undefined) {
      const message = `${same} and ${name} are both ${mediaType}: nothing tells them apart.`;
      report.at('MEDIA_TYPE', message, below(at, name, 'mediaType'));
    }
    ports[name] = { mediaType, required, summary };
  }
  return ports;
}

/** What steps may name as documents. */
export const attachmentInputs = (ports: Readonly<Record<string, AttachmentPort>>): Record<string, string> =>
  Object.fromEntries(Object.entries(ports).map(([name, { mediaType }]) => [`attachments.${name}`, mediaType]));

/** What expressions may name: the file name of each that was handed over. */
export const attachmentsSchema = (ports: Readonly<Record<string, AttachmentPort>>): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(Object.keys(ports).map((name) => [name, { type: 'string' }])),
  additionalProperties: false,
});

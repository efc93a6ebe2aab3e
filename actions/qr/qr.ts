import qrcode from 'qrcode';
import { defineAction, type NewDocument } from '../../engine/action.ts';
import { fail } from '../../engine/errors.ts';
import type { CompiledExpression } from '../../engine/expression.ts';
import { below } from '../../engine/source.ts';
import { requiredText } from '../lib/parameter/index.ts';
import type { Level } from './blocks.ts';
import { segmentsOf } from './segments.ts';
import { svgOf } from './svg.ts';
import { createSymbol } from './symbol.ts';

const formats = { svg: 'image/svg+xml', png: 'image/png' } as const;
const levels: readonly Level[] = ['L', 'M', 'Q', 'H'];

export interface QrParameters {
  readonly text: string;
  readonly format?: keyof typeof formats;
  readonly errorCorrection?: Level;
  readonly margin?: number;
  readonly scale?: number;
}

type Prepared = Required<Omit<QrParameters, 'text'>> & { readonly text: CompiledExpression };

/** A QR code (ISO/IEC 18004) with a text in UTF-8. */
export const qrAction = defineAction<QrParameters, Prepared>({
  name: 'qr',
  summary: 'Makes a QR code as SVG or PNG.',
  effect: 'pure',
  with: {
    type: 'object',
    properties: {
      text: { type: 'string', description: 'What the code says.' },
      format: { enum: Object.keys(formats), default: 'svg', description: 'Vector or pixel image.' },
      errorCorrection: {
        enum: levels,
        default: 'M',
        description: 'How much of the code may be lost: L 7 %, M 15 %, Q 25 %, H 30 %.',
      },
      margin: { type: 'integer', minimum: 0, maximum: 20, default: 4, description: 'White modules around the code.' },
      scale: { type: 'integer', minimum: 1, maximum: 20, default: 4, description: 'Pixels of a module in a PNG.' },
    },
    required: ['text'],
    additionalProperties: false,
  },
  in: {},
  out: { document: { summary: 'The image.' } },
  outputs: ({ format = 'svg' }) => ({ documents: { document: formats[format] } }),
  errors: ['PARAMETER_ABSENT', 'QR_TOO_LONG'],
  examples: [
    {
      title: 'The address where a buyer can check an invoice',
      step: 'id: code\nuses: qr\nwith: { text: =steps.stamped.address, format: png, errorCorrection: Q }\n',
      variables: { steps: { stamped: { address: 'https://example.org/?id=1' } } },
      expect: {},
    },
    {
      title: 'More than a code can hold',
      step: 'id: code\nuses: qr\nwith: { text: =invoice.note, errorCorrection: H }\n',
      variables: { invoice: { note: 'x'.repeat(3000) } },
      expect: { problem: 'QR_TOO_LONG' },
    },
  ],
  prepare({ text, format = 'svg', errorCorrection = 'M', margin = 4, scale = 4 }, loading, at) {
    const expression = loading.expression(text, below(at, 'text'), { expects: 'string' });
    return expression && { text: expression, format, errorCorrection, margin, scale };
  },
  async run({ variables }, prepared) {
    return { documents: { document: await draw(requiredText('text', prepared.text, variables), prepared) } };
  },
});

async function draw(text: string, { format, errorCorrection, margin, scale }: Prepared): Promise<NewDocument> {
  const segments = segmentsOf(text);
  const symbol = createSymbol(segments, errorCorrection);
  if (symbol === undefined) {
    const bytes = Buffer.byteLength(text);
    return fail(
      'QR_TOO_LONG',
      `A text of ${bytes} bytes does not fit into a QR code with error correction ${errorCorrection}`,
    );
  }
  const mediaType = formats[format];
  if (format === 'svg') return { mediaType, bytes: svgOf(symbol.bits, margin) };
  const { version, maskPattern } = symbol;
  const options = { version, maskPattern, errorCorrectionLevel: errorCorrection, margin, scale };
  return { mediaType, bytes: await qrcode.toBuffer(segments, { ...options, type: 'png' }) };
}

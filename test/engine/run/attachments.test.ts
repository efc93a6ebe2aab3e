import { describe, expect, it } from 'vitest';
import { withAttachments } from '../../../engine/run/attachments.ts';

const file = { name: 'order.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF') };
const content = file.bytes.toString('base64');

describe('withAttachments', () => {
  it.each<[string, unknown, unknown]>([
    [
      'where its name stands',
      { attachments: [{ id: 'O-1', filename: 'order.pdf' }] },
      { attachments: [{ id: 'O-1', filename: 'order.pdf', mediaType: 'application/pdf', content }] },
    ],
    [
      'and leaves the media type that is given',
      { attachments: [{ id: 'O-1', filename: 'order.pdf', mediaType: 'application/xml' }] },
      { attachments: [{ id: 'O-1', filename: 'order.pdf', mediaType: 'application/xml', content }] },
    ],
    ...[
      { attachments: [{ id: 'O-1', filename: 'order.pdf', content: 'b3duCg==' }] },
      { attachments: [{ id: 'O-1', filename: 'other.pdf' }, { id: 'O-2' }, null] },
      { attachments: 'none' },
      { number: '1' },
      null,
      [],
    ].map((invoice): [string, unknown, unknown] => ['not elsewhere', invoice, invoice]),
  ])('puts the file in %s', (_, invoice, expected) => {
    expect(withAttachments(invoice, [file])).toEqual(expected);
  });
});

import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findFeature } from '../../../platform/environment/index.ts';
import { opening } from '../../../scripts/services/opened.ts';
import { readAndWriteOf } from '../../../scripts/suites/round-trip/feature.ts';

const { folder } = findFeature('eu/en16931');
const feature = await opening(folder);
const invoice = JSON.parse(readFileSync(join(folder, 'cases/invoice/input.json'), 'utf8'));
const file = randomBytes(20 * 1024 * 1024);
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

it.each(['ubl', 'cii'])('an attachment of 20 MB is written as %s, and read', (syntax) => {
  const { write, read, check } = readAndWriteOf(feature, { syntax });
  const content = file.toString('base64');
  const attached = { ...invoice, attachments: [{ id: 'A', filename: 'a.pdf', mediaType: 'application/pdf', content }] };
  expect(check(attached)).toEqual([]);
  const { data, notes } = read(write(attached));
  const [found] = (data as { attachments: { content: string }[] }).attachments;
  expect(digest(Buffer.from(found?.content ?? '', 'base64'))).toBe(digest(file));
  expect(notes).toEqual([]);
});

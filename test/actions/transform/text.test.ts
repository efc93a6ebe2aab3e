import { describe, expect, it } from 'vitest';
import { writeWith } from './write.ts';

const invoice = { number: 'F-1', note: '', lines: [{ id: 'a', q: 1 }, { id: '', q: 2 }, { id: 'c' }] };

const cases: Record<string, [document: string, text: string]> = {
  'parts, one after the other': ['["Invoice ", =invoice.number, =invoice.note, "\\n", 7]', 'Invoice F-1\n7'],
  'a group with a separator': [
    '["||", { parts: ["4.0", =invoice.note, =invoice.number], separator: "|" }, "||"]',
    '||4.0|F-1||',
  ],
  'a loop': ['[{ $for: "l, i in invoice.lines", parts: [=i, "==", =l.id, ";"] }]', '0=a;1=;2=c;'],
  'a loop with a separator, absent items leave none': [
    '[{ $for: l in invoice.lines, parts: [=l.id], separator: ", " }]',
    'a, c',
  ],
  'groups in groups': [
    '[{ $for: l in invoice.lines, parts: [{ parts: [=l.id, =l.q], separator: ":" }], separator: "," }]',
    'a:1,2,c',
  ],
  'a condition and a local name': [
    '[{ $with: { n: =invoice.number }, $if: =n == "F-1", parts: [=n] }, { $if: =false, parts: [x] }]',
    'F-1',
  ],
  codes: ['[{ $value: =invoice.number, $codes: c }]', 'eins'],
  'a fragment': ['["<", { $use: f }, ">"]', '<F-1!>'],
};

describe('transform writes text', () => {
  it.each(Object.entries(cases))('%s', async (name, [document, expected]) => {
    const fragments = name === 'a fragment' ? 'fragments: { f: [=invoice.number, "!"] }\n' : '';
    const mapping = `mapping: m\nwrites: text\ncodes: { c: { F-1: eins } }\n${fragments}document: ${document}\n`;
    const { text, problems, mediaType } = await writeWith(mapping, { invoice });
    expect(problems).toEqual([]);
    expect(text).toBe(expected);
    expect(mediaType).toBe('text/plain');
  });

  it('refuses half a character', async () => {
    const mapping = 'mapping: m\nwrites: text\ndocument: [=invoice.number]\n';
    const { problems } = await writeWith(mapping, { invoice: { number: 'a\udc00' } });
    expect(problems).toMatchObject([{ code: 'TEXT_NOT_UNICODE', path: 'number' }]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Feature, Recognised } from '../../../engine/index.ts';
import { recognise } from '../../../platform/inbound/recognise.ts';
import { noteFeature } from './world.ts';

const base = noteFeature();

function feature(id: string, ...recognises: Recognised[]): Feature {
  const { receive } = base.pipelines;
  if (receive === undefined) throw new Error('the feature of notes receives');
  const silent = { ...receive, name: 'issue', recognises: [] };
  return { ...base, id, pipelines: { receive: { ...receive, recognises }, issue: silent } };
}

const note = { element: 'Note', namespace: 'urn:note', where: {} };
const features = [
  feature('any', note, { ...note, element: 'Memo' }),
  feature('a', { ...note, where: { kind: ['a', 'A'] } }),
  feature('deep', { ...note, where: { kind: ['b'], 'head/form': ['long'] } }),
];

const found = (xml: string) =>
  recognise(features, Buffer.from(xml))?.features.map(({ id, pipelines }) => [id, ...Object.keys(pipelines)]);

const of = (content: string, root = 'Note') => `<n:${root} xmlns:n="urn:note">${content}</n:${root}>`;

describe('a document that came in', () => {
  it.each<[string, string, string[][] | undefined]>([
    ['its root', of(''), [['any', 'receive']]],
    ['one of several roots', of('', 'Memo'), [['any', 'receive']]],
    ['a text in it, which goes before the root', of('<kind> A </kind>'), [['a', 'receive']]],
    ['several texts', of('<n:kind>b</n:kind><head><form>long</form></head>'), [['deep', 'receive']]],
    ['its root where not all texts are there', of('<kind>b</kind>'), [['any', 'receive']]],
    ['nothing of it', '<Note xmlns="urn:other"/>', []],
    ['nothing, for it is no XML', 'hello', undefined],
  ])('is known by %s', (_, xml, expected) => {
    expect(found(xml)).toEqual(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { hasArtefacts } from '../../shared.ts';
import { changed } from '../changed.ts';
import { openNational } from './national.ts';
import { type NationalCase, nationals } from './national-cases/index.ts';

describe.skipIf(!hasArtefacts).each(Object.entries(hasArtefacts ? nationals : {}))(
  'the rules of %s agree with the official Schematron; needs the artefacts',
  async (name, { artefact, own, cases }) => {
    const { example, ours, theirs, ids, fatal } = await openNational(name, artefact);

    it.each(['invoice', 'credit-note'] as const)('nothing is wrong with its %s', async (document) => {
      const invoice = await example(document);
      expect(await ours(invoice)).toEqual([]);
      expect(theirs(invoice)).toEqual([]);
    });

    const early = new Set<string>();

    it.each(cases.map((each) => [named(each), each] as const))(
      '%s',
      async (_, [rule, changes, document = 'invoice']) => {
        const invoice = changed(await example(document), changes);
        const said = await ours(invoice);
        const official = theirs(invoice);
        expect(said.map((each) => each.rule)).toContain(rule);
        for (const id of official) early.add(id);
        if (rule === 'INPUT') return;
        for (const { path } of said) expect(path).toMatch(/^[a-z]+(\[\d+\])?(\.\w+(\[\d+\])?)*$/i);
        // Not every authority has all rules of EN 16931; some have others in their place.
        const expected = said
          .map((each) => each.rule)
          .filter((id) => own.test(id) || (id === rule && fatal.includes(id)));
        expect(official).not.toEqual([]);
        expect(official).toEqual(expect.arrayContaining(expected));
      },
    );

    it('has a case for each rule of its own, which the authority has, too', () => {
      const mine = ids.filter((id) => own.test(id));
      expect(mine.filter((id) => !cases.some(([rule]) => rule === id))).toEqual([]);
      expect(mine.filter((id) => !fatal.includes(id))).toEqual([]);
      const national = fatal.filter((id) => own.test(id));
      const late = national.filter((id) => !early.has(id));
      console.log(
        `${name}: ${national.length - late.length} of ${national.length} fatal rules of its own are caught early`,
      );
      if (process.env.TIMBRE_LATE) console.log(late.join(' '));
    });
  },
);

const named = ([rule, changes]: NationalCase): string => `${rule}: ${JSON.stringify(changes)}`;

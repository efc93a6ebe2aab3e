import { describe, expect, it } from 'vitest';
import { transformAction } from '../../../actions/transform/index.ts';
import { validateAction } from '../../../actions/validate/index.ts';
import type { Artefact, Artefacts } from '../../../engine/artefacts.ts';
import { fail, loadFeature } from '../../../engine/index.ts';
import { artefactOf } from '../lib/xsd/schemas.ts';

const address = 'http://t.test/rules.sch';
const pulled = artefactOf('rules.sch', {
  [address]:
    '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="u"><assert id="U-1" test="contains(\' A B \', .)"/><report id="U-2" test="false()"/></rule></pattern></schema>',
});
const broken = artefactOf('rules.sch', { [address]: '<schema>' });

interface Wanted {
  readonly level: string;
  readonly list: string;
}

const files = ({ level, list }: Wanted) => ({
  'feature.yaml': `
feature: un/names
title: Names
version: 1.0.0
effective: { from: 2020-01-01, by: issueDate }
artefacts: artefacts.yaml
pipelines:
  issue:
    title: Issue
    applies: { country: UN }
    input: input.schema.json
    steps:
      - id: written
        uses: transform
        with: { mapping: mapping.yaml }
      - id: checked
        uses: validate
        with:
          schematron: rules.sch
          levels: [{ warning: [U-1], ignored: [${level}] }]
          rules: rules.yaml
`,
  'input.schema.json': '{"$ref": "urn:timbre:invoice:1"}',
  'artefacts.yaml': `rules.sch: { files: [{ address: "${address}", sha256: "${'0'.repeat(64)}" }] }`,
  'mapping.yaml': 'mapping: u\nwrites: xml\ndocument: { u: =invoice.number }',
  'rules.yaml': `artefact: rules.sch\nrules:\n  - id: R\n    check: { in: "${list}" }\n    value: =invoice.currency\n    path: currency\n`,
});

async function problemsOf(wanted: Wanted, artefact: Artefact | undefined | 'damaged') {
  const artefacts: Artefacts = { get: async () => (artefact === 'damaged' ? fail('ARTEFACT_CHANGED', '') : artefact) };
  const loaded = await loadFeature(files(wanted), { actions: [transformAction, validateAction] });
  expect(loaded.problems).toEqual([]);
  return (await loaded.beside?.(artefacts)) ?? [];
}

async function check(wanted: Wanted, artefact: Artefact | undefined | 'damaged') {
  const problems = await problemsOf(wanted, artefact);
  return problems.map(({ code, place }) => `${code} ${place ? `${place.file}:${place.line}` : '-'}`);
}

describe('names in an artefact, where a feature is checked beside it', () => {
  it.each<readonly [string, Wanted, Artefact | undefined | 'damaged', readonly string[]]>([
    ['are there', { level: 'U-2', list: 'U-1' }, pulled, []],
    ['a rule', { level: 'U-3', list: 'U-1' }, pulled, ['REFERENCE_UNKNOWN feature.yaml:20']],
    ['a code list', { level: 'U-2', list: 'U-2' }, pulled, ['CODE_LIST_UNKNOWN rules.yaml:4']],
    ['of an artefact that was not pulled nothing is said', { level: 'U-3', list: 'U-2' }, undefined, []],
    ['the artefact is no XML', { level: 'U-2', list: 'U-1' }, broken, ['ARTEFACT_INVALID -']],
    ['the artefact is damaged in the cache', { level: 'U-2', list: 'U-1' }, 'damaged', ['ARTEFACT_CHANGED -']],
  ])('%s', async (_, wanted, artefact, expected) => expect(await check(wanted, artefact)).toEqual(expected));

  it.each([
    ['a rule that names no codes', 'U-2', 'Write the codes'],
    ['a name like that of a rule', 'U-', '`U-1`'],
    ['a name unlike any', 'somethingElse', 'simpleType'],
  ])('say what to do about %s', async (_, list, hint) => {
    const problems = await problemsOf({ level: 'U-2', list }, pulled);
    expect(problems.map((each) => each.hint)).toEqual([expect.stringContaining(hint)]);
  });
});

import { describe, expect, it } from 'vitest';
import { waitAction } from '../../../actions/wait/index.ts';
import { codeOf, prepared, tryExample } from '../compile.ts';
import { contextOf } from '../loading.ts';

const waitOf = (yaml: string, variables = {}) => {
  const output = waitAction.run(contextOf({ variables }), prepared(waitAction, yaml));
  return 'wait' in output ? output.wait : undefined;
};

describe('wait', () => {
  it.each([
    ['for: 500ms', 500],
    ['for: 90s', 90_000],
    ['for: 15m', 900_000],
    ['for: 72h', 259_200_000],
    ['for: 3d', 259_200_000],
    ['for: =settings.patience', 60_000],
  ])('%s', (yaml, milliseconds) => {
    expect(waitOf(yaml, { settings: { patience: '1m' } })).toEqual({ for: milliseconds });
  });

  it.each([
    ['until: 2026-03-01T12:00:00-06:00', '2026-03-01T18:00:00.000Z'],
    [`until: '=dateTime("2026-03-01", "00:00:00Z")'`, '2026-03-01T00:00:00.000Z'],
    ['until: =invoice.at', '2026-03-02T00:30:00.000Z'],
    [`until: '=dateTime(text(addDays("2026-02-27", 2)), "00:00:00+01:00")'`, '2026-02-28T23:00:00.000Z'],
  ])('%s', (yaml, iso) => {
    expect(waitOf(yaml, { invoice: { at: '2026-03-01T18:30:00-06:00' } })).toEqual({ until: new Date(iso) });
  });

  it.each([
    ['until: tomorrow', 'EXPRESSION_TYPE'],
    ['until: 2026-03-01T12:00:00', 'EXPRESSION_TYPE'],
    ['until: =addDays("2026-03-01", 1)', 'EXPRESSION_TYPE'],
    ['until: =invoice.none', 'PARAMETER_ABSENT'],
    ['until: =invoice.local', 'PARAMETER_INVALID'],
    ['until: =invoice.day', 'PARAMETER_INVALID'],
    ['for: =invoice.none', 'PARAMETER_ABSENT'],
    ['for: =invoice.day', 'PARAMETER_INVALID'],
    ['for: =invoice.ages', 'PARAMETER_INVALID'],
  ])('refuses %s', async (yaml, code) => {
    const invoice = { local: '2026-03-01T12:00:00', day: '2026-03-01', ages: '999999999d' };
    expect(await codeOf(() => waitOf(yaml, { invoice }))).toBe(code);
  });

  it('for a message says which', () => {
    const yaml = 'message: told\nwhere: { id: =steps.sent.id, kind: NS }\nfor: 2d';
    expect(waitOf(yaml, { steps: { sent: { id: 7 } } })).toEqual({
      for: 172_800_000,
      message: { name: 'told', where: { id: '7', kind: 'NS' } },
    });
  });

  it.each([
    ['message: told\nfor: 2d', 'dependentRequired'],
    ['where: { id: a }\nfor: 2d', 'dependentRequired'],
    ['message: told\nwhere: { id: a }', 'oneOf'],
    ['message: told\nwhere: {}\nfor: 2d', 'minProperties'],
    ['for: 2d\nuntil: 2026-03-01T12:00:00Z', 'oneOf'],
  ])('refuses %j', (yaml, keyword) => {
    expect(() => waitOf(yaml)).toThrow(keyword);
  });

  it('refuses to wait for a message without one of its values', async () => {
    const yaml = 'message: told\nwhere: { id: =steps.none.id }\nfor: 2d';
    expect(await codeOf(() => waitOf(yaml))).toBe('PARAMETER_ABSENT');
  });

  it.each(waitAction.examples)('example: $title', async (example) => {
    const { output, problem } = await tryExample(waitAction, example);
    expect(problem).toBe(example.expect.problem);
    expect(output === undefined).toBe(problem !== undefined);
  });
});

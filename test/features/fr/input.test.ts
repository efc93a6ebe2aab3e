import { describe, expect, it } from 'vitest';
import { findFeature } from '../../../platform/environment/index.ts';
import model from '../../../schemas/invoice.schema.json' with { type: 'json' };
import { opening } from '../../../scripts/services/opened.ts';

const { pipelines } = await opening(findFeature('fr/factur-x').folder);

interface Node {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly 'x-term'?: string;
}

/** The fields that have a term beyond EN 16931, as paths such as `lines.0.item.included`. */
function* extensions(node: Node, path: readonly string[]): Generator<string[]> {
  const name = node.$ref?.replace('#/$defs/', '');
  const target = (name === undefined ? undefined : (model.$defs as Record<string, Node>)[name]) ?? {};
  const term = node['x-term'] ?? target['x-term'];
  if (/^B[GT]-(X|DEX)-/.test(term ?? '')) return yield [...path];
  for (const one of [node, target]) {
    if (one.items) yield* extensions(one.items, [...path, '0']);
    for (const [key, member] of Object.entries(one.properties ?? {})) yield* extensions(member, [...path, key]);
  }
}

/** An object with something at the path, and nothing else. */
function withOne([key = '', ...rest]: readonly string[]): unknown {
  const inner = rest.length === 0 ? {} : withOne(rest);
  return key === '0' ? [inner] : { [key]: inner };
}

const fields = [...extensions(model as Node, [])];

describe.each(['en16931', 'basic', 'basic-wl', 'minimum'])('the profile %s', (profile) => {
  it('refuses what only EXTENDED carries, at its field', () => {
    expect(fields.length).toBeGreaterThan(50);
    const taken = fields.filter((path) => {
      const found = pipelines.issue?.input.check(withOne(path), { profile }) ?? [];
      const wanted = path.join('.').replaceAll('.0', '[0]');
      return !found.some(
        ({ code, message, path: at = '' }) =>
          (code === 'INPUT_FIELD_UNKNOWN' || message.includes('must not be there')) &&
          at !== '' &&
          wanted.startsWith(at),
      );
    });
    expect(taken.map((path) => path.join('.'))).toEqual([]);
  });
});

it('the profile extended takes all of it', () => {
  const refused = fields.filter((path) => {
    const found = pipelines.issue?.input.check(withOne(path), { profile: 'extended' }) ?? [];
    return found.some(({ code, message }) => code === 'INPUT_FIELD_UNKNOWN' || message.includes('must not be there'));
  });
  expect(refused.map((path) => path.join('.'))).toEqual([]);
});

import { bytesOf, exists } from './artefacts.ts';
import { generator, type Random, values } from './mutants.ts';
import type { Judged } from './run-suite.ts';

/** Names below an element, each with what stands below that. */
type Names = Map<string, Names>;

/**
 * For a rule set whose authority publishes no document: documents with elements at the paths that its contexts name, none,
 * one or two of each, and in them the words of its tests, dates, amounts and what has shown differences before.
 */
export function drawn(sch: string, count: number, seed = 1): Judged[] {
  if (!exists(sch)) return [];
  const text = bytesOf(sch).toString('utf8');
  const root: Names = new Map();
  for (const [, context = ''] of text.matchAll(/context="([^"]*)"/g)) addPath(root, context.replace(/\[[^\]]*\]/g, ''));
  const attributes = [...new Set([...text.matchAll(/@([\w.-]+)/g)].map(([, name = '']) => name))];
  const words = [...text.matchAll(/'([\w .-]{1,20})'/g)].map(([, word = '']) => word);
  const random = generator(seed);
  return Array.from({ length: count }, (_, index) => {
    const bytes = Buffer.from([...root].map(([name, below]) => element(name, below)).join(''));
    return { name: `${sch} drawn ${seed}/${index}`, bytes };
  });

  function element(name: string, below: Names): string {
    const content = below.size === 0 ? value() : [...below].map(([child, deeper]) => some(child, deeper)).join('');
    const given = attributes.filter(() => random(2) === 0).map((attribute) => ` ${attribute}="${value()}"`);
    return `<${name}${given.join('')}>${content}</${name}>`;
  }

  function some(name: string, below: Names): string {
    return Array.from({ length: [0, 1, 1, 1, 1, 1, 1, 2][random(8)] ?? 1 }, () => element(name, below)).join('');
  }

  function value(): string {
    return (any([words, words, likely, likely, values], random) ?? '').replace(/[<&"]/g, '');
  }
}

function addPath(root: Names, path: string): void {
  let names = root;
  for (const name of path.split('/').filter((each) => /^[\w.-]+$/.test(each))) {
    const below: Names = names.get(name) ?? new Map();
    names.set(name, below);
    names = below;
  }
}

const likely = ['20260304', '20260304101500', '20260231', '12.50', '1234.5678', '-3', '20', '5.5', '123456789', 'A-1'];

function any(lists: readonly (readonly string[])[], random: Random): string | undefined {
  const list = lists[random(lists.length)] ?? [];
  return list[random(list.length)];
}

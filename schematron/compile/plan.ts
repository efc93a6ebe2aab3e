import type { Tree } from '../tree/index.ts';
import type { CompiledPattern, CompiledRule } from './program.ts';
import type { Recorder } from './recorder.ts';

/** How the nodes of a document come to the rules of a pattern: the first rule whose context matches takes the node. */
export interface PatternPlan {
  run(tree: Tree, recorder: Recorder): void;
}

interface Candidate {
  readonly index: number;
  readonly rule: CompiledRule;
}

export function planOf(pattern: CompiledPattern): PatternPlan {
  const all = pattern.rules
    .map((rule, index) => ({ index, rule }))
    .filter(({ rule }) => (rule.kinds & pattern.visits) !== 0);
  // Elements that rules name are found without looking at the others.
  const isNamed = all.every(({ rule }) => rule.names !== undefined && rule.kinds === elementBit);
  return isNamed ? byName(all) : byNode(all, pattern.visits);
}

const elementBit = 2;

function byName(all: readonly Candidate[]): PatternPlan {
  const names = candidatesByName(all);
  return {
    run: (tree, recorder) => {
      for (const [name, candidates] of names) {
        for (let node = tree.firstOfName[name] ?? -1; node >= 0; node = tree.nextOfName[node] as number)
          take(node, candidates, recorder);
      }
      recorder.sort();
    },
  };
}

function candidatesByName(all: readonly Candidate[]): Map<number, Candidate[]> {
  const names = new Map<number, Candidate[]>();
  for (const { rule } of all) for (const name of rule.names ?? []) names.set(name, []);
  for (const [name, candidates] of names)
    candidates.push(...all.filter(({ rule }) => rule.names === undefined || rule.names.includes(name)));
  return names;
}

function byNode(all: readonly Candidate[], visits: number): PatternPlan {
  const names = candidatesByName(all);
  const unnamed = all.filter(({ rule }) => rule.names === undefined);
  return {
    run: (tree, recorder) => {
      for (let node = 0; node < tree.size; node++) {
        const bit = 1 << (tree.kind[node] as number);
        if ((visits & bit) === 0) continue;
        const candidates = names.get(tree.name[node] as number) ?? unnamed;
        if (candidates.length > 0) take(node, candidates, recorder, bit);
      }
    },
  };
}

function take(node: number, candidates: readonly Candidate[], recorder: Recorder, bit = elementBit): void {
  for (const { index, rule } of candidates) {
    if ((rule.kinds & bit) === 0 || !recorder.matches(rule, node)) continue;
    recorder.fire(index, rule, node);
    return;
  }
}

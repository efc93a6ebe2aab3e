import { kinds, nameOf, type Tree, unknownName, vocabulary } from '../tree/index.ts';
import type { CompiledHead, CompiledPattern, CompiledRule } from './program.ts';
import type { Recorder } from './recorder.ts';

/** How the nodes of a document come to the rules of a pattern: the first rule whose context matches takes the node. */
export interface PatternPlan {
  run(tree: Tree, recorder: Recorder): void;
}

interface Candidate {
  readonly index: number;
  readonly rule: CompiledRule;
}

const elementBit = 2;

export function planOf(pattern: CompiledPattern): PatternPlan {
  const all = pattern.rules
    .map((rule, index) => ({ index, rule }))
    .filter(({ rule }) => (rule.kinds & pattern.visits) !== 0);
  // Elements that rules can take are found by their names, without looking at the others.
  return all.every(({ rule }) => rule.kinds === elementBit) ? byName(all) : byNode(all, pattern.visits);
}

function byName(all: readonly Candidate[]): PatternPlan {
  const takesUnknown = all.some(({ rule }) => rule.heads.some(({ name }) => name === undefined));
  let choices: readonly Choice[] = [];
  let names = 0;
  return {
    run: (tree, recorder) => {
      if (names < tree.known.names) {
        names = tree.known.names;
        choices = choicesOf(names, all);
      }
      for (const choice of choices) {
        for (let node = tree.firstOfName[choice.name] ?? -1; node >= 0; node = tree.nextOfName[node] as number)
          take(node, choice.of(tree, node), recorder, elementBit);
      }
      if (takesUnknown && tree.unknownNames.length > 0) takeUnknown(tree, all, recorder);
      recorder.sort();
    },
  };
}

/** The names of the vocabulary whose elements some rule may take. */
function choicesOf(names: number, all: readonly Candidate[]): readonly Choice[] {
  return Array.from({ length: names - 1 }, (_, index) => new Choice(index + 1, all)).filter(({ isEmpty }) => !isEmpty);
}

/** Elements whose names stand in no rule set. */
function takeUnknown(tree: Tree, all: readonly Candidate[], recorder: Recorder): void {
  for (let node = 1; node < tree.size; node++)
    if ((tree.name[node] as number) >= unknownName && tree.kind[node] === kinds.element)
      take(node, candidatesOf(tree, node, all, []), recorder, elementBit);
}

function byNode(all: readonly Candidate[], visits: number): PatternPlan {
  const choices: Choice[] = [];
  return {
    run: (tree, recorder) => {
      for (let node = 0; node < tree.size; node++) {
        const bit = 1 << (tree.kind[node] as number);
        if ((visits & bit) === 0) continue;
        const candidates = candidatesOf(tree, node, all, choices);
        if (candidates.length > 0) take(node, candidates, recorder, bit);
      }
    },
  };
}

function candidatesOf(tree: Tree, node: number, all: readonly Candidate[], choices: Choice[]): readonly Candidate[] {
  const name = tree.name[node] as number;
  if (name >= unknownName) return withLocalName(nameOf(tree, node).local, 0, all);
  let choice = choices[name];
  if (choice === undefined) {
    choice = new Choice(name, all);
    choices[name] = choice;
  }
  return choice.of(tree, node);
}

/** The rules that may take nodes of a name, and, where there are several, those for each name of the parent. */
class Choice {
  readonly name: number;
  readonly #all: readonly Candidate[];
  readonly #byParent = new Map<number, readonly Candidate[]>();
  readonly #asksParent: boolean;

  constructor(name: number, all: readonly Candidate[]) {
    this.name = name;
    this.#all = withLocalName(name === 0 ? '' : vocabulary.name(name).local, name, all);
    this.#asksParent =
      this.#all.length > 1 && this.#all.some(({ rule }) => rule.heads.some(({ parent }) => parent !== undefined));
  }

  get isEmpty(): boolean {
    return this.#all.length === 0;
  }

  of(tree: Tree, node: number): readonly Candidate[] {
    if (!this.#asksParent || node === 0) return this.#all;
    const parent = tree.name[tree.parent[node] as number] as number;
    let known = this.#byParent.get(parent);
    if (known === undefined) {
      known = this.#all.filter(({ rule }) => rule.heads.some((head) => suits(head, this.name, parent)));
      // Names that no rule set knows differ from document to document.
      if (parent < unknownName) this.#byParent.set(parent, known);
    }
    return known;
  }
}

function withLocalName(local: string, name: number, all: readonly Candidate[]): Candidate[] {
  return all.filter(({ rule }) =>
    rule.heads.some((head) =>
      head.name === undefined ? head.suffix === undefined || local.endsWith(head.suffix) : head.name === name,
    ),
  );
}

function suits(head: CompiledHead, name: number, parent: number): boolean {
  return (head.name === undefined || head.name === name) && (head.parent === undefined || head.parent === parent);
}

function take(node: number, candidates: readonly Candidate[], recorder: Recorder, bit: number): void {
  for (const { index, rule } of candidates) {
    if ((rule.kinds & bit) === 0 || !recorder.matches(index, rule, node)) continue;
    recorder.fire(index, rule, node);
    return;
  }
}

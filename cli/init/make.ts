import { existsSync, linkSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail } from '../../engine/index.ts';
import { enter, openEnvironment, readConfig } from '../../platform/environment/index.ts';
import type { Finding } from '../doctor/index.ts';
import { type Answers, fileOf } from './answers.ts';
import { prove } from './prove.ts';
import { type Question, questions } from './questions.ts';

export interface InitHost {
  /** Asks a person; undefined where nobody can be asked. */
  readonly ask: ((question: Question) => Promise<string>) | undefined;
  readonly tell: (finding: Finding) => void;
}

/**
 * Makes an environment file, question by question, and proves each answer before the next. What is given is not asked. A person is
 * asked again until it holds; without one the first thing that does not hold ends it, and nothing is written.
 * Resolves to what was found; the file is there when none of it is a problem.
 */
export async function makeEnvironment(file: string, given: Partial<Answers>, host: InitHost): Promise<Finding[]> {
  if (existsSync(file)) fail('USAGE', `${file} exists already.`, { hint: 'Name another file, or change that one.' });
  const draft = `${file}.draft`;
  const found: Finding[] = [];
  let answers: Partial<Answers> = {};
  try {
    for (const question of questions) {
      const settled = await settle(question, given[question.key], host, async (answer) => {
        writeFileSync(draft, fileOf({ ...answers, [question.key]: answer }, dirname(file)));
        return prove(draft, question.key);
      });
      found.push(...settled.found);
      if (settled.answer === undefined) return found;
      answers = { ...answers, [question.key]: settled.answer };
    }
    writeFileSync(draft, fileOf(answers, dirname(file)));
    const environment = openEnvironment(readConfig(draft));
    await enter(environment).finally(() => environment.close());
    linkSync(draft, file);
    return found;
  } finally {
    rmSync(draft, { force: true });
  }
}

interface Settled {
  /** Undefined when it does not hold, and nobody can be asked. */
  readonly answer: string | undefined;
  readonly found: readonly Finding[];
}

async function settle(
  question: Question,
  given: string | undefined,
  { ask, tell }: InitHost,
  look: (answer: string) => Promise<Finding[]>,
): Promise<Settled> {
  for (let answer = given; ; answer = undefined) {
    const said = answer ?? (await ask?.(question)) ?? '';
    const meant = said.trim() || question.fallback;
    if (meant === undefined) {
      if (ask) continue;
      return fail('USAGE', `--${question.key} is missing: ${question.text}`);
    }
    const found = await look(meant);
    for (const each of found) tell(each);
    if (found.every(({ state }) => state !== 'problem')) return { answer: meant, found };
    if (!ask) return { answer: undefined, found };
  }
}

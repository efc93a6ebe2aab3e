import { problem } from '../errors.ts';
import type { Recover } from '../feature.ts';
import type { StepRecord } from '../record/entry.ts';
import type { Attempt } from '../record/fold.ts';
import type { Frame } from './frame.ts';
import type { Halt } from './halt.ts';
import { runSteps } from './steps.ts';
import { evaluateAll } from './values.ts';
import type { Work } from './work.ts';

/**
 * Asks the authority what became of an attempt (or, in a replay, whether it holds the document already), and records
 * what it said. Found: its documents and values become the step's own. Halts when it is not yet time, or time to give up.
 */
export async function ask(
  work: Work,
  recover: Recover,
  name: string,
  frame: Frame,
  attempt: Attempt | undefined,
): Promise<Halt | undefined> {
  const asking = work.state.asking.get(name) ?? { asks: 0 };
  const now = work.ports.clock.now().getTime();
  if (asking.verdict === 'differs') return differs(name);
  if (asking.asks >= recover.attempts)
    return { kind: 'hold', step: name, problems: [unproven(work, name, asking.asks)] };
  if (asking.until && Date.parse(asking.until) > now) return { kind: 'wait', until: asking.until };

  const number = work.journal.entries.filter((entry) => entry.type === 'asked' && entry.step === name).length + 1;
  const inner = frame.inner(`${name}/ask.${number}/`);
  const began = work.ports.clock.monotonic();
  const at = work.ports.clock.now().toISOString();
  const halt = await runSteps(work, recover.ask, inner);
  if (halt?.kind === 'wait' && halt.paced) return halt;
  const verdict = halt ? 'unproven' : judgeAsk(recover, inner);
  const until =
    verdict === 'found' || verdict === 'differs'
      ? undefined
      : nextAsk(work, recover, attempt, asking.asks + 1, verdict);
  const record: StepRecord | undefined =
    verdict === 'found'
      ? {
          step: name,
          uses: 'recover',
          documents: inner.gather(recover.documents),
          values: evaluateAll(recover.values, inner.variables),
          at,
          took: work.ports.clock.monotonic() - began,
        }
      : undefined;
  await work.append({
    type: 'asked',
    step: name,
    ask: number,
    verdict,
    steps: work.takeSteps(),
    ...(record ? { record } : {}),
    ...(until ? { until } : {}),
    ...(halt ? { reason: reasonOf(halt) } : {}),
  });
  work.observe({ type: 'asked', run: work.run, step: name, ask: number, verdict });
  return undefined;
}

function reasonOf(halt: Halt): string {
  return halt.kind === 'wait' ? (halt.entry?.reason ?? '') : halt.problems.map((each) => each.message).join(' ');
}

type Verdict = 'found' | 'absent' | 'unproven' | 'differs';

/** An expression that goes wrong proves nothing. */
function judgeAsk(recover: Recover, frame: Frame): Verdict {
  try {
    if (recover.found.evaluate(frame.variables) === true) {
      return recover.same && recover.same.evaluate(frame.variables) !== true ? 'differs' : 'found';
    }
    return recover.absent?.evaluate(frame.variables) === true ? 'absent' : 'unproven';
  } catch {
    return 'unproven';
  }
}

/** The last question comes when the settle window is over: before, an absence would prove nothing. */
function nextAsk(
  work: Work,
  recover: Recover,
  attempt: Attempt | undefined,
  asks: number,
  verdict: Verdict,
): string | undefined {
  const now = work.ports.clock.now().getTime();
  const settled = attempt ? Date.parse(attempt.at) + recover.settle : 0;
  if (verdict === 'absent' && now >= settled && attempt?.answer?.outcome !== 'duplicate') return undefined;
  const last = asks >= recover.attempts - 1;
  return new Date(last ? Math.max(now + recover.every, settled) : now + recover.every).toISOString();
}

function unproven(work: Work, step: string, asks: number) {
  const before = work.state.problems[0]?.message ?? 'No answer came.';
  const last = work.journal.entries.findLast((entry) => entry.type === 'asked' && entry.step === step);
  const reason = last?.type === 'asked' ? last.reason : undefined;
  const said = reason ? `; the last time: ${reason}` : ' and neither has it nor denies it.';
  return problem('OUTCOME_UNKNOWN', `${before} The authority was asked ${asks} times${said}`, { step });
}

function differs(step: string): Halt {
  const message = 'What the authority holds under this identity is not the document that was sent.';
  return { kind: 'hold', step, problems: [problem('RECOVERED_DIFFERS', message, { step })] };
}

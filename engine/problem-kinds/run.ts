import type { ProblemKind } from './kind.ts';

/** Runs, their records, and what the authority said. */
export const runKinds = {
  RUN_UNKNOWN: {
    blame: 'operator',
    summary: 'There is no such run.',
    action: 'Mend the id, or ask in the environment that the run was made in: `--environment FILE`, or its server.',
  },
  RUN_PURGED: {
    blame: 'operator',
    summary: 'The files of the run were removed after the time that they had to be kept.',
    action: 'Look into the archive. What was issued then is not issued again under the same key.',
  },
  RETENTION_RUNS: {
    blame: 'operator',
    summary: 'Records are to be purged that must still be kept.',
    action: 'Name an earlier day, or correct `retention` in the environment file.',
  },
  RUN_TAKEN: {
    blame: 'operator',
    summary: 'Another process is working on this run.',
    action: 'Let it finish; ask with timbre log.',
  },
  RUN_NOT_FINISHED: { blame: 'operator', summary: 'The run is not finished.', action: 'Resume it instead.' },
  RUN_SENT: {
    blame: 'operator',
    summary: 'The document of the run may be out at the authority.',
    action: 'Resume the run; cancel the document at the authority if it is not wanted.',
  },
  RUN_FINISHED: {
    blame: 'operator',
    summary: 'The run is finished.',
    action: 'There is nothing to resume; timbre replay does it anew.',
  },
  RUN_STEP_UNKNOWN: { blame: 'operator', summary: 'The run has no such step.', action: 'See timbre log.' },
  RUN_CRASHES: {
    blame: 'timbre',
    summary: 'Process after process ended while it worked on this run.',
    action: 'Look at the logs of the workers: memory, time, a crash. Report it with the run id; resume tries again.',
  },
  RESOLUTION_UNFIT: {
    blame: 'operator',
    summary: 'What a person found out does not fit how the run stands.',
    action: 'See timbre log; docs/operate.md tells which verdicts there are.',
  },
  RESOLUTION_UNPROVEN: {
    blame: 'operator',
    summary: 'What a person found does not prove that the authority accepted the document.',
    action: 'Give the documents and values that the answer would have had.',
  },
  RESOLUTION_TOO_EARLY: {
    blame: 'operator',
    summary: 'The authority may still take the document: its settle window is not over.',
    action: 'Look again after the time that is named.',
  },
  RECORD_DAMAGED: {
    blame: 'operator',
    summary: 'The record of the run is damaged.',
    action: 'Restore it from a backup.',
  },
  ORIGINAL_NOT_ACCEPTED: {
    blame: 'integrator',
    summary: 'The run that is to be cancelled, paid or corrected was not accepted.',
    action: 'Name the run whose document the authority accepted.',
  },
  DOCUMENT_ABSENT: {
    blame: 'author',
    summary: 'A step needs a document that a skipped step did not make.',
    action: 'Give both steps the same `when`.',
  },
  REPLAY_DIFFERS: {
    blame: 'operator',
    summary: 'A replay made other bytes than those the authority accepted.',
    action: 'Correct or cancel the accepted document instead.',
  },
  POLL_DEADLINE: {
    blame: 'operator',
    summary: 'What was polled for did not come before the deadline.',
    action: 'Find out at the authority; resume polls again.',
  },
  MESSAGE_DEADLINE: {
    blame: 'operator',
    summary: 'The message that was waited for did not come in time.',
    action: 'Find out at the authority; resume waits anew.',
  },
  OUTCOME_UNKNOWN: {
    blame: 'operator',
    summary: 'What the authority did is not proven.',
    action: 'Find out at the authority; resume asks again.',
  },
  RECOVERED_DIFFERS: {
    blame: 'operator',
    summary: 'The authority holds another document under this identity.',
    action: 'Compare the two; give the invoice another number or mend the other system.',
  },
  ACCEPTED_TWICE: {
    blame: 'operator',
    summary: 'The authority accepted two attempts of one document.',
    action: 'Cancel the second at the authority, and make `settle` longer than it needs.',
  },
  REFUSED: {
    blame: 'integrator',
    summary: 'The authority refused the document.',
    action: 'Mend what it names; submit anew.',
  },
  UNAVAILABLE: {
    blame: 'operator',
    summary: 'The authority could not be reached or did not take the document.',
    action: 'Nothing was accepted. Replay the run when the authority is back.',
  },
} as const satisfies Record<string, ProblemKind>;

export * from './action.ts';
export type * from './artefacts.ts';
export { compileFeature, type Loaded, type LoadOptions } from './check/index.ts';
export { type Chance, type Clock, isDay } from './clock.ts';
export { createDocument, type Document, sha256, type Value } from './document.ts';
export { createEngine, type Engine } from './engine.ts';
export * from './errors.ts';
export type * from './feature.ts';
export { filterWords } from './filter-words.ts';
export { formatProblem } from './format-problem.ts';
export * from './http.ts';
export { firstDayOf, type RunFilter } from './list.ts';
export { baseFolders, type FolderOptions, loadFeature, readFeatureFolder } from './load.ts';
export { mayNeed, needsOf } from './needs.ts';
export {
  type Layer,
  type Origin,
  type OverlayChange,
  type OverlayStory,
  originOf,
  storyOf,
} from './overlay/index.ts';
export type * from './pacing.ts';
export type { Previewed, PreviewedDocument, PreviewFindings } from './preview/index.ts';
export { type Blame, type ProblemKind, problemKinds } from './problem-kinds/index.ts';
export { type IsGone, type Purged, type PurgeRequest, removeInOrder, type Tally } from './purge/index.ts';
export type { Entry, StampedEntry, StepRecord } from './record/entry.ts';
export type { RunStatus } from './record/fold.ts';
export type { RunSummary } from './record/index-entry.ts';
export { isRunId } from './record/layout.ts';
export type { AdvanceOptions } from './run/advance.ts';
export type { Attachment } from './run/attachments.ts';
export type { Deployment } from './run/deployments.ts';
export type { Later } from './run/later.ts';
export type { Message, Unclaimed } from './run/messages.ts';
export type { Observer, RunEvent } from './run/observe.ts';
export type { EngineEnvironment, Ports } from './run/ports.ts';
export type { ReportedDocument, RunReport } from './run/report.ts';
export type { Resolution } from './run/resolve.ts';
export type { Restarted } from './run/restart.ts';
export type { SubmissionRequest } from './run/submit.ts';
export type { Verification } from './run/verify.ts';
export { type Context, completed, notInForce, type Selected, type Selection, selectPipeline } from './select/index.ts';
export type * from './store.ts';
export type * from './vault.ts';

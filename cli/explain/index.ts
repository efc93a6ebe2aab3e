export { describePipeline } from './describe.ts';
export { mermaidOf } from './mermaid.ts';
export type { PipelineStory, StepStory } from './story.ts';
export { drawDiagram } from './svg.ts';
export { tellPipeline } from './table.ts';

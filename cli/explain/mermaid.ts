import type { PipelineStory, StepStory } from './story.ts';

/** The pipeline as a Mermaid flowchart, for a page that draws such text. */
export function mermaidOf(story: PipelineStory): string {
  const lines = ['flowchart TD', '  input([business data])'];
  const ids = new Map<string, string>();
  draw(story.steps, '', { lines, ids });
  for (const [name, from] of Object.entries(story.result.documents)) {
    lines.push(`  result_${safe(name)}([${text(name)}])`, `  ${nodeOf(from, ids)} --> result_${safe(name)}`);
  }
  for (const effect of ['secret', 'state', 'external'] as const) lines.push(`  classDef ${effect} ${classes[effect]}`);
  return `${lines.join('\n')}\n`;
}

const classes = {
  secret: 'fill:#fff4d6,stroke:#b38600',
  state: 'fill:#e0f2e5,stroke:#2c7a46',
  external: 'fill:#fde4e1,stroke:#b3382c',
} as const;

interface Drawing {
  readonly lines: string[];
  readonly ids: Map<string, string>;
}

function draw(steps: readonly StepStory[], prefix: string, drawing: Drawing): void {
  const { lines, ids } = drawing;
  let before = prefix === '' ? 'input' : undefined;
  for (const step of steps) {
    const node = safe(`${prefix}${step.id}`);
    if (prefix === '') ids.set(step.id, node);
    const label = `${text(step.id)}<br/><small>${text(step.uses)}</small>`;
    lines.push(`  ${node}["${label}"]${step.effect === 'pure' ? '' : `:::${step.effect}`}`);
    if (before !== undefined) lines.push(`  ${before} -->${step.when ? `|"when ${text(step.when)}"|` : ''} ${node}`);
    for (const [name, inner] of Object.entries(step.connectors)) {
      lines.push(`  subgraph ${node}_${safe(name)}["${text(name)}"]`);
      draw(inner, `${prefix}${step.id}_${name}_`, drawing);
      const [first] = inner;
      lines.push('  end', ...(first ? [`  ${node} -.-> ${safe(`${prefix}${step.id}_${name}_${first.id}`)}`] : []));
    }
    for (const asked of step.ask) {
      const ask = safe(`${prefix}${step.id}_ask_${asked.id}`);
      lines.push(`  ${ask}{{"${text(asked.id)}<br/><small>${text(asked.uses)}</small>"}}`);
      lines.push(`  ${node} -.->|unknown, duplicate| ${ask}`);
    }
    before = node;
  }
}

const nodeOf = (from: string, ids: ReadonlyMap<string, string>): string =>
  ids.get(from.split('.')[0] ?? from) ?? 'input';

/** `end` is a word of Mermaid's own. */
const safe = (name: string): string => `s_${name.replace(/\W/g, '_')}`;

const text = (shown: string): string => shown.replace(/[&<>"#|]/g, (character) => `#${character.codePointAt(0)};`);

import type { PipelineStory, StepStory } from './story.ts';

/** A box of the diagram, with the lines that stand beside it. In pixels. */
export type Placed = PlacedStep | PlacedDocument;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly lines: readonly string[];
  /** Where its arrow comes from. */
  readonly from?: Corner;
  readonly asks: boolean;
}

type Corner = Pick<Box, 'x' | 'y' | 'height'>;

interface PlacedStep extends Box {
  readonly kind: 'step';
  readonly step: StepStory;
}

interface PlacedDocument extends Box {
  readonly kind: 'document';
  readonly step?: undefined;
}

/** A connector, around its steps. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly height: number;
  /** How far its right edge stands back from that of the frame around it. */
  readonly inset: number;
  readonly name: string;
}

export interface Layout {
  readonly placed: readonly Placed[];
  readonly frames: readonly Frame[];
  readonly height: number;
}

const gap = 22;
const indent = 56;

export function layOut(story: PipelineStory): Layout {
  const placed: Placed[] = [];
  const frames: Frame[] = [];
  const input = { kind: 'document', x: 24, y: 56, height: 34, lines: ['business data'], asks: false } as const;
  placed.push(input);
  let y = input.y + input.height + gap;

  const list = (
    steps: readonly StepStory[],
    x: number,
    before: Corner | undefined,
    /** What is said of the first step where it is one that asks. */
    asks: readonly string[] | undefined,
  ): Corner | undefined => {
    let from = before;
    let asking = asks;
    for (const step of steps) {
      const lines = [...(asking ?? []), ...linesOf(step)];
      const box = {
        x,
        y,
        height: Math.max(44, lines.length * 17 + 8),
        lines,
        asks: asking !== undefined,
        ...(from ? { from } : {}),
      };
      placed.push({ kind: 'step', step, ...box });
      y += box.height + gap;
      for (const [name, inner] of Object.entries(step.connectors)) {
        const top = y - 4;
        y += 26;
        list(inner, x + indent, { x, y: box.y, height: box.height }, undefined);
        frames.push({
          x: x + indent - 14,
          y: top,
          height: y - top - gap + 12,
          inset: (x - input.x) / 14,
          name: `by ${name}`,
        });
        y += 14;
      }
      if (step.ask.length > 0) list(step.ask, x + indent, box, step.asked ? [phrase(step.asked)] : []);
      from = box;
      asking = undefined;
    }
    return from;
  };

  const last = list(story.steps, input.x, input, undefined);
  const results = Object.entries(story.result.documents).map(([name, from]) => `${name}: ${from}`);
  const lines = ['result', ...results, ...(story.result.values.length > 0 ? [story.result.values.join(', ')] : [])];
  const height = Math.max(34, (lines.length - 1) * 17 + 8);
  placed.push({ kind: 'document', x: input.x, y, height, lines, asks: false, ...(last ? { from: last } : {}) });
  // What is behind is drawn first: an outer frame before the frames in it.
  return { placed, frames: frames.sort((one, other) => one.x - other.x), height: y + height };
}

/** What a step reads and leaves, when it is done, and how it asks; each cut to the width of the picture. */
function linesOf({ documents, reads, leaves, when, outcomes, polled, from }: StepStory): string[] {
  const business = reads.invoice.length > 0 ? ['business data'] : [];
  const secrets = [...reads.secrets.map((name) => `secret ${name}`), ...reads.artefacts];
  const taken = [...Object.values(documents), ...business, ...reads.values, ...secrets];
  const left = [...leaves.documents, ...leaves.values];
  return [
    ...(when ? [cut(`only when ${when}`)] : []),
    ...(taken.length > 0 ? [cut(`reads ${taken.join(', ')}`)] : []),
    ...(left.length > 0 ? [cut(`leaves ${left.join(', ')}`)] : []),
    ...(outcomes.length > 0 ? [cut(`${outcomes.map(outcomeOf).join(', ')}, else unknown`)] : []),
    ...(polled ? [phrase(polled)] : []),
    ...(from ? [cut(`from ${from}`)] : []),
  ];
}

const outcomeOf = ({ outcome, codes }: { outcome: string; codes: number }): string =>
  codes > 0 ? `${outcome} (${codes} ${codes === 1 ? 'code' : 'codes'})` : outcome;

/** A sentence, as one of the lines beside a box. */
const phrase = (sentence: string): string =>
  cut(`${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`);

const cut = (line: string): string => (line.length > 108 ? `${line.slice(0, 107)}…` : line);

import { layOut, type Placed } from './layout.ts';
import type { PipelineStory, StepStory } from './story.ts';

const width = 1080;
const colours = {
  pure: { fill: '#eef2f7', line: '#5b6b7f', means: 'pure: may be repeated at will' },
  secret: { fill: '#fff4d6', line: '#b38600', means: 'secret: signs; its first output is kept' },
  state: { fill: '#e0f2e5', line: '#2c7a46', means: 'state: takes a number, once' },
  external: { fill: '#fde4e1', line: '#b3382c', means: 'external: talks to the world' },
} as const;

/** The pipeline as a picture: the steps from top to bottom, connectors framed, questions with a dashed line. */
export function drawDiagram(story: PipelineStory, title: string): string {
  const { placed, frames, height } = layOut(story);
  const below = height + 40;
  const body = [
    text(24, 34, `${title}: ${story.title}`, 'title'),
    ...frames.map(({ x, y, height: tall, inset, name }) =>
      [
        `<rect x="${x}" y="${y}" width="${width - x - 24 - inset}" height="${tall}" rx="8" class="frame"/>`,
        text(x + 12, y + 18, name, 'note'),
      ].join('\n'),
    ),
    ...placed.flatMap((each) => [...arrowTo(each), ...box(each)]),
    ...Object.values(colours).map(({ fill, line, means }, index) =>
      [
        `<rect x="${24 + index * 262}" y="${below}" width="14" height="14" rx="3" fill="${fill}" stroke="${line}"/>`,
        text(44 + index * 262, below + 11, means, 'note'),
      ].join('\n'),
    ),
    ...(placed.some(({ asks }) => asks) ? dashed(below + 26) : []),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${below + 60}" width="${width}" height="${below + 60}" role="img" aria-label="${escaped(title)}">
<style>${style}</style>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#5b6b7f"/></marker></defs>
<rect width="100%" height="100%" fill="#fff"/>
${body.join('\n')}
</svg>
`;
}

const style = [
  'text{font:13px system-ui,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;fill:#1c2733}',
  '.title{font-size:17px;font-weight:600}',
  '.id{font-weight:600}',
  '.note{font-size:12px;fill:#54616f}',
  '.frame{fill:#fafbfc;stroke:#c4ccd5;stroke-dasharray:2 3}',
  '.flow{fill:none;stroke:#5b6b7f;stroke-width:1.4}',
  '.asks{stroke-dasharray:5 4}',
].join('');

const dashed = (y: number): string[] => [
  `<path d="M24 ${y + 7}h28" class="flow asks"/>`,
  text(60, y + 11, 'dashed: asks the authority what became of what was sent', 'note'),
];

const boxWidth = 220;

/** From the step before in the same list, or, dashed, from the step that asks with this one. */
function arrowTo({ x, y, from, asks }: Placed): string[] {
  if (!from) return [];
  const [fromX, fromY] = [from.x + 20, from.y + from.height];
  const path = from.x === x ? `M${fromX} ${fromY}V${y - 2}` : `M${fromX} ${fromY}V${y + 20}H${x - 2}`;
  return [`<path d="${path}" class="flow${asks ? ' asks' : ''}" marker-end="url(#arrow)"/>`];
}

function box({ x, y, height, kind, step, lines }: Placed): string[] {
  if (kind === 'document') {
    return [
      `<rect x="${x}" y="${y}" width="${boxWidth}" height="${height}" rx="${height / 2}" fill="#fff" stroke="#5b6b7f"/>`,
      text(x + 18, y + 22, lines[0] ?? '', 'id'),
      ...lines.slice(1).map((line, index) => text(x + boxWidth + 18, y + 22 + index * 17, line, 'note')),
    ];
  }
  const { fill, line } = colours[step.effect];
  return [
    `<rect x="${x}" y="${y}" width="${boxWidth}" height="${height}" rx="6" fill="${fill}" stroke="${line}"/>`,
    text(x + 12, y + 18, step.id, 'id'),
    text(x + 12, y + 34, usesOf(step), 'note'),
    ...lines.map((each, index) => text(x + boxWidth + 18, y + 17 + index * 17, each, 'note')),
  ];
}

const usesOf = ({ uses, outcomes }: StepStory): string =>
  outcomes.length === 0 ? uses : `${uses}: ${outcomes.length} ${outcomes.length === 1 ? 'outcome' : 'outcomes'}`;

const text = (x: number, y: number, shown: string, kind: string): string =>
  `<text x="${x}" y="${y}" class="${kind}">${escaped(shown)}</text>`;

const escaped = (shown: string): string => shown.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);

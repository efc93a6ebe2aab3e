import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import type { Look } from './select.ts';
import type { Style, TextStyle } from './style.ts';

/** A piece of a line, in the words of pdfmake's document definitions. */
export interface Run extends TextStyle {
  readonly text: string;
  readonly link?: string;
  readonly wordBreak?: 'break-all';
}

/** What elements are part of a line by themselves (https://html.spec.whatwg.org/multipage/text-level-semantics.html). */
const inline: ReadonlySet<string> = new Set(
  'a abbr b bdi bdo br cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr'.split(
    ' ',
  ),
);
const ownLooks: Readonly<Record<string, TextStyle>> = {
  b: { bold: true },
  strong: { bold: true },
  em: { italics: true },
  i: { italics: true },
  cite: { italics: true },
};

/** Whether a node stands in a line with its neighbours. */
export function isInline(node: ChildNode, look: Look): boolean {
  if (!isTag(node)) return isText(node);
  const { display } = look(node);
  return display === undefined ? inline.has(node.name) : display === 'inline';
}

/** What is said of letters, which pdfmake hands down to everything inside. */
export function lettersOf({ fontSize, lineHeight, bold, italics, color, alignment, noWrap }: Style): TextStyle {
  const letters = { fontSize, lineHeight, bold, italics, color, alignment, noWrap };
  return Object.fromEntries(Object.entries(letters).filter(([, value]) => value !== undefined));
}

/** The pieces of a line; white space is one space, as pages have it, and none at its ends. */
export function runsOf(nodes: readonly ChildNode[], look: Look, keepsLines: boolean): Run[] {
  const runs: Run[] = [];
  let before: Element | undefined;
  for (const node of nodes) {
    const separator = isTag(node) && before !== undefined ? look(node).separator : undefined;
    if (separator !== undefined && before !== undefined && look(before).separator === separator)
      runs.push({ text: separator });
    runs.push(...runsIn(node, {}, look, keepsLines));
    if (isTag(node)) before = node;
  }
  return trimmed(runs).flatMap(breakable);
}

function runsIn(node: ChildNode, around: Omit<Run, 'text'>, look: Look, keepsLines: boolean): Run[] {
  if (isText(node)) return [{ ...around, text: keepsLines ? node.data : node.data.replace(/\s+/g, ' ') }];
  if (!isTag(node)) return [];
  if (node.name === 'br') return [{ ...around, text: '\n' }];
  const style = look(node);
  if (style.display === 'none') return [];
  const { href } = node.attribs;
  const inside = {
    ...around,
    ...ownLooks[node.name],
    ...lettersOf(style),
    ...(href === undefined ? {} : { link: href }),
  };
  return node.children.flatMap((each) => runsIn(each, inside, look, keepsLines));
}

/** Words so long that they could push others off the sheet break anywhere. */
function breakable(run: Run): Run[] {
  const pieces = run.text.split(/(\S{31,})/).filter((text) => text !== '');
  return pieces.map((text) => (/^\S{31,}$/.test(text) ? { ...run, text, wordBreak: 'break-all' } : { ...run, text }));
}

function trimmed(runs: readonly Run[]): Run[] {
  const full = runs.filter(({ text }) => text !== '');
  const kept = full.map((run, at) => {
    const before = full[at - 1]?.text ?? '\n';
    const text = /\s$/.test(before) ? run.text.replace(/^ +/, '') : run.text;
    return { ...run, text };
  });
  const last = kept.at(-1);
  if (last !== undefined) kept[kept.length - 1] = { ...last, text: last.text.trimEnd() };
  return kept.filter(({ text }) => text !== '');
}

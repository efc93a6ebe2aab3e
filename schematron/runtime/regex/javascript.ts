import type { Flags, Node } from './parse.ts';

/** A regular expression as JavaScript writes it, for the mode `v`. */
export function toJavaScript(node: Node, flags: Flags): string {
  switch (node.is) {
    case 'set':
      return node.source;
    case 'start':
      return flags.multiline ? '(?:^|(?<=\\n))' : '^';
    case 'end':
      return flags.multiline ? '(?:$|(?=\\n))' : '$';
    case 'reference':
      return `(?:\\${node.group})`;
    case 'sequence':
      return node.nodes.map((part) => toJavaScript(part, flags)).join('');
    case 'choice':
      return `(?:${node.nodes.map((part) => toJavaScript(part, flags)).join('|')})`;
    case 'group': {
      const inner = toJavaScript(node.node, flags);
      return node.number === undefined ? `(?:${inner})` : `(${inner})`;
    }
    case 'repeat':
      return `(?:${toJavaScript(node.node, flags)})${times(node.min, node.max)}${node.lazy ? '?' : ''}`;
  }
}

function times(min: number, max: number): string {
  return max === Number.POSITIVE_INFINITY ? `{${min},}` : `{${min},${max}}`;
}

/**
 * The exponent of the text's length in how many ways a backtracking matcher may try: one for each repetition, if none
 * stands inside another (else there is no such bound), and one for where the match begins, unless that is fixed.
 */
export function tries(node: Node, flags: Flags): number {
  return choices(node) + (startsAtStart(node) && !flags.multiline ? 0 : 1);
}

function startsAtStart(node: Node): boolean {
  if (node.is === 'start') return true;
  if (node.is === 'group') return startsAtStart(node.node);
  if (node.is === 'choice') return node.nodes.every(startsAtStart);
  const [first] = node.is === 'sequence' ? node.nodes : [];
  return first !== undefined && startsAtStart(first);
}

/** How often it may have to choose after that. */
function choices(node: Node): number {
  switch (node.is) {
    case 'set':
    case 'start':
    case 'end':
      return 0;
    case 'reference':
      return 1;
    case 'group':
      return choices(node.node);
    case 'sequence':
      return node.nodes.reduce((sum, part) => sum + choices(part), 0);
    case 'choice':
      // Each alternative may be tried at each place where the whole is.
      return node.nodes.reduce((sum, part) => sum + choices(part), 1);
    case 'repeat': {
      if (node.max === 0) return 0;
      const inner = choices(node.node);
      if (node.min === node.max && node.max <= 100) return inner * node.max;
      return inner === 0 || node.max === 1 ? inner + 1 : Number.POSITIVE_INFINITY;
    }
  }
}

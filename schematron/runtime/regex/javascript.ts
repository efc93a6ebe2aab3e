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
 * How often a backtracking matcher may have to choose: it tries at most `length ** (choices + 1)` ways where no repetition
 * stands inside another; where one does, there is no such bound.
 */
export function choices(node: Node): number {
  switch (node.is) {
    case 'set':
    case 'start':
    case 'end':
      return 0;
    case 'reference':
      return Number.POSITIVE_INFINITY;
    case 'group':
      return choices(node.node);
    case 'sequence':
      return node.nodes.reduce((sum, part) => sum + choices(part), 0);
    case 'choice':
      // Each alternative may be tried at each place where the whole is.
      return node.nodes.reduce((sum, part) => sum + choices(part), node.nodes.every(isSet) ? 0 : 1);
    case 'repeat': {
      const inner = choices(node.node);
      if (node.min === node.max && node.max <= 100) return inner * node.max;
      return inner === 0 || node.max === 1 ? inner + 1 : Number.POSITIVE_INFINITY;
    }
  }
}

function isSet(node: Node): boolean {
  return node.is === 'set';
}

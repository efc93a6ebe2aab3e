import type { ModuleBuilder } from './module.ts';

/**
 * position() and last() of a rule's node, outside predicates: what XSLT makes of them, which goes to the children of a node
 * all at once. `kinds` are the nodes that it goes to, as bits.
 */
export function siblingPosition(node: string, kinds: number, module: ModuleBuilder) {
  module.declareOnce(counted);
  return {
    position: `siblings(${node}, ${node}, ${kinds})`,
    last: `siblings(${node}, size, ${kinds})`,
  };
}

const counted = `// How many of the node's siblings, attributes among them, begin before an id or have it.
function siblings(node, before, kinds) {
const above = parent[node];
if (above < 0) return 1;
const own = attributes[above];
let found = (kinds & 4) === 0 ? 0 : Math.min(own, before - above);
spend((Math.min(before, end[above]) - above) >> 4);
for (let n = above + 1 + own, last = Math.min(before, end[above] - 1); n <= last; n = end[n]) {
if ((kinds & (1 << kind[n])) !== 0) found++;
}
return found;
}`;

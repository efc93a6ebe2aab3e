const longest = 100;

/** The names most like a wrong one, best first, at most three; none that is far off. */
export function nearNames(wrong: string, names: Iterable<string>): readonly string[] {
  // What is much longer than any name is no misspelling, and comparing it would take seconds.
  if (wrong.length > longest) return [];
  const limit = Math.max(1, Math.floor(wrong.length / 3));
  return [...new Set(names)]
    .map((name) => ({ name, distance: distance(wrong.toLowerCase(), name.toLowerCase()) }))
    .filter((each) => each.distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map((each) => each.name);
}

/** `Did you mean a, b or c?`; else the names that have a word of the wrong one in them; else what there is. */
export function nearHint(wrong: string, names: Iterable<string>): string {
  const all = [...new Set(names)];
  const near = nearNames(wrong, all);
  if (near.length > 0) return `Did you mean ${near.map((name) => `\`${name}\``).join(' or ')}?`;
  const related = relatedNames(wrong, all);
  if (related.length > 0) return `There is ${related.join(', ')}.`;
  if (all.length === 0) return 'There is nothing that can be named here.';
  const shown = all.sort().slice(0, 12).join(', ');
  return `There is ${shown}${all.length > 12 ? ' …' : ''}.`;
}

/** `purchaseOrderReference` for `orderNumber`: what shares a word of four letters or more, at most six. */
function relatedNames(wrong: string, names: readonly string[]): readonly string[] {
  if (wrong.length > longest) return [];
  const words = new Set(wordsOf(wrong));
  return names.filter((name) => wordsOf(name).some((word) => words.has(word))).slice(0, 6);
}

const wordsOf = (name: string): string[] =>
  (name.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? []).map((word) => word.toLowerCase()).filter((word) => word.length >= 4);

/** Edits between two words; two swapped neighbours count as one (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}

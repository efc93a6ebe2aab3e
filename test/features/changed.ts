/** The invoice with something else at paths such as `lines.0.netAmount`; undefined takes away what is there. */
export function changed(
  invoice: Record<string, unknown>,
  changes: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  // Through text, so that no two places are one.
  const copy: Record<string, unknown> = JSON.parse(JSON.stringify(invoice));
  for (const [path, value] of Object.entries(changes)) {
    const way = path.split('.');
    const last = way.pop() ?? '';
    let place = copy;
    for (const step of way) {
      place[step] ??= {};
      place = place[step] as Record<string, unknown>;
    }
    if (value === undefined) delete place[last];
    else place[last] = value;
  }
  return copy;
}

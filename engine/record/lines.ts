const lineFeed = 10;

/** The lines of a file, each with its line feed: JSON has none within. */
export function splitLines(file: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < file.length; ) {
    const at = file.indexOf(lineFeed, from);
    const end = at < 0 ? file.length : at + 1;
    lines.push(file.subarray(from, end));
    from = end;
  }
  return lines;
}

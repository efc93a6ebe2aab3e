/** What stands between two offsets becomes another text; equal offsets insert. */
export interface Patch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all patches; they must not overlap, and several at one place keep their order. */
export function applyPatches(text: string, patches: readonly Patch[]): string {
  const ordered = [...patches].sort((a, b) => a.start - b.start);
  let result = '';
  let at = 0;
  for (const patch of ordered) {
    result += text.slice(at, patch.start) + patch.text;
    at = patch.end;
  }
  return result + text.slice(at);
}

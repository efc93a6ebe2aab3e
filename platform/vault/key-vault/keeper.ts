/** What was read, kept for a while by name. */
export interface Kept<T> {
  get(name: string): Promise<T>;
  /** Reads it anew. */
  renew(name: string): Promise<T>;
}

interface Known<T> {
  readonly value: Promise<T>;
  readonly until: number;
  /** What was known before, while it is read anew. */
  readonly before?: Promise<T>;
}

/**
 * Keeps what `read` gave for so many milliseconds. Those who ask at the same time share one reading; a failure is not kept. A name
 * that was kept and cannot be read anew, or not soon, is answered with what was known: a vault that is away for a minute stops nobody.
 */
export function keeper<T>(milliseconds: number, read: (name: string) => Promise<T>): Kept<T> {
  const known = new Map<string, Known<T>>();
  const begin = (name: string, before?: Promise<T>): Known<T> => {
    const value = read(name);
    const begun = { value, until: performance.now() + milliseconds, ...(before && { before }) };
    known.set(name, begun);
    value.catch(() => {
      if (known.get(name) !== begun) return;
      if (before === undefined) known.delete(name);
      else known.set(name, { value: before, until: performance.now() + retryAfter });
    });
    return begun;
  };
  return {
    renew: (name) => begin(name).value,
    get(name) {
      const found = known.get(name);
      const isCurrent = found !== undefined && performance.now() < found.until;
      const { value, before } = isCurrent ? found : begin(name, found?.value);
      return before === undefined ? value : soonOr(value, before);
    },
  };
}

/** How long after a failure the vault is left alone, in milliseconds. */
const retryAfter = 10_000;
/** How long whoever could do with what was known waits for the vault, in milliseconds. */
const soon = 2_000;

async function soonOr<T>(value: Promise<T>, before: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(before), soon);
  });
  try {
    return await Promise.race([value, late]);
  } catch {
    return await before;
  } finally {
    clearTimeout(timer);
  }
}

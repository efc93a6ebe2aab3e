/** What was read, kept for a while by name. */
export interface Kept<T> {
  get(name: string): Promise<T>;
  /** Reads it anew. */
  renew(name: string): Promise<T>;
}

/**
 * Keeps what `read` gave for so many milliseconds. Those who ask at the same time share one reading; a failure is not kept. A name
 * that was kept and cannot be read anew is answered with what was known: a vault that is away for a minute stops nobody.
 */
export function keeper<T>(milliseconds: number, read: (name: string) => Promise<T>): Kept<T> {
  const known = new Map<string, { readonly value: Promise<T>; readonly until: number }>();
  const renew = (name: string): Promise<T> => {
    const value = read(name);
    known.set(name, { value, until: performance.now() + milliseconds });
    value.catch(() => {
      if (known.get(name)?.value === value) known.delete(name);
    });
    return value;
  };
  return {
    renew,
    get(name) {
      const found = known.get(name);
      if (found === undefined) return renew(name);
      if (performance.now() < found.until) return found.value;
      return renew(name).catch(async () => {
        const value = await found.value;
        known.set(name, { value: found.value, until: performance.now() + retryAfter });
        return value;
      });
    },
  };
}

/** How long after a failure the vault is left alone, in milliseconds. */
const retryAfter = 10_000;

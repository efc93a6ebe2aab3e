/** What stands where a secret stood. */
const mask = '•••';

/** Remembers the secrets that a run was given, and takes them out of whatever is written down. */
export class Redactor {
  readonly #secrets = new Set<string>();
  /** As they stand in JSON. */
  readonly #inJson = new Set<string>();

  /** Texts shorter than four characters are not searched for: masking every `1` would hide the record itself. */
  remember(secret: string): void {
    if (secret.length < 4 || this.#secrets.has(secret)) return;
    for (const form of [secret, Buffer.from(secret, 'utf8').toString('base64'), encodeURIComponent(secret)]) {
      this.#secrets.add(form);
      this.#inJson.add(JSON.stringify(form).slice(1, -1));
    }
  }

  /** A copy of plain data, whose JSON is `text`, without the remembered secrets; the same object when there is nothing to take out. */
  readonly clean = <T>(data: T, text: string): T => {
    if (!this.#standsIn(text)) return data;
    // Longest first, so that a secret that begins another leaves nothing of it.
    const secrets = [...this.#secrets].sort((a, b) => b.length - a.length);
    return cleaned(data, secrets) as T;
  };

  #standsIn(text: string): boolean {
    for (const secret of this.#inJson) if (text.includes(secret)) return true;
    return false;
  }
}

function cleaned(data: unknown, secrets: readonly string[]): unknown {
  if (typeof data === 'string') return secrets.reduce((text, secret) => text.replaceAll(secret, mask), data);
  if (Array.isArray(data)) return data.map((each) => cleaned(each, secrets));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, cleaned(value, secrets)]));
}

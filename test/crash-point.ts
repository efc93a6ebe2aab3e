import type { Ports } from '../engine/index.ts';

/** Counts every call to the world, before and after it is done, and stops the process at one of these points for good. */
export class CrashPoint {
  reached = 0;
  dead = false;
  readonly #at: number;

  constructor(at: number) {
    this.#at = at;
  }

  /** The same world, each of whose calls can be the last thing the process did. */
  crashing(ports: Ports): Ports {
    return {
      ...ports,
      store: this.#wrap(ports.store, ['create', 'read', 'readVersioned', 'swap', 'remove']),
      vault: this.#wrap(ports.vault, ['secret', 'signer', 'clientIdentity']),
      http: this.#wrap(ports.http, ['send']),
      clock: this.#wrap(ports.clock, ['sleep']),
    };
  }

  /** Does it, and swallows only its own crash. */
  async survive(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      if (!this.dead) throw thrown;
    }
  }

  #pass(): void {
    if (this.dead || ++this.reached === this.#at) {
      this.dead = true;
      throw new Error('killed');
    }
  }

  #wrap<T extends object>(port: T, names: readonly (keyof T)[]): T {
    const wrapped: Partial<T> = {};
    for (const name of names) {
      const method: unknown = port[name];
      if (typeof method !== 'function') continue;
      Object.assign(wrapped, {
        [name]: async (...parameters: unknown[]) => {
          this.#pass();
          const answer: unknown = await method.apply(port, parameters);
          this.#pass();
          return answer;
        },
      });
    }
    return Object.assign(Object.create(port), wrapped);
  }
}

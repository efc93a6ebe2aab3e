import { hashOf, newKey } from '../../server/index.ts';
import { exit } from '../exit.ts';
import { say } from '../print/people.ts';

/** `timbre key`: told once, kept nowhere. */
export async function key(): Promise<number> {
  const made = newKey();
  say(`For the caller, and shown only now:  ${made}`);
  say('For the environment file, under server.access.keys:');
  say(`  - { name: NAME, sha256: ${hashOf(made)}, scopes: [submit, read] }`);
  return exit.accepted;
}

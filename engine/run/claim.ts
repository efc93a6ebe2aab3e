import { layout } from '../record/layout.ts';
import type { Store } from '../store.ts';
import type { Identity } from './identity.ts';
import type { Ports } from './ports.ts';

/** The claim of a fiscal document: one small file. */
export interface Claim {
  /** Who claimed it last. */
  readonly run: string;
  /** The parts of its identity, as many as that run knew of. */
  readonly identity: readonly string[];
  readonly version: string;
}

/**
 * Where a document may be claimed: by its identity, and where that place is another document's, which only `toldApartBy` tells apart, by
 * one part more at a time. A place stays with the document that had it first, so what was claimed before something told them apart is
 * found where it always was. None where nothing is claimed.
 */
export function placesOf(ports: Ports, feature: string, pipeline: string, { parts, named }: Identity): string[] {
  if (named === 0) return [];
  const scope = `${feature}/${pipeline}/${ports.environment.name}`;
  const more = Array.from({ length: parts.length - named + 1 }, (_, index) => parts.slice(0, named + index));
  return more.map((each) => layout.identity(scope, JSON.stringify(each)));
}

/** Whether it is proven to be another document's: one that knew of fewer parts may be this one's. */
export const isOfAnother = (claim: Claim, parts: readonly string[]): boolean =>
  claim.identity.some((part, index) => index < parts.length && part !== parts[index]);

/** What claims a place for a run. Whose place it is goes on being said, also by a run that knows of fewer parts. */
export function claiming(run: string, parts: readonly string[], before: Claim | undefined): Uint8Array {
  const identity = before !== undefined && before.identity.length > parts.length ? before.identity : parts;
  return Buffer.from(JSON.stringify({ run, identity }));
}

export async function readClaim(store: Store, place: string): Promise<Claim | undefined> {
  const found = await store.readVersioned(place);
  if (found === undefined) return undefined;
  return { ...JSON.parse(new TextDecoder().decode(found.bytes)), version: found.version };
}

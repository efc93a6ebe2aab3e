import { fail } from '../../engine/errors.ts';
import type { CompiledExpression } from '../../engine/expression.ts';
import { writeForm } from './form.ts';
import { type Field, textOf, textsOf } from './text.ts';
import type { WireSecrets } from './wire-secrets.ts';

/** Where a request goes. */
export interface Address {
  readonly url: string;
  readonly authority: string;
}

interface PreparedAddress {
  readonly url: CompiledExpression;
  readonly query: readonly Field[];
}

/**
 * With placeholders where secrets come, which is in the query only.
 * @throws CALL_ADDRESS
 */
export function addressOf({ url, query }: PreparedAddress, secrets: WireSecrets): Address {
  const text = textOf(url, secrets.variables) ?? '';
  const address = readAddress(text);
  if (address === undefined) {
    return fail(
      'CALL_ADDRESS',
      `=${url.source} does not give a complete http or https address without user and password.`,
    );
  }
  const more = writeForm(textsOf(query, secrets.variables));
  if (more === '') return address;
  const longer = new URL(address.url);
  longer.search = longer.search === '' ? more : `${longer.search}&${more}`;
  return { url: longer.href, authority: longer.host };
}

/** Run after run calls the same few addresses, and to read one takes as long as to write all the headers. */
const addresses = new Map<string, Address>();
const MOST_KEPT = 32;

/** Undefined for what is no complete http or https address, or has a user in it. */
function readAddress(text: string): Address | undefined {
  const known = addresses.get(text);
  if (known !== undefined) return known;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username || url.password) return undefined;
  url.hash = '';
  const address = { url: url.href, authority: url.host };
  if (addresses.size >= MOST_KEPT) addresses.clear();
  addresses.set(text, address);
  return address;
}

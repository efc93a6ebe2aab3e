import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { HttpFailure } from '../../engine/http.ts';
import type { AllowList } from './allow-list.ts';

/** All addresses of a host name, as `dns.lookup` gives them. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export const resolveBySystem: Resolve = (hostname) => lookup(hostname, { all: true });

/**
 * The `lookup` of a connector: the addresses that it hands out are the ones that were judged, so a name that
 * resolves differently a moment later gains nothing. One forbidden address condemns the name.
 */
export function guardedLookup(url: URL, allowed: AllowList, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const forbidden = addresses.find((each) => !allowed.address(url, each.address));
        const [first] = addresses;
        if (forbidden !== undefined) callback(refusal(hostname, forbidden.address), '');
        else if (first === undefined) callback(new HttpFailure('dns', false, `${hostname} has no address`), '');
        else if (options.all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) =>
        callback(new HttpFailure('dns', false, `the address of ${hostname} cannot be found`, { cause: error }), ''),
    );
  };
}

/** Not allowed: the address is private, loopback or link-local and does not stand in the environment's list. */
export const refusal = (hostname: string, address: string): HttpFailure =>
  new HttpFailure(
    'host-not-allowed',
    false,
    hostname === address
      ? `the address ${address} is not allowed by the environment`
      : `${hostname} leads to the address ${address}, which is not allowed by the environment`,
  );

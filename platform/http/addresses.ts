import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * What an IP address is for. `never` is refused even when it is listed: it cannot be an authority.
 * `private` covers everything else that is not reachable from the internet.
 */
export type AddressKind = 'public' | 'private' | 'loopback' | 'never';

/** The kind of an IP address in any textual form that the operating system understands as an address. */
export function addressKind(address: string): AddressKind {
  if (isIPv4(address)) return kindOfIPv4(address);
  if (!isIPv6(address)) return 'never';
  const embedded = embeddedIPv4(address);
  if (embedded !== undefined) return kindOfIPv4(embedded);
  if (loopback.check(address, 'ipv6')) return 'loopback';
  if (never.check(address, 'ipv6')) return 'never';
  return globalUnicast.check(address, 'ipv6') && !reserved.check(address, 'ipv6') ? 'public' : 'private';
}

function kindOfIPv4(address: string): AddressKind {
  if (loopback.check(address)) return 'loopback';
  if (never.check(address)) return 'never';
  return reserved.check(address) ? 'private' : 'public';
}

/** IPv4-mapped (RFC 4291 2.5.5.2), IPv4-compatible (2.5.5.1) and NAT64 (RFC 6052) addresses reach the IPv4 host they hold. */
function embeddedIPv4(address: string): string | undefined {
  const groups = groupsOf(address);
  const head = groups.slice(0, 6).map((each) => each.toString(16));
  const [high = 0, low = 0] = groups.slice(6);
  const prefix = head.join(':');
  if (prefix === '0:0:0:0:0:0' && high === 0 && low <= 1) return undefined;
  if (!['0:0:0:0:0:ffff', '0:0:0:0:0:0', '64:ff9b:0:0:0:0'].includes(prefix)) return undefined;
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight 16-bit groups of an IPv6 address that `isIPv6` accepted. */
function groupsOf(address: string): number[] {
  const [withoutZone = ''] = address.split('%');
  const canonical = new URL(`http://[${withoutZone}]`).hostname.slice(1, -1);
  const [left = '', right] = canonical.split('::');
  const parse = (text: string) => (text === '' ? [] : text.split(':').map((each) => Number.parseInt(each, 16)));
  const before = parse(left);
  const after = right === undefined ? [] : parse(right);
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

const loopback = subnets('127.0.0.0/8', '::1/128');

/** "This network", link-local (cloud metadata services), Azure's host address, multicast. */
const never = subnets(
  '0.0.0.0/8',
  '169.254.0.0/16',
  '168.63.129.16/32',
  '224.0.0.0/4',
  '::/128',
  'fe80::/10',
  'ff00::/8',
);

const globalUnicast = subnets('2000::/3');

/** IANA's special-purpose address registries (RFC 6890): not globally reachable, or tunnels to what is not. */
const reserved = subnets(
  ...['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24'],
  ...['192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '240.0.0.0/4'],
  ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
);

function subnets(...list: readonly string[]): BlockList {
  const blocks = new BlockList();
  for (const each of list) {
    const [network = '', prefix = ''] = each.split('/');
    blocks.addSubnet(network, Number(prefix), isIPv4(network) ? 'ipv4' : 'ipv6');
  }
  return blocks;
}

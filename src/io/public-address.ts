import { BlockList, isIP } from 'node:net';

/**
 * Addresses that no server on the public internet has: this machine, private and shared networks,
 * link-local (where clouds keep credentials), multicast, documentation, benchmarks, and the IPv6
 * forms that carry an IPv4 address within (IANA special-purpose registries).
 */
const SPECIAL: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const blocked = new BlockList();
for (const [net, bits] of SPECIAL) {
  blocked.addSubnet(net, bits, net.includes(':') ? 'ipv6' : 'ipv4');
}
/** All of IPv6 that is given out to anybody so far; the rest is special or not in use. */
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP address, as text, can belong to a server on the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !blocked.check(address, 'ipv4');
  return family === 6 && global6.check(address, 'ipv6') && !blocked.check(address, 'ipv6');
}

/** Names that mean this machine or a private network wherever they are looked up. */
export function isLocalName(name: string): boolean {
  return /(^|\.)(localhost|local|internal)\.?$/i.test(name);
}

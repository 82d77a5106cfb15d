import { BlockList, isIP } from 'node:net';

/**
 * Whether an address may be asked when the cluster, and no person, names it. Not this machine itself and not the
 * link-local addresses, where clouds keep the credentials of a machine (RFC 1122, RFC 3927, RFC 4291; IMDS at
 * 169.254.169.254 and fd00:ec2::254): a hostile object must not make kubedoc ask there.
 */
export function mayBeAsked(address: string): boolean {
  const family = isIP(address);
  // An IPv4 address in the clothes of IPv6 is what nobody writes down for a good reason.
  if (family === 0 || /^::ffff:/i.test(address)) return false;
  return !NEVER.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

const NEVER = new BlockList();
NEVER.addSubnet('0.0.0.0', 8, 'ipv4');
NEVER.addSubnet('127.0.0.0', 8, 'ipv4');
NEVER.addSubnet('169.254.0.0', 16, 'ipv4');
NEVER.addSubnet('224.0.0.0', 3, 'ipv4');
NEVER.addAddress('::', 'ipv6');
NEVER.addAddress('::1', 'ipv6');
NEVER.addSubnet('fe80::', 10, 'ipv6');
NEVER.addSubnet('ff00::', 8, 'ipv6');
NEVER.addAddress('fd00:ec2::254', 'ipv6');

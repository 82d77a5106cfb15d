import { isInRange } from '../traffic/cidr.ts';
import { compareText, entry, field, list, num, optionalList, text } from '../read.ts';

/** One network interface, as describe-instances and describe-network-interfaces tell of it. */
export interface NetworkInterface {
  readonly id: string;
  readonly vpc: string;
  /** The ids of its groups. */
  readonly groups: readonly string[];
  /** Its first address; empty where none is told. */
  readonly address: string;
  /** All addresses and delegated prefixes of it. */
  readonly ranges: readonly string[];
  /** Whether it is the first one of its instance, from which the node itself sends. */
  readonly first: boolean;
  readonly description: string;
  /** Who had it made, such as `amazon-rds`; an account, or empty. */
  readonly requester: string;
}

/** Reads one interface; undefined where its groups are no list. */
export function interfaceOf(value: unknown): NetworkInterface | undefined {
  const groups = optionalList(entry(value, 'Groups'));
  if (groups === undefined) return undefined;
  const address = text(entry(value, 'PrivateIpAddress'));
  const ranges = RANGES.flatMap(([key, name]) => list(entry(value, key)).map((each) => text(entry(each, name))));
  return {
    id: text(entry(value, 'NetworkInterfaceId')),
    vpc: text(entry(value, 'VpcId')),
    groups: groups
      .map((each) => text(entry(each, 'GroupId')))
      .filter(Boolean)
      .toSorted(compareText),
    address: address === '' ? (ranges.find(Boolean) ?? '') : address,
    ranges: [address, ...ranges].filter(Boolean),
    first:
      num(field(value, 'Attachment.DeviceIndex')) === 0 &&
      (num(field(value, 'Attachment.NetworkCardIndex')) ?? 0) === 0,
    description: text(entry(value, 'Description')),
    requester: text(entry(value, 'RequesterId')),
  };
}

const RANGES: readonly (readonly [list: string, key: string])[] = [
  ['PrivateIpAddresses', 'PrivateIpAddress'],
  ['Ipv6Addresses', 'Ipv6Address'],
  ['Ipv4Prefixes', 'Ipv4Prefix'],
  ['Ipv6Prefixes', 'Ipv6Prefix'],
];

/** Whether an address is one of an interface, or lies in a prefix that was delegated to it. */
export function holds({ ranges }: NetworkInterface, address: string): boolean {
  return (
    address !== '' && ranges.some((range) => (range.includes('/') ? isInRange(address, range) : range === address))
  );
}

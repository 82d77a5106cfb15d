import { expect, test } from 'vitest';
import { mayBeAsked } from '../../../src/sources/network/asked-addresses.ts';

test.each(['10.0.0.5', '192.168.1.1', '172.16.0.1', '203.0.113.7', '100.64.0.1', '2001:db8::1', 'fd12::1'])(
  '%s may be asked',
  (address) => {
    expect(mayBeAsked(address)).toBe(true);
  },
);

test.each([
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '169.254.169.254',
  '169.254.170.2',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'ff02::1',
  'fd00:ec2::254',
  '::ffff:127.0.0.1',
  '::ffff:169.254.169.254',
  'no address',
  '',
])('%s is never asked', (address) => {
  expect(mayBeAsked(address)).toBe(false);
});

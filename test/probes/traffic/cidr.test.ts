import { describe, expect, it } from 'vitest';
import { isInRange } from '../../../src/probes/traffic/cidr.ts';

describe('isInRange', () => {
  it.each([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['203.0.113.7', '203.0.113.7/32', true],
    ['203.0.113.8', '203.0.113.7/32', false],
    ['203.0.113.8', '0.0.0.0/0', true],
    ['2001:db8::1', '2001:db8::/32', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['::1', '::/0', true],
    ['::ffff:10.1.2.3', '::ffff:a01:203/128', true],
    ['10.1.2.3', '::/0', false],
    ['10.1.2', '10.0.0.0/8', false],
    ['10.1.2.300', '10.0.0.0/8', false],
    ['10.1.2.3', '10.0.0.0', false],
    ['10.1.2.3', '10.0.0.0/33', false],
    ['1::2::3', '::/0', false],
    ['1:2:3:4:5:6:7:8', '1:2:3:4::/64', true],
    ['1:2:3:4:5:6:7', '::/0', false],
  ])('%s in %s: %s', (address, range, wanted) => {
    expect(isInRange(address, range)).toBe(wanted);
  });
});

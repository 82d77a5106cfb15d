import { describe, expect, it, test } from 'vitest';
import { serviceRange } from '../../src/probes/service-range.ts';

const services = ['10.96.0.1', '10.96.0.10', 'None', '10.101.7.40', ''].map((clusterIP) => ({ spec: { clusterIP } }));
const told = (address: string, of: readonly unknown[] = services) => serviceRange.run({ address, services: of });

describe('service-range', () => {
  test.each([
    ['10.96.200.201', true],
    ['10.103.255.255', true],
    ['10.104.0.1', false],
    ['10.95.255.255', false],
    ['192.168.7.7', false],
    ['202.96.0.1', false],
  ])('holds %s against what the Services have: %s', (address, inside) => {
    expect(told(address)).toEqual({ inside, block: '10.96.0.0/13' });
  });

  it('tells addresses above the half of all from those below', () => {
    const high = [{ spec: { clusterIP: '172.20.0.1' } }, { spec: { clusterIP: '172.20.9.4' } }];
    expect(told('172.20.3.3', high)).toEqual({ inside: true, block: '172.20.0.0/20' });
    expect(told('44.20.3.3', high)).toMatchObject({ inside: false });
  });

  it('says nothing of one Service alone, nor of what is no address of IPv4', () => {
    expect(told('10.96.0.2', services.slice(0, 1))).toBeUndefined();
    expect(told('fd00::7')).toBeUndefined();
    expect(told('10.96.0.256')).toBeUndefined();
    expect(told('10.96.0.2', [])).toBeUndefined();
  });
});

import { zoneOffset } from '../text/zone.ts';
import type { Io } from './io.ts';

/** The time zone of this machine: what the environment names (`TZ`), else the system's. */
export function machineZone({ env }: Pick<Io, 'env'>): string {
  const named = env['TZ'] ?? '';
  if (zoneOffset(named) !== undefined) return named;
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return zoneOffset(timeZone) === undefined ? 'UTC' : timeZone;
}

/** When the clusters of the examination were looked at. */
export const NOW = '2026-02-12T14:20:00Z';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS: Readonly<Record<string, number>> = { s: 1, m: MINUTE, h: HOUR, d: DAY };

/** A time before the look, such as `ago('3d4h')`. */
export function ago(span: string): string {
  return later(NOW, -secondsOf(span));
}

/** A time so many seconds after another. */
export function later(time: string, seconds: number): string {
  return new Date(Date.parse(time) + Math.round(seconds) * 1000).toISOString().replace('.000Z', 'Z');
}

/** The same with milliseconds, as many programs write it: `2026-02-12T14:20:00.123Z`. */
export function precise(time: string, milliseconds: number): string {
  return new Date(Date.parse(time) + milliseconds).toISOString();
}

export function earliest(times: readonly string[], otherwise: string): string {
  return [...times].sort()[0] ?? otherwise;
}

function secondsOf(span: string): number {
  const parts = [...span.matchAll(/(\d+)([smhd])/g)];
  return parts.reduce((sum, [, amount = '0', unit = 's']) => sum + Number(amount) * (UNITS[unit] ?? 1), 0);
}

import { formatDuration } from './duration.ts';
import { formatBytes, formatMillicores } from './quantity.ts';
import { formatTimeUtc, parseTime } from './time.ts';

/** The units that a placeholder may name, with what they make of a value. */
export const UNITS = {
  bytes: (value: unknown) => number(value, formatBytes),
  millicores: (value: unknown) => number(value, formatMillicores),
  count: (value: unknown) => number(value, String),
  percent: (value: unknown) => number(value, (share) => `${Math.round(share * 100)}%`),
  duration: (value: unknown) => number(value, formatDuration),
  time: (value: unknown) => (typeof value === 'string' ? formatTimeUtc(value) : MISSING),
  age: (value: unknown, now: string | null) => age(value, now),
  lines: (value: unknown) => (Array.isArray(value) ? value.map(plain).join('\n') : plain(value)),
} satisfies Record<string, (value: unknown, now: string | null) => string>;

/** What stands for a value that is not known. */
export const UNKNOWN = 'unknown';

/** What stands for a field that an object is known not to have. */
export const MISSING = '–';

/** Writes one value as text. `unit` is a name of UNITS or empty; `now` is RFC 3339. Objects become `Kind namespace/name`. */
export function formatValue(value: unknown, unit: string, now: string | null): string {
  if (value === undefined || value === null) return MISSING;
  if (Object.hasOwn(UNITS, unit)) return UNITS[unit as keyof typeof UNITS](value, now);
  return plain(value);
}

function number(value: unknown, format: (value: number) => string): string {
  return typeof value === 'number' && Number.isFinite(value) ? format(value) : UNKNOWN;
}

function age(value: unknown, now: string | null): string {
  const from = typeof value === 'string' ? parseTime(value) : undefined;
  const to = now === null ? undefined : parseTime(now);
  return from === undefined || to === undefined ? UNKNOWN : formatDuration(Math.max(0, to - from));
}

function plain(value: unknown): string {
  if (value === undefined || value === null) return MISSING;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(plain).join(', ');
  return objectName(value) ?? JSON.stringify(value);
}

function objectName(value: object): string | undefined {
  if (!('kind' in value) || !('metadata' in value)) return undefined;
  const { kind, metadata } = value;
  if (typeof kind !== 'string' || metadata === null || typeof metadata !== 'object') return undefined;
  const { namespace, name } = metadata as { name?: unknown; namespace?: unknown };
  return `${kind} ${[namespace, name].filter((part) => typeof part === 'string').join('/')}`;
}

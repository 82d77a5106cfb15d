import { parseTime } from '../text/time.ts';
import { isMapping } from './narrow.ts';

/** Fields that speak of what is yet to come: they say nothing about when the objects were read. */
const AHEAD = /^(?:notAfter|renewalTime|nextScheduleTime|expir\w*|valid(?:To|Until)|nextUpdate)$|Expir/i;

/**
 * The newest RFC 3339 time in any field of the values, in seconds since 1970; null where there is none. Fields that
 * announce a moment (a certificate's `notAfter`) do not count.
 */
export function newestTime(values: readonly unknown[]): number | null {
  let newest: number | null = null;
  const visit = (value: unknown): void => {
    if (typeof value === 'string') {
      const seconds = looksLikeTime(value) ? parseTime(value) : undefined;
      if (seconds !== undefined && (newest === null || seconds > newest)) newest = seconds;
    } else if (Array.isArray(value)) {
      value.forEach(visit);
    } else if (isMapping(value)) {
      for (const [field, inner] of Object.entries(value)) if (!AHEAD.test(field)) visit(inner);
    }
  };
  values.forEach(visit);
  return newest;
}

/** Cheap test before the exact one: captures hold far more text than times. */
function looksLikeTime(text: string): boolean {
  return text.length >= 20 && text.length <= 35 && text[4] === '-' && text[10] === 'T';
}

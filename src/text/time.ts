const RFC3339 =
  /^(\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,9}))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Seconds since 1970 of an RFC 3339 time as Kubernetes writes it (`2025-11-12T20:34:29Z`, micro and nanoseconds and
 * offsets too); undefined when it is none, such as the 30th of February.
 */
export function parseTime(text: string): number | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [, local = '', fraction = '0', zone = ''] = match;
  const asUtc = Date.parse(`${local}Z`);
  // Date.parse lets the 30th of February roll over into March; reading it back shows that.
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(local)) return undefined;
  return Date.parse(`${local}${zone}`) / 1000 + Number(`0.${fraction}`);
}

/** Seconds from a time to `now` (seconds since 1970), negative when it lies ahead; undefined when it is no time. */
export function ageSeconds(text: string, now: number): number | undefined {
  const seconds = parseTime(text);
  return seconds === undefined ? undefined : now - seconds;
}

/** A time for people, whole seconds in UTC: `2025-11-12 20:34:29 UTC`. What is no time comes back as it is. */
export function formatTimeUtc(text: string): string {
  const seconds = parseTime(text);
  if (seconds === undefined) return text;
  const iso = new Date(Math.floor(seconds) * 1000).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

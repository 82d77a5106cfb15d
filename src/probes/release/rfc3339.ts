/** Seconds since 1970 as RFC 3339 in UTC, cut to whole seconds; empty where no calendar reaches. */
export function toRfc3339(seconds: number): string {
  const time = new Date(Math.floor(seconds) * 1000);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().replace('.000Z', 'Z');
}

/**
 * A time (RFC 3339) as the clocks of a zone show it, `2026-12-01 09:00:00`; the text itself where the time or the zone is
 * none. By the zones that ICU knows (ECMA-402).
 */
export function localTime(time: string, zone: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  try {
    // The Swedish form is that of ISO 8601 with a space.
    return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(date);
  } catch {
    return time;
  }
}

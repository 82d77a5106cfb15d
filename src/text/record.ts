/** Whether the value is an object with string keys (no array, no null); its fields have not been looked at yet. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

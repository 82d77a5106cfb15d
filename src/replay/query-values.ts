/** Whether a flag is set, as the API server reads it: anything but `false` and `0`. */
export function isSet(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && value !== '0' && value.toLowerCase() !== 'false';
}

/** What the server says to a value that is no whole number, for the first of the names that has one. */
export function numberFault(query: URLSearchParams, names: readonly string[]): string | undefined {
  const wrong = names.map((name) => query.get(name)).find((value) => value !== null && !/^[+-]?\d+$/.test(value));
  return wrong === undefined ? undefined : `strconv.ParseInt: parsing ${JSON.stringify(wrong)}: invalid syntax`;
}

/** The number of a parameter that is one; undefined where it is missing. */
export function numberOf(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  return value === null ? undefined : Number(value);
}

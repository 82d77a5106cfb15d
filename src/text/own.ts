/**
 * What a record itself holds under a name that came from a file, undefined where it holds nothing: a name such as
 * "constructor" finds what every object inherits when it is looked up with brackets.
 */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

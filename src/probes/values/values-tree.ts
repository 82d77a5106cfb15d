import { entry, isRecord } from '../read.ts';

/** The steps from the root of the values to one of them. */
export type ValuesPath = readonly string[];

/** The value at a path: undefined where there is none, null where null stands there. */
export function valueAt(values: unknown, path: ValuesPath): unknown {
  let current = values;
  for (const key of path) current = entry(current, key);
  return current;
}

/** A path as people write it: `service.port`, `ports[0].name`, `labels["example.com/team"]`; `the top` for none. */
export function pathText(path: ValuesPath): string {
  if (path.length === 0) return 'the top';
  const text = path.map((key) => {
    if (/^\d+$/.test(key)) return `[${key}]`;
    return /^[A-Za-z_][\w-]*$/.test(key) ? `.${key}` : `["${key}"]`;
  });
  return text.join('').replace(/^\./, '');
}

/** The same as helm's `--set` and `targetPath` write it: dots, and a dot in a key behind a backslash. */
export function dottedPath(path: ValuesPath): string {
  return path.map((key) => key.replaceAll('.', '\\.')).join('.');
}

/** An object with one value at the end of a path, laid over another one. */
export function withValue(base: unknown, path: ValuesPath, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const own: Readonly<Record<string, unknown>> = isRecord(base) ? base : {};
  return { ...own, [key]: withValue(own[key], rest, value) };
}

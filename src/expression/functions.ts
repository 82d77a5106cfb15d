import type { Environment } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import { satisfies, valid, validRange } from 'semver';
import { parseGoDuration } from '../text/duration.ts';
import { eventTime } from '../text/event-time.ts';
import { parseFieldPath, readField } from '../text/field-path.ts';
import { parseQuantity } from '../text/quantity.ts';
import { parseTime } from '../text/time.ts';

/** The function names that a runbook may call besides CEL's own, with what each gives, for the documents. */
export const FUNCTION_HELP: Readonly<Record<string, string>> = {
  'get(object, path, default)': 'the value at a dotted path (`spec.x[type=Ready].y`), or the default',
  'condition(object, type)':
    'status, reason, message and lastTransitionTime of a condition; empty texts where it is absent',
  'label(object, key)': 'a label, or an empty text',
  'annotation(object, key)': 'an annotation, or an empty text',
  'quantity(text)': 'a Kubernetes quantity in its base unit (bytes, cores, a count)',
  'seconds(text)': 'a Go duration such as 5m0s in seconds',
  'age(time)': 'seconds between an RFC 3339 time and now',
  'eventTime(event)': 'when an Event last happened, RFC 3339',
  'now()': "the API server's time",
  'semver(version, range)': 'whether a version lies in a range',
  'text.re2(pattern)': 'whether a text contains a match of an RE2 pattern',
  'count(list)': 'the number of elements as a double',
};

/** Adds kubedoc's functions to an environment. `now` throws while the server's clock is not known. */
export function registerFunctions(environment: Environment, now: () => string): void {
  environment
    .registerFunction(
      'get(dyn, string, dyn): dyn',
      (object: unknown, path: string, fallback: unknown) => fieldOf(object, path) ?? fallback,
    )
    .registerFunction('condition(dyn, string): map', condition)
    .registerFunction('label(dyn, string): string', (object: unknown, key: string) => textAt(object, 'labels', key))
    .registerFunction('annotation(dyn, string): string', (object: unknown, key: string) =>
      textAt(object, 'annotations', key),
    )
    .registerFunction('quantity(dyn): dyn', quantity)
    .registerFunction('seconds(dyn): dyn', seconds)
    .registerFunction('age(dyn): dyn', (time: unknown) => epoch(now()) - epoch(time))
    .registerFunction('eventTime(dyn): string', eventTime)
    .registerFunction('now(): google.protobuf.Timestamp', () => new Date(now()))
    .registerFunction('semver(string, string): bool', inRange)
    .registerFunction('string.re2(string): bool', (text: string, pattern: string) =>
      compile(pattern).matcher(text).find(),
    )
    .registerFunction('count(list): dyn', (items: unknown) => (Array.isArray(items) ? items.length : NaN));
  registerMixedArithmetic(environment);
}

/** JSON numbers are CEL doubles and literals are ints; without these `restartCount + 1` has no overload. */
function registerMixedArithmetic(environment: Environment): void {
  const operators: Record<string, (a: number, b: number) => number> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '%': (a, b) => a % b,
  };
  for (const [sign, apply] of Object.entries(operators)) {
    const handler = (a: number | bigint, b: number | bigint): number => apply(Number(a), Number(b));
    environment.registerOperator(`double ${sign} int`, handler).registerOperator(`int ${sign} double`, handler);
  }
}

/** A path with a slip in it would always give the default; that is no answer. */
function fieldOf(object: unknown, path: string): unknown {
  if (parseFieldPath(path) === undefined) throw new Error(`not a path: ${path}`);
  return readField(object, path);
}

function inRange(version: string, range: string): boolean {
  if (valid(version) === null) throw new Error(`not a version: ${version}`);
  if (validRange(range) === null) throw new Error(`not a range of versions: ${range}`);
  return satisfies(version, range);
}

const EMPTY_CONDITION = {
  type: '',
  status: '',
  reason: '',
  message: '',
  lastTransitionTime: '',
  observedGeneration: -1,
};

function condition(object: unknown, type: string): Record<string, unknown> {
  const found = readField(object, `status.conditions[type=${type}]`);
  return found !== null && typeof found === 'object' ? { ...EMPTY_CONDITION, ...found } : { ...EMPTY_CONDITION, type };
}

function textAt(object: unknown, map: string, key: string): string {
  const value = readField(object, `metadata.${map}["${key}"]`);
  return typeof value === 'string' ? value : '';
}

function quantity(value: unknown): number {
  const parsed = parseQuantity(typeof value === 'number' ? String(value) : asText(value));
  if (parsed === undefined) throw new Error(`not a quantity: ${asText(value)}`);
  // In two steps: billionths of bytes do not fit into a double.
  return Number(parsed.nanos / NANOS_PER_UNIT) + Number(parsed.nanos % NANOS_PER_UNIT) / Number(NANOS_PER_UNIT);
}

const NANOS_PER_UNIT = 1_000_000_000n;

function seconds(value: unknown): number {
  const parsed = parseGoDuration(asText(value));
  if (parsed === undefined) throw new Error(`not a duration: ${asText(value)}`);
  return parsed;
}

function epoch(value: unknown): number {
  const parsed = parseTime(asText(value));
  if (parsed === undefined) throw new Error(`not a time: ${asText(value)}`);
  return parsed;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : `a ${typeof value}`;
}

const patterns = new Map<string, RE2JS>();

/** RE2 patterns run in linear time, so text from a cluster cannot make one hang. Throws on a pattern that is none. */
export function compile(pattern: string): RE2JS {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  const compiled = RE2JS.compile(pattern, RE2JS.DOTALL);
  patterns.set(pattern, compiled);
  return compiled;
}

import { Environment, Optional, type ParseResult } from '@marcbachmann/cel-js';
import { registerFunctions } from './functions.ts';
import { infer } from './infer.ts';
import type { NameTypes, TypeProblem } from './inference.ts';
import { namesOf, type Names } from './names.ts';
import { signaturesOf, type Signature } from './signatures.ts';
import type { StaticType } from './static-type.ts';

/** What came of evaluating an expression: a value, or the reason why there is none (a value not known, a missing field). */
export type Evaluated =
  { readonly known: true; readonly value: unknown } | { readonly known: false; readonly why: string };

/** A parsed expression. */
export interface Compiled {
  readonly names: Names;
  /**
   * Evaluates over the values that are known. A name that is left out is unknown: the result is unknown too, unless
   * `&&`, `||` or `?:` settle it without (CEL specification, logical operators absorb errors).
   */
  evaluate(values: Readonly<Record<string, unknown>>): Evaluated;
}

/** A complaint about an expression: where in its text, what, and what it is about. */
export interface ExpressionProblem extends Omit<TypeProblem, 'about'> {
  readonly about: TypeProblem['about'] | 'syntax';
}

/** What is known of an expression without evaluating it. */
export interface TypedExpression {
  readonly type: StaticType;
  readonly problems: readonly TypeProblem[];
}

/** Parses and evaluates the expressions of a run; each text is parsed once in a process. */
export interface Expressions {
  /** Throws on text that is no expression; a checked runbook holds none. */
  compile(text: string): Compiled;
}

/** Functions of CEL that are refused: `matches` is JavaScript's RegExp here, which hostile text can make hang. */
const FORBIDDEN = new Map([['matches', 'use .re2(pattern), which runs in linear time']]);

/** `now` gives the API server's time (RFC 3339) and throws while it is not known. */
export function createExpressions(now: () => string): Expressions {
  const compiled = new Map<string, Compiled>();
  return {
    compile(text) {
      const known = compiled.get(text);
      if (known !== undefined) return known;
      const fresh = compiledFor(text, now);
      compiled.set(text, fresh);
      return fresh;
    },
  };
}

/**
 * Checks a text without evaluating it: its syntax, its functions, forbidden calls, and whatever is wrong with it
 * whatever its names stand for. Names are the caller's to check.
 */
export function checkExpression(text: string): { readonly problem: ExpressionProblem } | { readonly names: Names } {
  const parsed = parse(text);
  if ('problem' in parsed) return parsed;
  const names = namesOf(parsed.ast);
  const forbidden = names.calls.find((call) => FORBIDDEN.has(call.name));
  if (forbidden !== undefined) {
    const { start, end, name } = forbidden;
    return { problem: { start, end, message: refusal(name), about: 'function' } };
  }
  const [first] = typeExpression(text, () => undefined).problems;
  if (first !== undefined) return { problem: first };
  // The engine refuses a little more, such as branches of ?: that are written out and differ.
  const result = parsed.check();
  return result.valid ? { names } : { problem: problemOf(result.error, text, 'type') };
}

/** What an expression gives when its names stand for values of these types; nothing is known of a text that is none. */
export function typeExpression(text: string, names: NameTypes): TypedExpression {
  const parsed = parse(text);
  if ('problem' in parsed) return { type: {}, problems: [] };
  const problems: TypeProblem[] = [];
  const type = infer(parsed.ast, { names, signatures: checking().signatures, problems, infer });
  return { type, problems };
}

function parse(text: string): ParseResult | { readonly problem: ExpressionProblem } {
  try {
    return checking().environment.parse(text);
  } catch (error) {
    return { problem: problemOf(error, text, 'syntax') };
  }
}

function refusal(name: string): string {
  return `${name}() is not allowed here: ${FORBIDDEN.get(name) ?? ''}`;
}

interface Checking {
  readonly environment: Environment;
  readonly signatures: ReadonlyMap<string, readonly Signature[]>;
}

/** Setting up an environment costs a millisecond, and a catalogue has a thousand expressions. */
let prepared: Checking | undefined;

function checking(): Checking {
  if (prepared !== undefined) return prepared;
  const environment = createEnvironment(() => '1970-01-01T00:00:00Z');
  const { functions } = environment.getDefinitions();
  prepared = { environment, signatures: signaturesOf(functions.filter(({ name }) => !FORBIDDEN.has(name))) };
  return prepared;
}

function createEnvironment(now: () => string): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: true,
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
  });
  registerFunctions(environment, now);
  return environment;
}

/** An expression with all that does not depend on who asks. */
interface Shared {
  readonly parsed: ParseResult;
  readonly names: Names;
}

/** Expressions are constants of the runbooks: whoever walks again, as `--verify` does, parses none of them again. */
const SHARED = new Map<string, Shared>();

/** The clock of whoever evaluates; evaluating never waits, so that it is one at a time. */
let clock: () => string = () => '';
let evaluating: Environment | undefined;

function sharedOf(text: string): Shared {
  const before = SHARED.get(text);
  if (before !== undefined) return before;
  evaluating ??= createEnvironment(() => clock());
  const parsed = evaluating.parse(text);
  const names = namesOf(parsed.ast);
  const refused = names.calls.find((call) => FORBIDDEN.has(call.name));
  if (refused !== undefined) throw new Error(refusal(refused.name));
  const fresh = { parsed, names };
  SHARED.set(text, fresh);
  return fresh;
}

function compiledFor(text: string, now: () => string): Compiled {
  const { parsed, names } = sharedOf(text);
  return {
    names,
    evaluate(values) {
      clock = now;
      try {
        const value: unknown = parsed({ ...values });
        return { known: true, value: isGiven(value, values) ? value : plain(value, names.builds) };
      } catch (error) {
        return { known: false, why: summaryOf(error) };
      }
    },
  };
}

/** What was given was plain data before: a list of thousands of pods need not be gone through because a name stands for it. */
function isGiven(value: unknown, values: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(value) && Object.values(values).includes(value);
}

/**
 * CEL's ints are bigint, its timestamps Date; outside expressions everything is JSON, and what is none (a duration, a
 * type) is no value. Objects from outside are JSON already and large: only what the expression builds is looked into.
 */
function plain(value: unknown, builds: boolean): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Optional) return value.hasValue() ? plain(value.value(), builds) : null;
  if (Array.isArray(value)) return value.map((item) => plain(item, builds));
  if (!isData(value)) throw new Error('it gives no plain data');
  if (!builds) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field, builds)]));
}

function isData(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function problemOf(error: unknown, text: string, about: ExpressionProblem['about']): ExpressionProblem {
  const range = hasRange(error) ? error.range : { start: 0, end: text.length };
  return { start: range.start, end: range.end, message: summaryOf(error), about };
}

function hasRange(error: unknown): error is { range: { start: number; end: number } } {
  return error !== null && typeof error === 'object' && 'range' in error && error.range !== undefined;
}

function summaryOf(error: unknown): string {
  if (error !== null && typeof error === 'object' && 'summary' in error && typeof error.summary === 'string')
    return error.summary;
  return error instanceof Error ? error.message : String(error);
}

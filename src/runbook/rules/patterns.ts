import { createExpressions } from '../../expression/expressions.ts';
import { compile } from '../../expression/functions.ts';
import type { Mentions } from '../mentions.ts';
import type { Flaw, Rule } from './rule.ts';

/** Patterns are RE2. */
export const patterns: Rule = {
  name: 'pattern',
  says: 'A pattern is RE2: no look-around and no back-references, so that no text can make it hang.',
  check({ runbook, mentions }) {
    const inSteps = runbook.steps.flatMap((step, index) =>
      'match' in step
        ? step.patterns.flatMap(({ is }, at) =>
            flawOf(is, { path: ['steps', index, 'patterns', at, 'is'], on: 'value' }),
          )
        : [],
    );
    return [...inSteps, ...mentions.flatMap(inExpression)];
  },
};

/** What is wrong with an RE2 pattern that stands at a place; nothing where it is one. */
export function flawOf(pattern: string, place: Omit<Flaw, 'message'>): readonly Flaw[] {
  const fault = faultOf(pattern);
  if (fault === undefined) return [];
  const { start, part, why } = fault;
  const range = place.range === undefined ? { start, end: start + Math.max(1, part.length) } : place.range;
  return [{ ...place, range, message: `not an RE2 pattern: ${why}` }];
}

interface PatternFault {
  /** The part of the pattern that is not understood, and its offset. */
  readonly part: string;
  readonly start: number;
  readonly why: string;
}

/** The compiler names the part that it does not understand, not where that stands: the first such part is it. */
function faultOf(pattern: string): PatternFault | undefined {
  try {
    compile(pattern);
    return undefined;
  } catch (error) {
    const why = plain(error instanceof Error ? error.message : String(error), pattern);
    const part = /`([^]*)`$/.exec(why)?.[1] ?? '';
    return { part, start: Math.max(0, pattern.indexOf(part)), why };
  }
}

/** The message without its head and without the flag that `compile` puts before every pattern. */
function plain(message: string, pattern: string): string {
  const why = message.replace(/^error parsing regexp: /, '');
  return pattern.startsWith('(?s)') ? why : why.replace('`(?s)', '`');
}

const RE2_CALL = /\.re2\(\s*([rR]?"(?:[^"\\]|\\.)*"|[rR]?'(?:[^'\\]|\\.)*')\s*\)/g;

/** Patterns that expressions write out; one that is computed is held against the grammar when it is used. */
function inExpression({ text, problem }: Mentions): readonly Flaw[] {
  if (text.is !== 'expression' || problem !== undefined) return [];
  return [...text.text.matchAll(RE2_CALL)].flatMap((call) => {
    const literal = call[1] ?? '';
    const start = call.index + call[0].indexOf(literal);
    const value = createExpressions(() => '')
      .compile(literal)
      .evaluate({});
    const pattern = value.known && typeof value.value === 'string' ? value.value : '';
    const range = { start, end: start + literal.length };
    return flawOf(pattern, { path: text.path, on: 'value', range: partOf(literal, pattern, range) });
  });
}

/** The part of a literal that is not understood; the whole literal where escapes move its characters about. */
function partOf(literal: string, pattern: string, whole: { readonly start: number; readonly end: number }) {
  const fault = faultOf(pattern);
  const at = fault === undefined || fault.part === '' ? -1 : literal.indexOf(fault.part);
  return fault === undefined || at < 0 || literal.includes('\\')
    ? whole
    : { start: whole.start + at, end: whole.start + at + fault.part.length };
}

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

function flawOf(pattern: string, place: Omit<Flaw, 'message'>): readonly Flaw[] {
  try {
    compile(pattern);
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [{ ...place, message: `not an RE2 pattern: ${why}` }];
  }
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
    const place = { path: text.path, on: 'value', range: { start, end: start + literal.length } } as const;
    return value.known && typeof value.value === 'string' ? flawOf(value.value, place) : [];
  });
}

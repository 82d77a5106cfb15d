import type { AdviceSpec } from '../../model/runbook.ts';
import type { Flaw, Rule } from './rule.ts';

/** What only a person can know is asked for, and nothing is asked for in vain. */
export const blanks: Rule = {
  name: 'blank',
  says: 'A blank such as <address> in a patch or a command has its question under blanks, and each question its blank.',
  check({ runbook }) {
    return Object.entries(runbook.advice).flatMap(([id, spec]) => [...withoutQuestion(id, spec), ...unused(id, spec)]);
  },
};

/** A word in angle brackets; what starts a comparison or a tag of YAML has no such closing bracket behind it. */
const BLANK = /<([a-z][a-z0-9]*(?:-[a-z0-9]+)*)>/g;

function withoutQuestion(id: string, spec: AdviceSpec): readonly Flaw[] {
  return printed(id, spec).flatMap(({ text, path }) =>
    [...text.matchAll(BLANK)]
      .filter(([, name = '']) => !Object.hasOwn(spec.blanks ?? {}, name))
      .map(([blank]) => ({ path, on: 'value' as const, message: `nothing under blanks says what ${blank} is` })),
  );
}

function unused(id: string, spec: AdviceSpec): readonly Flaw[] {
  const names = new Set(printed(id, spec).flatMap(({ text }) => [...text.matchAll(BLANK)].map(([, name]) => name)));
  return Object.keys(spec.blanks ?? {})
    .filter((name) => !names.has(name))
    .map((name) => ({
      path: ['advice', id, 'blanks', name],
      on: 'key' as const,
      message: `neither the patch nor a command has <${name}>`,
    }));
}

function printed(id: string, { change, commands = [], verify = [] }: AdviceSpec): readonly Printed[] {
  const at = (...path: readonly (string | number)[]): readonly (string | number)[] => ['advice', id, ...path];
  return [
    ...(change === undefined ? [] : [{ text: change.patch, path: at('change', 'patch') }]),
    ...commands.map((text, index) => ({ text, path: at('commands', index) })),
    ...verify.map((text, index) => ({ text, path: at('verify', index) })),
  ];
}

interface Printed {
  readonly text: string;
  readonly path: readonly (string | number)[];
}

import { validRange } from 'semver';
import { compile } from '../../expression/functions.ts';
import type { Equivalent, ProgramSpec } from '../../model/program.ts';
import { writtenWords } from '../command-words.ts';
import type { Path } from '../source.ts';
import type { Flaw, Rule, Subject } from './rule.ts';

/** Programs are declared once, and what stands in their place does the same with the same names. */
export const programs: Rule = {
  name: 'program',
  says:
    'A program is declared by one runbook, its pattern has the group version, a command in its place names nothing that the ' +
    'command does not, and in-cluster stands with a program that can be told which cluster.',
  check(subject) {
    return [
      ...Object.entries(subject.runbook.programs).flatMap(([name, spec]) => programFlaws(name, spec, subject)),
      ...Object.entries(subject.runbook.lookups).flatMap(([name, { run: [program = ''] = [], ...spec }]) =>
        spec['in-cluster'] === true && !hasFlags(program, subject)
          ? [flaw(['lookups', name, 'in-cluster'], `nothing says how ${program} is told which cluster to ask`)]
          : [],
      ),
    ];
  },
};

function hasFlags(name: string, { runbooks, unreadable }: Subject): boolean {
  return unreadable.size > 0 || [...runbooks.values()].some(({ programs: all }) => all[name]?.cluster !== undefined);
}

function programFlaws(name: string, spec: ProgramSpec, { runbook, runbooks }: Subject): readonly Flaw[] {
  const at = ['programs', name];
  const other = [...runbooks.values()].find((each) => each.name !== runbook.name && each.programs[name] !== undefined);
  return [
    ...(other === undefined ? [] : [flaw(at, `${name} is declared by ${other.name} already`)]),
    ...(spec.version[0] === name ? [] : [flaw([...at, 'version'], `it begins with ${name}`)]),
    ...(hasVersion(spec.reads) ? [] : [flaw([...at, 'reads'], 'it is RE2 with the group version: (?P<version>…)')]),
    ...(spec.instead ?? []).flatMap((each, index) => equivalentFlaws(name, each, [...at, 'instead', index])),
  ];
}

function hasVersion(pattern: string): boolean {
  try {
    return Object.hasOwn(compile(pattern).namedGroups(), 'version');
  } catch {
    return false;
  }
}

function equivalentFlaws(name: string, { of, use, since }: Equivalent, at: Path): readonly Flaw[] {
  const known = namesIn(of);
  const unknown = namesIn(use).find((each) => !known.includes(each));
  const [program] = writtenWords(of);
  return [
    ...(program?.text === name ? [] : [flaw([...at, 'of'], `it begins with ${name}`)]),
    ...(use.startsWith(`${name} `) ? [flaw([...at, 'use'], `it does without ${name}`)] : []),
    ...(unknown === undefined ? [] : [flaw([...at, 'use'], `${unknown} does not stand in the command`)]),
    ...(since === undefined || validRange(since) !== null ? [] : [flaw([...at, 'since'], 'it is a range of versions')]),
  ];
}

function namesIn(command: string): readonly string[] {
  return command.match(/<[a-z]+>/g) ?? [];
}

function flaw(path: Path, message: string): Flaw {
  return { path, on: path.at(-1) === 'in-cluster' || path.length === 2 ? 'key' : 'value', message };
}

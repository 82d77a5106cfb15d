import type { Outcome } from '../support/run-command.ts';
import type { DrivenCommand } from './commands.ts';
import type { Ending, Fault } from './fault.ts';

/** What a command does when nothing goes wrong, and the kind that it asks for first. */
export interface Usual {
  readonly exit: number;
  readonly kind: string;
  readonly api: string;
}

/**
 * Commands that do not hang on one kind: what one would have told, others may tell as well. Then the trouble is found all
 * the same, and the report names what went unseen.
 */
const LOOKS_AT_MANY = /^(?:diagnose|workshop preflight)\b/;

/** The exit code that a fault has to end in. */
export function exitOf(ends: Ending, usual: Usual): number {
  if (ends === 'as-usual') return usual.exit;
  return ends === 'incomplete' ? 3 : ends;
}

/** What is wrong with how a command ended; nothing where it ended as it has to. */
export function flawsOf(outcome: Outcome, fault: Fault, usual: Usual, command: DrivenCommand): readonly string[] {
  const { exit } = outcome;
  const wanted = exitOf(fault.ends, usual);
  if (fault.ends === 'incomplete' && exit === usual.exit && LOOKS_AT_MANY.test(command.name))
    return [...soberness(outcome), ...reportFlaws(outcome, { ...fault, says: /./ }, usual, command)];
  return [
    ...(exit === -1 ? ['it hangs'] : []),
    ...(exit === wanted ? [] : [`exit code ${String(exit)} instead of ${String(wanted)}`]),
    ...soberness(outcome),
    ...(typeof fault.ends === 'number' ? lineFlaws(outcome, fault) : reportFlaws(outcome, fault, usual, command)),
  ];
}

/** Neither a stack nor a bug, and never that all is well: the cluster has a release in trouble. */
export function soberness({ stdout, stderr }: Outcome): readonly string[] {
  const all = `${stdout}\n${stderr}`;
  return [
    ...(/^\s+at .*:\d+:\d+/m.test(all) ? ['a stack trace'] : []),
    ...(/bug in kubedoc|\bundefined\b|\[object /.test(all) ? ['a bug shows'] : []),
    ...(/✔ healthy|"verdict": "healthy"|\*\*healthy\*\*/.test(all) ? ['it says healthy'] : []),
  ];
}

/** One line that a person can act on, and nothing on stdout. */
function lineFlaws({ stdout, stderr }: Outcome, { says = /./ }: Fault): readonly string[] {
  const line = lineOf(stderr);
  // -v tells besides where it looks and what it has answered.
  const others = stderr.trimEnd().split('\n').slice(0, -1);
  const strange = others.filter((one) => !/^ *([✔✖?·→] |context )/.test(one));
  return [
    ...(stdout === '' ? [] : ['something on stdout']),
    ...(/^kubedoc: \S/.test(line) && says.test(line) ? [] : [`the line does not say it: ${line}`]),
    ...(strange.length === 0 ? [] : [`more than one line: ${strange.join(' | ')}`]),
  ];
}

function reportFlaws(
  { stdout }: Outcome,
  { ends, says = /./ }: Fault,
  { kind }: Usual,
  { args }: DrivenCommand,
): readonly string[] {
  return [
    ...(ends === 'incomplete' && !stdout.includes(kind) ? [`the report does not name ${kind}`] : []),
    ...(says.test(stdout.replace(/\s+/g, ' ')) ? [] : ['the report does not say it']),
    ...(args.includes('json') && !isJson(stdout) ? ['no JSON'] : []),
  ];
}

/** The last line on stderr: the one that says why. */
export function lineOf(stderr: string): string {
  return stderr.trimEnd().split('\n').at(-1) ?? '';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

import { satisfies, valid } from 'semver';
import type { Equivalent } from '../model/program.ts';
import type { KnownProgram, ProgramState } from './programs.ts';
import { holds, type Extra, type Reader } from './reader.ts';

/** A command as it is printed, still with its placeholders. */
export interface CommandForm {
  readonly template: string;
  /** It takes the place of a command whose program cannot be used here. */
  readonly instead: boolean;
}

/**
 * The form in which a command is of use on this machine: as it stands, where its program can be used or nothing is known of
 * it; else the command that does the same without that program, where there is one. What keeps the program from being used
 * is said once, in the report's notes.
 */
export async function commandForm(template: string, reader: Reader): Promise<CommandForm> {
  const asItStands = { template, instead: false };
  const program = reader.programs.of(template);
  if (program === undefined) return asItStands;
  const state = await reader.programs.state(program);
  const trouble = await troubleOf(program, state, reader);
  if (trouble !== undefined) reader.programs.say(trouble.words);
  const equivalents = program.spec.instead ?? [];
  if (trouble?.unusable === true) return equivalentOf(template, equivalents) ?? asItStands;
  return (
    equivalentOf(
      template,
      equivalents.filter((each) => isTooNew(each, state)),
    ) ?? asItStands
  );
}

interface Trouble {
  readonly words: string;
  /** Whether it keeps the program from being used; one that says no version may work all the same. */
  readonly unusable: boolean;
}

async function troubleOf(program: KnownProgram, state: ProgramState, reader: Reader): Promise<Trouble | undefined> {
  const { name, spec } = program;
  const item = { name, version: '', why: '' };
  if (state.is === 'unasked') return undefined;
  if (state.is === 'absent') return { words: await reader.fill(spec.absent, { item }), unusable: true };
  if (state.is === 'known') return unfit(program, { item: { ...item, version: state.version } }, reader);
  return { words: await reader.fill(spec.silent, { item: { ...item, why: state.why } }), unusable: false };
}

/** The rules name values of the runbook that declares the program, so they are asked where that one was walked. */
async function unfit({ spec, runbook }: KnownProgram, extra: Extra, reader: Reader): Promise<Trouble | undefined> {
  const declaring = reader.line.findLast(({ name }) => name === runbook);
  if (declaring === undefined) return undefined;
  for (const { when, words } of spec.unfit ?? []) {
    if (await holds(declaring, when, extra)) return { words: await declaring.fill(words, extra), unusable: true };
  }
  return undefined;
}

function isTooNew({ since }: Equivalent, state: ProgramState): boolean {
  if (since === undefined || state.is !== 'known' || valid(state.version) === null) return false;
  return !satisfies(state.version, since, { includePrerelease: true });
}

/** The first command that does the same, with the words of this one in the places of its names. */
function equivalentOf(template: string, equivalents: readonly Equivalent[]): CommandForm | undefined {
  const words = template.split(' ');
  for (const { of, use } of equivalents) {
    const names = namesIn(of.split(' '), words);
    if (names !== undefined) return { template: withNames(use, names), instead: true };
  }
  return undefined;
}

/** What the `<name>`s of a pattern stand for in a command; undefined where it is another command. */
function namesIn(pattern: readonly string[], words: readonly string[]): ReadonlyMap<string, string> | undefined {
  if (pattern.length !== words.length) return undefined;
  const found = pattern.map((part, index) => namesInWord(part, words[index] ?? ''));
  return found.includes(undefined) ? undefined : new Map(found.flatMap((names) => names ?? []));
}

/** The names of one word of a pattern, which is literal but for them. */
function namesInWord(pattern: string, word: string): readonly (readonly [string, string])[] | undefined {
  const [first = '', ...rest] = pattern.split('<');
  let left = word;
  const names: (readonly [string, string])[] = [];
  if (!left.startsWith(first) || (rest.length === 0 && left !== first)) return undefined;
  left = left.slice(first.length);
  for (const piece of rest) {
    const [name = '', after = ''] = piece.split('>');
    const end = after === '' ? left.length : left.indexOf(after);
    if (end < 1) return undefined;
    names.push([name, left.slice(0, end)]);
    left = left.slice(end + after.length);
  }
  return left === '' ? names : undefined;
}

function withNames(use: string, names: ReadonlyMap<string, string>): string {
  return use.replace(/<([a-z]+)>/g, (blank, name: string) => names.get(name) ?? blank);
}

import { buildCommand, type CommandWord } from '../text/command-line.ts';
import { parseWords } from '../text/words.ts';
import { profileOf } from './aws-query.ts';
import type { Extra, Reader } from './reader.ts';

/**
 * Makes a command from a runbook's template: split at spaces first (quotes keep words together), placeholders filled
 * after, so a value can never become two words. Null when a value does not fit into a command.
 */
export async function fillCommand(template: string, reader: Reader, extra: Extra = {}): Promise<string | null> {
  // A command that does not name its context would run against whichever the person's kubeconfig names at that moment.
  if (reader.context === null) return null;
  const words = await Promise.all(splitWords(template).map((word) => fillWord(word, reader, extra)));
  if (!words.every((word) => word !== null)) return null;
  const built = buildCommand([...words, ...(await profileWords(words, reader))], reader.context);
  return built.ok ? built.text : null;
}

/** What AWS is asked by hand is asked as kubedoc asks it. */
async function profileWords(words: readonly CommandWord[], reader: Reader): Promise<readonly CommandWord[]> {
  const [program] = words;
  if (program === undefined || !('literal' in program) || program.literal !== 'aws') return [];
  const { profile } = await profileOf(reader);
  return profile === undefined ? [] : [{ literal: '--profile' }, { value: profile, grammar: 'quoted' }];
}

/** Splits at spaces; single quotes keep a word together and are dropped. */
function splitWords(template: string): readonly string[] {
  return [...template.matchAll(/(?:[^\s']|'[^']*')+/g)].map(([word]) => word.replaceAll("'", ''));
}

/** How an author writes an option whose value comes from outside, in one word. */
const OPTION = /^--?[a-z][a-z-]*=$/;

async function fillWord(word: string, reader: Reader, extra: Extra): Promise<CommandWord | null> {
  const parts = parseWords(word);
  if (parts.every((part) => typeof part === 'string')) return { literal: word };
  const [first] = parts;
  const option = typeof first === 'string' && OPTION.test(first) ? first : undefined;
  const texts: string[] = [];
  for (const part of option === undefined ? parts : parts.slice(1)) {
    const text = typeof part === 'string' ? part : await valueFor(part.path, reader, extra);
    if (text === null) return null;
    texts.push(text);
  }
  return { value: texts.join(''), grammar: 'quoted', ...(option === undefined ? {} : { option }) };
}

/** A value that may stand in a command: a name, a path or a number, nothing else. */
async function valueFor(path: string, reader: Reader, extra: Extra): Promise<string | null> {
  const settled = await reader.valueAt(path, extra);
  const value = settled.known ? settled.value : null;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text === '') return null;
  return buildCommand([{ literal: 'check' }, { value: text, grammar: 'path' }], null).ok ? text : null;
}

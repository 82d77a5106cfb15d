/** One command of a script: its words, without quotes, the program first. */
export type Command = readonly string[];

/** Stands in a word for what nobody but the shell knows, so that the word is no host and no name. */
export const UNKNOWN = '\u0000';

/** How the shell of a pod asks for its own namespace (Kubernetes documentation, "Accessing the Kubernetes API from a Pod"). */
const OWN_NAMESPACE = /[$][(]\s*cat\s+\/(?:var\/)?run\/secrets\/kubernetes\.io\/serviceaccount\/namespace\s*[)]/g;

/**
 * The commands that a container runs, as far as its own words tell: what it is called with, and what stands in a script
 * that it hands to a shell. Variables are filled in from those that are known; the kubelet's `$(NAME)` as well.
 */
export function commandsOf(words: readonly string[], namespace: string, variables: Variables): readonly Command[] {
  const filled = words.map((word) => word.replace(OWN_NAMESPACE, namespace));
  const scripts = filled.filter((word) => SCRIPT.test(word));
  const known = new Map(variables);
  return [
    filled.filter((word) => !SCRIPT.test(word)).map((word) => fillIn(word, known)),
    ...scripts.flatMap((script) => inScript(script, known, DEEPEST)),
  ]
    .map(bare)
    .filter((command) => command.length > 0);
}

/** The variables of a container that are known, by name. */
export type Variables = ReadonlyMap<string, string>;

/** More than one word, or something that only a shell understands. */
const SCRIPT = /[\s;|&<]/;

/** Scripts stand in the words of scripts (`timeout 60 sh -c '…'`), and not without end. */
const DEEPEST = 3;

/** What takes a script as one of its words. */
const SHELL = /^(?:\S*\/)?(?:(?:ba|da|a|k|z)?sh|su)$/;

function inScript(script: string, known: Map<string, string>, depth: number): readonly Command[] {
  const commands: Command[] = [];
  for (const words of splitCommands(script)) {
    const filled = words.map((word) => (word.isLiteral ? word.text : fillIn(word.text, known)));
    const rest = filled.slice(assign(filled, known));
    const nested = depth > 0 && rest.some((word) => SHELL.test(word)) ? rest.filter((word) => SCRIPT.test(word)) : [];
    commands.push(rest, ...nested.flatMap((word) => inScript(word, known, depth - 1)));
  }
  return commands;
}

/** Keeps what `NAME=value` sets at the head of a command; how many words that are. */
function assign(words: readonly string[], known: Map<string, string>): number {
  let at = 0;
  for (; at < words.length; at += 1) {
    const [, name = '', value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(words[at] ?? '') ?? [];
    if (name === '') break;
    known.set(name, value);
  }
  return at;
}

/** `$NAME`, `${NAME}`, `${NAME:-else}` and the kubelet's `$(NAME)`. */
const REFERENCE = /[$](?:[(]?([A-Za-z_]\w*)[)]?|[{]([A-Za-z_]\w*)(?::?-([^{}]*))?[}])/g;

function fillIn(word: string, known: Variables): string {
  return word
    .replace(REFERENCE, (_whole, plain?: string, braced?: string, otherwise?: string) => {
      const value = known.get(plain ?? braced ?? '') ?? '';
      return value === '' ? (otherwise ?? UNKNOWN) : value;
    })
    .replace(/[$][{(]/g, UNKNOWN);
}

/** Words of a shell and of tools that only start another command. */
const STARTERS = new Set([
  'until',
  'while',
  'if',
  'elif',
  'then',
  'do',
  'else',
  '!',
  'exec',
  'time',
  'nohup',
  'command',
  '[',
  '[[',
  'env',
]);

/** The command without what starts it: `until ! timeout -s KILL 5 nc …` is `nc …`. */
function bare(command: Command): Command {
  const from = command.findIndex((word) => !STARTERS.has(word));
  const words = from < 0 ? [] : command.slice(from);
  if (words[0] !== 'timeout') return words;
  const own = words.findIndex((word, at) => at > 0 && !/^(?:-.*|[0-9.]+[smhd]?|[A-Z]+)$/.test(word));
  return own < 0 ? [] : bare(words.slice(own));
}

interface Word {
  readonly text: string;
  /** Whether it stood in single quotes, where a shell fills in nothing. */
  readonly isLiteral: boolean;
}

/** Splits a script where a shell ends a command, and commands into words. Not all of a shell: what it does not know it splits at. */
function splitCommands(script: string): readonly (readonly Word[])[] {
  const commands: Word[][] = [[]];
  for (const [, comment, single, double, plain, end] of script.matchAll(TOKEN)) {
    if (comment !== undefined) continue;
    if (end !== undefined) commands.push([]);
    else commands.at(-1)?.push(wordOf(single, double, plain));
  }
  return commands.filter((words) => words.length > 0);
}

/** A comment, a text in single quotes that is a word by itself, one in double quotes, a plain word, the end of a command. */
const TOKEN =
  /(?<=^|\s)(#[^\n]*)|'([^']*)'(?=[\s;|&)]|$)|"((?:[^"\\]|\\.)*)"(?=[\s;|&)]|$)|((?:[$][{(][^{}()]*[})]|"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s;|&()"'\\])+)|([\n;|&()]+)/gs;

function wordOf(single: string | undefined, double: string | undefined, plain: string | undefined): Word {
  if (single !== undefined) return { text: single, isLiteral: true };
  const text = double ?? plain ?? '';
  return {
    text: text
      .replace(/\\\n/g, '')
      .replace(/\\(.)/g, '$1')
      .replace(/^["']|["']$|(?<=[=:@/])["']|["'](?=[:/@])/g, ''),
    isLiteral: false,
  };
}

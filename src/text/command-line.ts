import { quote } from 'shlex';
import { escapeLine, isPlainLine } from './escape.ts';

/**
 * One word of a command: text that the runbook's author wrote, or a value that came from outside. A text that is a header
 * with a variable of the shell in it (`Coder-Session-Token: $CODER_SESSION_TOKEN`) is printed so that the shell fills it in.
 */
export type CommandWord = { readonly literal: string } | ValueWord;

interface ValueWord {
  readonly value: string;
  readonly grammar: ValueGrammar;
  /** The author's beginning of the word, where the value is that of an option: `-chdir=`. */
  readonly option?: string;
}

/**
 * What a value must look like before it may stand in a command. `name`: an object's name (RFC 1123 subdomain).
 * `namespace`: an RFC 1123 label. `label-value`: a label's value. `path`: segments joined by `/`, such as a file or
 * `kind/name`. `quoted`: any text of one line without control or invisible characters.
 */
export type ValueGrammar = 'name' | 'namespace' | 'label-value' | 'path' | 'quoted';

/** A command ready to print (`text`, for a POSIX shell) and as the words that the shell makes of it, or why not. */
export type BuiltCommand =
  | { readonly ok: true; readonly text: string; readonly argv: readonly string[] }
  | { readonly ok: false; readonly refused: string };

const DNS_LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';

interface Grammar {
  readonly pattern: RegExp;
  readonly maxLength: number;
  readonly description: string;
}

/** Lengths and patterns are those of apimachinery's `util/validation`. */
const GRAMMARS: Readonly<Record<Exclude<ValueGrammar, 'quoted'>, Grammar>> = {
  name: {
    pattern: new RegExp(`^${DNS_LABEL}(?:\\.${DNS_LABEL})*$`),
    maxLength: 253,
    description: 'the name of a Kubernetes object',
  },
  namespace: { pattern: new RegExp(`^${DNS_LABEL}$`), maxLength: 63, description: 'the name of a namespace' },
  'label-value': {
    pattern: /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/,
    maxLength: 63,
    description: 'the value of a label',
  },
  path: {
    pattern: /^(?!-)(?!(?:.*\/)?\.\.(?:\/|$))[-A-Za-z0-9._+@:/]+$/,
    maxLength: 4096,
    description: 'a path',
  },
};

/** The option that names the context, per program that has one. */
const CONTEXT_OPTIONS: Readonly<Record<string, string>> = {
  kubectl: '--context',
  flux: '--context',
  helm: '--kube-context',
  kubedoc: '--context',
};

/**
 * The only way in which a value from outside gets into a suggested command. Every value is held against its grammar
 * and every word is quoted for a POSIX shell; one that does not fit refuses the whole command. kubectl, flux and helm
 * are told the context, before a `--`, unless the words already do so.
 */
export function buildCommand(words: readonly CommandWord[], context: string | null): BuiltCommand {
  const refused = refusal(words, context);
  if (refused !== undefined) return { ok: false, refused };
  const all = withContext(words, context);
  const argv = all.map((word) => ('literal' in word ? word.literal : whole(word)));
  return { ok: true, text: all.map(shellWord).join(' '), argv };
}

function whole({ option = '', value }: ValueWord): string {
  return `${option}${value}`;
}

/** The name of a header, and one variable that holds a token; nothing else of a shell is known here. */
const HEADER_OF_VARIABLE = /^[A-Za-z][A-Za-z0-9-]*: \$[A-Z][A-Z0-9_]*$/;

/** Double quotes let the shell put in the variable; what came from outside never stands in them. */
function shellWord(word: CommandWord): string {
  if ('value' in word) return quote(whole(word));
  return HEADER_OF_VARIABLE.test(word.literal) ? `"${word.literal}"` : quote(word.literal);
}

function refusal(words: readonly CommandWord[], context: string | null): string | undefined {
  const [program] = words;
  if (program === undefined || !('literal' in program) || !/^[\w./-]+$/.test(program.literal)) {
    return 'a command begins with the literal name of a program';
  }
  if (context !== null && !isPlainLine(context)) return `the context "${escapeLine(context)}" cannot be printed`;
  const separator = separatorIndex(words);
  return words.map((word, index) => wordRefusal(word, index < separator)).find((reason) => reason !== undefined);
}

function wordRefusal(word: CommandWord, couldBeOption: boolean): string | undefined {
  if ('literal' in word)
    return isPlainLine(word.literal) ? undefined : `"${escapeLine(word.literal)}" cannot be printed`;
  const shown = `"${escapeLine(word.value)}"`;
  if (couldBeOption && word.value.startsWith('-')) return `${shown} would be read as an option`;
  if (word.grammar === 'quoted') return isPlainLine(word.value) ? undefined : `${shown} cannot be printed`;
  const { pattern, maxLength, description } = GRAMMARS[word.grammar];
  const fits = word.value.length <= maxLength && pattern.test(word.value);
  return fits ? undefined : `${shown} is not ${description}`;
}

function withContext(words: readonly CommandWord[], context: string | null): readonly CommandWord[] {
  const [program] = words;
  const option = program !== undefined && 'literal' in program ? CONTEXT_OPTIONS[program.literal] : undefined;
  const separator = separatorIndex(words);
  if (option === undefined || context === null || namesContext(words.slice(0, separator), option)) return words;
  // Not the author's words: a context is quoted like any value.
  const added = [option, context].map((value) => ({ value, grammar: 'quoted' }) as const);
  return [...words.slice(0, separator), ...added, ...words.slice(separator)];
}

function namesContext(words: readonly CommandWord[], option: string): boolean {
  return words.some((word) => 'literal' in word && (word.literal === option || word.literal.startsWith(`${option}=`)));
}

/** Where the options end: the index of the author's `--`, or the number of words. */
function separatorIndex(words: readonly CommandWord[]): number {
  const index = words.findIndex((word) => 'literal' in word && word.literal === '--');
  return index === -1 ? words.length : index;
}

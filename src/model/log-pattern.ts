/** The number that every file of patterns opens with. Another number is refused. */
export const PATTERNS_FORMAT = 1;

/**
 * What a line of a log points to. The words are the vocabulary between the pattern files and the runbooks; what follows
 * from each is said by the runbooks.
 */
export const SUGGESTIONS = [
  // It cannot reach something.
  'name-not-found',
  'refused',
  'timeout',
  'unreachable',
  'tls',
  'authentication',
  // It was given the wrong things.
  'missing-env',
  'missing-file',
  'bad-config',
  'missing-module',
  'missing-command',
  'architecture',
  // Where it runs does not let it: its file system, or the API server that it asks.
  'permission',
  'forbidden',
  'port-in-use',
  'out-of-memory',
  'disk-full',
  // What it keeps does not fit.
  'schema',
  'corrupt-data',
  'left-behind',
  'version-mismatch',
  'limit-reached',
  // It gave up by itself.
  'panic',
  'exit',
  // It works.
  'connected',
  'serving',
] as const;
export type Suggestion = (typeof SUGGESTIONS)[number];

/** The named groups that a pattern may have; a runbook finds them under these names. */
export const PATTERN_GROUPS = ['host', 'port', 'name', 'user', 'file', 'detail'] as const;
export type PatternGroup = (typeof PATTERN_GROUPS)[number];

/**
 * An error is trouble of the program itself; a refusal is that it turned a client away, which is trouble of the client; after a
 * success the errors before it are over; noise looks like an error and is none.
 */
export const PATTERN_KINDS = ['error', 'refusal', 'success', 'noise'] as const;
export type PatternKind = (typeof PATTERN_KINDS)[number];

/** A checked file of patterns: what one runtime or program writes into its log. */
export interface PatternSet {
  readonly format: typeof PATTERNS_FORMAT;
  /** The name by which runbooks ask for it, which is that of its file. */
  readonly patterns: string;
  readonly title: string;
  readonly formats: readonly LineFormat[];
  readonly traces: readonly TraceSpec[];
  readonly lines: readonly LogPattern[];
}

/** How a line says when it was written and how bad it is. Exactly one of `json` and `line`. */
export interface LineFormat {
  readonly name: string;
  readonly json?: JsonFormat;
  /** RE2 with the group `message`, and `time` and `level` where there are any. */
  readonly line?: string;
  readonly example: string;
}

/** The fields of a JSON line, as dotted paths. */
export interface JsonFormat {
  readonly message: string;
  readonly time?: string;
  readonly level?: string;
  /** Fields whose text belongs to the message: an error, a stack trace. */
  readonly more?: readonly string[];
}

/** Lines that belong to one event: a stack trace counts once. */
export interface TraceSpec {
  readonly name: string;
  /** RE2 of its first line. */
  readonly starts: string;
  /** RE2 of the lines that go on. */
  readonly 'goes-on': string;
  /** The first line that does not go on is the last of the trace, and not the next event. */
  readonly closes?: boolean;
  /** RE2 of a line that, behind empty lines or not, hangs another trace on. */
  readonly chains?: string;
  readonly tells?: TraceTelling;
}

/** Which lines of a trace say what it was, and where in the program. */
export interface TraceTelling {
  /** RE2 of a line that names an error, with the group `error`; the last of a trace says what it was. */
  readonly error: string;
  /** RE2 of a frame, with the groups `file` and `line`. */
  readonly frame: string;
  /** RE2 of the frames of libraries and of the runtime itself. */
  readonly outside: string;
  /** Which frame is nearest to the error. */
  readonly innermost: 'first' | 'last';
}

/** One message that somebody knows. */
export interface LogPattern {
  readonly name: string;
  /** RE2 over a line's message. */
  readonly is: string;
  readonly kind: PatternKind;
  readonly suggests?: Suggestion;
  /** What it means, in words; `{host}` and other named groups are filled in. */
  readonly means: string;
  /** The program and the file or document that the message is from. */
  readonly source: string;
  /** Where its words were looked up: a file of a source, a document, a run of the program; `unverified` where nobody has. */
  readonly seen: string;
  /** The version that began to say so. */
  readonly since?: string;
  /** It tells that something went wrong and not what: anything else that was said explains more. */
  readonly generic?: boolean;
  /** Of a generic one: it tells that the program ended, and not why, so what else was said at that moment explains more. */
  readonly ending?: boolean;
  readonly examples: readonly PatternExample[];
  /** Lines that look like it and are something else. */
  readonly others: readonly string[];
}

/** A line as the program writes it, and what the named groups are in it. */
export interface PatternExample {
  readonly line: string;
  readonly gives?: { readonly [group in PatternGroup]?: string };
}

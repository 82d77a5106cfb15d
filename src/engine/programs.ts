import type { Fact } from '../model/fact.ts';
import type { ProgramFlags, RunQuery, RunResult } from '../model/query.ts';
import type { Note } from '../model/report.ts';
import type { ProgramSpec } from '../model/program.ts';
import type { AdviceSpec, Runbook } from '../model/runbook.ts';
import { compile } from '../expression/functions.ts';
import type { LookUp } from './memo.ts';

/** What came of asking a program of the machine for its version. */
export type ProgramState =
  | { readonly is: 'unasked' }
  | { readonly is: 'absent' }
  | { readonly is: 'silent'; readonly why: string }
  | { readonly is: 'known'; readonly version: string };

/** A program with the runbook that declares it. */
export interface KnownProgram {
  readonly name: string;
  readonly spec: ProgramSpec;
  readonly runbook: string;
}

/**
 * The programs that commands begin with, as some runbook of the catalogue declares them. Each is asked for its version once,
 * when a command that begins with it may be printed; nobody is asked for a program that no command needs.
 */
export class Programs {
  readonly #known: ReadonlyMap<string, KnownProgram>;
  readonly #lookUp: LookUp;
  readonly #states = new Map<string, Promise<ProgramState>>();
  readonly #said = new Set<string>();

  constructor(runbooks: Iterable<Runbook>, lookUp: LookUp) {
    this.#known = new Map([...runbooks].flatMap(declaredIn).map((each) => [each.name, each]));
    this.#lookUp = lookUp;
  }

  /** The program that a command begins with; undefined for one that no runbook declares. */
  of(command: string): KnownProgram | undefined {
    return this.#known.get(programOf(command));
  }

  /** How a program is told which cluster to ask; undefined where nothing says how. */
  flagsOf(name: string): ProgramFlags | undefined {
    return this.#known.get(name)?.spec.cluster;
  }

  /** Asks the programs of some advice for their versions, so that they answer while the walk goes on. */
  prepare(advice: readonly AdviceSpec[]): void {
    for (const program of new Set(advice.flatMap(commandsOf).map((command) => this.of(command)))) {
      if (program !== undefined) this.state(program).catch(() => undefined);
    }
  }

  /** What is known of a program. */
  state(program: KnownProgram): Promise<ProgramState> {
    const before = this.#states.get(program.name);
    if (before !== undefined) return before;
    const query: RunQuery = { from: 'run', argv: program.spec.version };
    const state = this.#lookUp(query).then((fact) => stateOf(program.spec, fact));
    this.#states.set(program.name, state);
    return state;
  }

  /**
   * Says something of a program, once; gives whether it is new. What says the same and more is `surer`, what says less
   * `doubtful`: of the two the surer one stays, whichever comes first.
   */
  say(
    words: string,
    { surer = '', doubtful = '' }: { readonly surer?: string; readonly doubtful?: string } = {},
  ): boolean {
    if (this.#said.has(words) || this.#said.has(surer)) return false;
    this.#said.add(words);
    return !this.#said.delete(doubtful);
  }

  /** All that was said, in an order that does not depend on who answered first. */
  get notes(): readonly Note[] {
    return [...this.#said].toSorted().map((text) => ({ kind: 'observation', object: null, text }));
  }
}

/** The commands of one piece of advice, those that verify included, as the runbook has them. */
export function commandsOf({ commands = [], verify = [] }: AdviceSpec): readonly string[] {
  return [...commands, ...verify];
}

/** The program that a command begins with. */
export function programOf(command: string): string {
  return /^\S*/.exec(command)?.[0] ?? '';
}

function declaredIn({ name: runbook, programs }: Runbook): readonly KnownProgram[] {
  return Object.entries(programs).map(([name, spec]) => ({ name, spec, runbook }));
}

function stateOf({ reads, version: [name = '', ...args] }: ProgramSpec, fact: Fact): ProgramState {
  if (fact.state === 'absent') return { is: 'absent' };
  if (fact.state === 'denied') return { is: 'silent', why: fact.need };
  if (fact.state === 'failed') return fact.unasked === true ? { is: 'unasked' } : { is: 'silent', why: fact.reason };
  const { exit, stdout } = fact.value as RunResult;
  const asked = [name, ...args].join(' ');
  const found = compile(reads).matcher(stdout);
  const version = found.find() ? found.group('version') : null;
  if (version !== null) return { is: 'known', version };
  return { is: 'silent', why: exit === 0 ? `${asked} prints no version` : `${asked} ended with ${exit}` };
}

import type { Probe } from '../model/probe.ts';
import type { ServerInfo, ServerQuery } from '../model/query.ts';
import type { Note, PathStep, Unanswered } from '../model/report.ts';
import type { Runbook } from '../model/runbook.ts';
import type { World } from '../model/world.ts';
import { createExpressions, type Expressions } from '../expression/expressions.ts';
import type { Draft } from './draft.ts';
import { gapOf } from './gap.ts';
import { Graph } from './graph.ts';
import { remember } from './memo.ts';
import type { Reader } from './reader.ts';
import { Programs } from './programs.ts';
import { known, unknown, type Gap, type Settled } from './settled.ts';
import type { Walked } from './walked.ts';

/** What a run knows before it starts. */
export interface RunInput {
  readonly runbooks: ReadonlyMap<string, Runbook>;
  readonly probes: ReadonlyMap<string, Probe>;
  readonly world: World;
}

const SERVER: ServerQuery = { from: 'server' };

/** All that a run has gathered; one per run, shared by every scope of it. */
export class Run {
  readonly runbooks: ReadonlyMap<string, Runbook>;
  readonly probes: ReadonlyMap<string, Probe>;
  readonly world: World;
  readonly expressions: Expressions;
  readonly programs: Programs;
  /** The values of inputs that hold for every runbook that marks them so. */
  readonly throughout: Readonly<Record<string, unknown>>;
  readonly graph = new Graph();
  readonly drafts: Draft[] = [];
  /** The walks that have ended, by their runbook and what it was about. */
  readonly walked = new Map<string, readonly Walked[]>();
  readonly notes: Note[] = [];
  readonly path: PathStep[] = [];
  /** Runbooks that were walked and always have something to tell. */
  readonly tellers = new Set<Reader>();
  readonly unanswered: Unanswered[] = [];
  /** Look-ups that were needed and gave no answer, with whether "healthy" was impossible without them. */
  readonly gaps = new Map<string, { readonly gap: Gap; readonly required: boolean }>();
  /** What the server said of itself, once it has. */
  server: ServerInfo | undefined;
  #asked: Promise<Settled> | undefined;
  #answers: Readonly<Record<string, string>> = {};
  #answersGiven = 0;

  constructor(input: RunInput, throughout: Readonly<Record<string, unknown>> = {}) {
    this.runbooks = input.runbooks;
    this.probes = input.probes;
    this.world = remember(input.world);
    this.throughout = throughout;
    this.expressions = createExpressions(() => this.#now());
    this.programs = new Programs(input.runbooks.values(), (query) => this.world.lookUp(query));
  }

  /** Asks the server, once, who and when it is; a run without an answer goes on without *now*. */
  serverInfo(): Promise<Settled> {
    this.#asked ??= this.#askServer();
    return this.#asked;
  }

  /** The API server's time, null while it is not known. */
  get now(): string | null {
    return this.server?.now ?? null;
  }

  /** What persons have answered so far, by question. A question that comes again may be answered differently. */
  get answers(): Readonly<Record<string, string>> {
    return this.#answers;
  }

  /** How many answers were given; whatever rests on answers is worked out anew when it grows. */
  get answersGiven(): number {
    return this.#answersGiven;
  }

  answer(question: string, answer: string): void {
    this.#answers = { ...this.#answers, [question]: answer };
    this.#answersGiven += 1;
  }

  /** Notes a runbook that is walked, if it has tables that are told whatever is found. */
  tell(reader: Reader): void {
    if (Object.values(reader.details.tables).some(({ always }) => always === true)) this.tellers.add(reader);
  }

  /** Notes a question that nobody answered; the same question may come up more than once. */
  leaveOpen(open: Unanswered): void {
    const again = this.unanswered.some(({ question, text }) => question === open.question && text === open.text);
    if (!again) this.unanswered.push(open);
  }

  /** Notes what could not be seen; required wins over not required. */
  miss(gaps: readonly Gap[], required: boolean): void {
    for (const gap of gaps) {
      const key = `${gap.lookup} ${gap.state}`;
      const before = this.gaps.get(key);
      this.gaps.set(key, { gap, required: required || before?.required === true });
    }
  }

  async #askServer(): Promise<Settled> {
    const fact = await this.world.lookUp(SERVER);
    const gap = gapOf(fact, SERVER);
    if (gap !== undefined) return unknown([gap]);
    if (fact.state === 'known') this.server = fact.value as ServerInfo;
    return known(this.server ?? null);
  }

  #now(): string {
    if (this.now === null) throw new Error('the API server did not tell its time');
    return this.now;
  }
}

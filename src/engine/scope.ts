import type { EnterStep, Runbook } from '../model/runbook.ts';
import type { World } from '../model/world.ts';
import { formatValue, UNKNOWN } from '../text/format-value.ts';
import { own } from '../text/own.ts';
import { namesInWords, parseWords, type WordsPart } from '../text/words.ts';
import { textsOfDetails } from './details.ts';
import type { LookedUp } from './looked-up.ts';
import type { Graph } from './graph.ts';
import { Names, type Inputs } from './names.ts';
import type { Extra, Reader } from './reader.ts';
import type { Programs } from './programs.ts';
import type { Run } from './run.ts';
import { gapsOf, known, type Settled } from './settled.ts';

/**
 * One entered runbook as a walk and its findings read it: what its names stand for, where what gave no answer gets its row
 * in the report.
 */
export class Scope implements Reader {
  readonly run: Run;
  readonly runbook: Runbook;
  readonly parent: Scope | undefined;
  readonly #inputs: Inputs;
  readonly #names: Names;
  readonly #ahead = new Map<EnterStep, Scope>();
  #prepared = false;

  constructor(run: Run, runbook: Runbook, inputs: Inputs, parent?: Scope) {
    this.run = run;
    this.runbook = runbook;
    this.parent = parent;
    this.#inputs = inputs;
    this.#names = new Names(run, runbook, inputs);
  }

  /** The first input, the object that this runbook is about. */
  async subject(): Promise<unknown> {
    const first = await Object.values(this.#inputs)[0];
    return first?.known === true ? first.value : undefined;
  }

  /** What it was entered with, in the order in which the runbook names its inputs. */
  settledInputs(): Promise<readonly Settled[]> {
    return Promise.all(Object.values(this.#inputs));
  }

  get line(): readonly Reader[] {
    return [...(this.parent?.line ?? []), this];
  }

  get details(): Runbook {
    return this.runbook;
  }

  get name(): string {
    return this.runbook.name;
  }

  get programs(): Programs {
    return this.run.programs;
  }

  get world(): World {
    return this.run.world;
  }

  get graph(): Graph {
    return this.run.graph;
  }

  get now(): string | null {
    return this.run.now;
  }

  get context(): string | null {
    return this.run.server?.context ?? null;
  }

  /**
   * Starts every look-up that is not marked late, and those of the steps that are marked ahead; each goes out as soon as
   * what it follows from is known.
   */
  prefetch(): void {
    for (const [name, lookup] of Object.entries(this.runbook.lookups)) {
      // Whoever needs the look-up hears of what goes wrong with it; until then nobody listens.
      if (lookup.late !== true) this.lookedUp(name).catch(() => undefined);
    }
    for (const step of this.runbook.steps) if ('enter' in step && step.ahead === true) this.child(step).prefetch();
  }

  /**
   * The runbook of a step as it is entered, for one item where it is entered for several. Its inputs are on their way: it
   * waits for those that it needs, when it needs them. What was started ahead is what is entered.
   */
  child(step: EnterStep, item?: unknown): Scope {
    const before = this.#ahead.get(step);
    if (before !== undefined) return before;
    const runbook = this.run.runbooks.get(step.enter);
    if (runbook === undefined) throw new Error(`there is no runbook ${step.enter}`);
    const child = new Scope(this.run, runbook, this.#inputsFor(step, runbook, item), this);
    if (step.ahead === true) this.#ahead.set(step, child);
    return child;
  }

  /** Starts what a finding will want besides, late look-ups included; done once there is trouble to be explained. */
  prepareDetails(): void {
    if (this.#prepared) return;
    this.#prepared = true;
    const { expressions, words } = textsOfDetails(this.runbook);
    const named = expressions.flatMap((text) => this.run.expressions.compile(text).names.free);
    for (const name of new Set([...named, ...words.flatMap(namesInWords)]))
      this.#names.settle(name).catch(() => undefined);
  }

  /** Takes the named groups of a match step. */
  match(groups: Readonly<Record<string, string>>): void {
    this.#names.match(groups);
  }

  /** Takes a person's answer. */
  answer(question: string, answer: string): void {
    this.#names.answer(question, answer);
  }

  /** The value of a look-up and its state, which is what `state.NAME` gives. */
  lookedUp(name: string): Promise<LookedUp> {
    return this.#names.lookedUp(name);
  }

  /** Evaluates one expression over whatever it names. */
  async evaluate(text: string, extra: Extra = {}): Promise<Settled> {
    return this.#noticed(await this.#names.evaluate(text, extra));
  }

  /** The value of an expression for a runbook that is entered, which may never ask for it; null where there is none. */
  handOn(text: string | undefined, extra: Extra): Promise<Settled> {
    if (text === undefined) return Promise.resolve(known(null));
    const settled = this.#names.evaluate(text, extra);
    settled.catch(() => undefined);
    return settled;
  }

  /** Settles all that an expression names, so that it can be evaluated for many items at once. */
  prepare(text: string): Promise<(extra: Extra) => Settled> {
    return this.#names.prepare(text);
  }

  /** Fills the placeholders of words; what is not known reads `unknown`. */
  async fill(words: string, extra: Extra = {}): Promise<string> {
    const parts = parseWords(words).map((part) => this.#fillOne(part, extra));
    return (await Promise.all(parts)).join('');
  }

  /** The value at a placeholder's path; null for a field that is missing. */
  async valueAt(path: string, extra: Extra = {}): Promise<Settled> {
    return this.#noticed(await this.#names.valueAt(path, extra));
  }

  #inputsFor(step: EnterStep, runbook: Runbook, item: unknown): Inputs {
    const extra = item === undefined ? {} : { item };
    const given = (name: string): Promise<Settled> =>
      own(step.with, name) === undefined && runbook.inputs[name]?.throughout === true
        ? Promise.resolve(known(own(this.run.throughout, name) ?? null))
        : this.handOn(own(step.with, name), extra);
    return Object.fromEntries(Object.keys(runbook.inputs).map((name) => [name, given(name)] as const));
  }

  #noticed(settled: Settled): Settled {
    this.run.miss(
      gapsOf([settled]).filter((gap) => gap.of === 'look-up'),
      false,
    );
    return settled;
  }

  async #fillOne(part: WordsPart, extra: Extra): Promise<string> {
    if (typeof part === 'string') return part;
    const settled = await this.valueAt(part.path, extra);
    if (!settled.known) return UNKNOWN;
    if (part.unit === 'age') await this.run.serverInfo();
    const unit = part.unit.includes('.') ? await this.valueAt(part.unit, extra) : known(part.unit);
    return formatValue(settled.value, unit.known && typeof unit.value === 'string' ? unit.value : '', this.run.now);
  }
}

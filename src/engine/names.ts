import type { GivenCall, Runbook } from '../model/runbook.ts';
import type { World } from '../model/world.ts';
import { readField } from '../text/field-path.ts';
import { own } from '../text/own.ts';
import { headOf } from '../text/words.ts';
import type { Compiled } from '../expression/expressions.ts';
import { changes } from './depends-on.ts';
import type { Graph } from './graph.ts';
import type { LookedUp } from './looked-up.ts';
import { resolveLookup } from './lookup.ts';
import { callProbe } from './probe-call.ts';
import type { Programs } from './programs.ts';
import type { Extra, Values } from './reader.ts';
import type { Run } from './run.ts';
import { gapsOf, known, misfit, unknown, type Gap, type Settled } from './settled.ts';

/** The values of a runbook's inputs, which may still be on their way. */
export type Inputs = Readonly<Record<string, Promise<Settled>>>;

/** Functions that read the server's clock, and so need it as much as an expression that names `server`. */
const CLOCK_FUNCTIONS = ['now', 'age'];

/**
 * What the names of one entered runbook stand for: its inputs, look-ups and derived values, each settled once, when first
 * needed. Nothing here throws for something that could not be looked at; it is *unknown*. What is read here leaves no row
 * in the report: not everything that is asked early turns out to be needed.
 */
export class Names implements Values {
  readonly #run: Run;
  readonly #runbook: Runbook;
  readonly #inputs: Inputs;
  readonly #lookups = new Map<string, Promise<LookedUp>>();
  readonly #derived = new Map<string, Promise<Settled>>();
  #matched: Readonly<Record<string, string>> = {};
  #answers: Readonly<Record<string, string>> = {};
  #matches = 0;

  constructor(run: Run, runbook: Runbook, inputs: Inputs) {
    this.#run = run;
    this.#runbook = runbook;
    this.#inputs = inputs;
  }

  get programs(): Programs {
    return this.#run.programs;
  }

  get world(): World {
    return this.#run.world;
  }

  get graph(): Graph {
    return this.#run.graph;
  }

  /** Takes the named groups of a match step. */
  match(groups: Readonly<Record<string, string>>): void {
    this.#matched = groups;
    this.#matches += 1;
  }

  /** Takes a person's answer. */
  answer(question: string, answer: string): void {
    this.#answers = { ...this.#answers, [question]: answer };
    this.#run.answer(question, answer);
  }

  /** The value of a look-up and its state, which is what `state.NAME` gives. */
  async lookedUp(name: string): Promise<LookedUp> {
    const spec = this.#runbook.lookups[name];
    if (spec === undefined) throw new Error(`runbook ${this.#runbook.name} has no look-up ${name}`);
    return once(this.#lookups, this.#keyOf(name), () => resolveLookup(this, spec));
  }

  /** Evaluates one expression over whatever it names. */
  async evaluate(text: string, extra: Extra = {}): Promise<Settled> {
    const prepared = await this.prepare(text);
    return prepared(extra);
  }

  /** Settles all that an expression names, so that it can be evaluated for many items at once. */
  async prepare(text: string): Promise<(extra: Extra) => Settled> {
    const compiled = this.#run.expressions.compile(text);
    const { values, settled } = await this.#valuesOf(compiled);
    const missing = gapsOf(settled.filter((value) => !value.known));
    const gaps = gapsOf(settled);
    const lacking = settled.some((value) => !value.known);
    return (extra) => {
      const result = compiled.evaluate({ ...values, ...extra });
      if (result.known) return known(result.value, gaps);
      if (lacking) return unknown(missing);
      // What gave no answer explains it better than what an expression makes of that.
      return unknown(gaps.length > 0 ? gaps : [this.#noValue(text, result.why)]);
    };
  }

  /** The value at a placeholder's path; null for a field that is missing. */
  async valueAt(path: string, extra: Extra = {}): Promise<Settled> {
    const head = headOf(path);
    const settled = Object.hasOwn(extra, head) ? known(extra[head]) : await this.settle(head);
    if (!settled.known || path === head) return settled;
    return known(readField(settled.value, path.slice(head.length).replace(/^\./, '')) ?? null, settled.without);
  }

  /** The value of a name. */
  async settle(name: string): Promise<Settled> {
    if (Object.hasOwn(this.#runbook.lookups, name)) return (await this.lookedUp(name)).settled;
    if (Object.hasOwn(this.#runbook.derive, name))
      return once(this.#derived, this.#keyOf(name), () => this.#derive(name));
    return (Object.hasOwn(this.#inputs, name) ? this.#inputs[name] : undefined) ?? this.#builtIn(name);
  }

  async #valuesOf(compiled: Compiled): Promise<{ values: Record<string, unknown>; settled: readonly Settled[] }> {
    const { free, states, calls } = compiled.names;
    const names = free.filter((name) => name !== 'state' && name !== 'item');
    const clock = calls.some(({ name }) => CLOCK_FUNCTIONS.includes(name)) ? [this.#run.serverInfo()] : [];
    const [settled, lookedUp, clocks] = await Promise.all([
      Promise.all(names.map((name) => this.settle(name))),
      Promise.all(states.map((name) => this.lookedUp(name))),
      Promise.all(clock),
    ]);
    const state = Object.fromEntries(states.map((name, index) => [name, lookedUp[index]?.state]));
    const values: Record<string, unknown> = { state };
    for (const [index, name] of names.entries()) {
      const value = settled[index];
      if (value?.known === true) values[name] = value.value;
    }
    const asked = lookedUp.map((each) => known(each.state, gapsOf([each.settled])));
    return { values, settled: [...settled, ...clocks, ...asked] };
  }

  #derive(name: string): Promise<Settled> {
    const spec = this.#runbook.derive[name] ?? '';
    if (typeof spec === 'string') return this.evaluate(spec);
    if ('given-by' in spec) return this.#given(spec);
    const probe = this.#run.probes.get(spec.probe);
    if (probe === undefined) throw new Error(`there is no probe ${spec.probe}`);
    return callProbe(probe, spec, this, (why) => this.#noValue(spec.probe, why));
  }

  /** What another runbook gives: unknown where one of its values is, so that none of them can be taken for nothing. */
  async #given(spec: GivenCall): Promise<Settled> {
    const runbook = this.#run.runbooks.get(spec['given-by']);
    if (runbook?.gives === undefined) throw new Error(`runbook ${spec['given-by']} gives nothing`);
    const names = new Names(this.#run, runbook, this.#inputsFor(runbook, spec));
    const fields = Object.keys(runbook.gives);
    const settled = await Promise.all(fields.map((field) => names.evaluate(runbook.gives?.[field] ?? '')));
    if (settled.some((value) => !value.known)) return unknown(gapsOf(settled.filter((value) => !value.known)));
    const values = settled.map((value, index) => [fields[index], value.known ? value.value : null] as const);
    return known(Object.fromEntries(values), gapsOf(settled));
  }

  #inputsFor({ inputs }: Runbook, { with: given }: GivenCall): Inputs {
    const settle = async (text: string | undefined) => (text === undefined ? known(null) : this.evaluate(text));
    return Object.fromEntries(Object.keys(inputs).map((name) => [name, settle(own(given, name))]));
  }

  async #builtIn(name: string): Promise<Settled> {
    if (name === 'answers') return known({ ...this.#run.answers, ...this.#answers });
    if (name === 'matched') return known(this.#matched);
    return name === 'server' ? this.#run.serverInfo() : unknown([]);
  }

  /** What depends on a match or an answer is settled anew after the next one; everything else once. */
  #keyOf(name: string): string {
    const isAnew = changes(this.#runbook, this.#run.expressions, name);
    return isAnew ? `${name} ${this.#matches} ${this.#run.answersGiven}` : name;
  }

  #noValue(what: string, why: string): Gap {
    return misfit(`${this.#runbook.name}: ${what}`, why);
  }
}

function once<T>(started: Map<string, Promise<T>>, key: string, start: () => Promise<T>): Promise<T> {
  const before = started.get(key);
  if (before !== undefined) return before;
  const fresh = start();
  started.set(key, fresh);
  return fresh;
}

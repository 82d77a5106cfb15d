import type { Fact } from '../model/fact.ts';
import type { KubeObject } from '../model/object.ts';
import type { Query } from '../model/query.ts';
import { RELATIONS, type Lookup, type Relation } from '../model/runbook.ts';
import { eventTime } from '../text/event-time.ts';
import { parseTime } from '../text/time.ts';
import { askForEach } from './aws-each.ts';
import { askSignedIn } from './aws-identity.ts';
import { gapOf, silenceOf } from './gap.ts';
import { isObject, LINK_OF_RELATION, refOf } from './graph.ts';
import type { LookedUp } from './looked-up.ts';
import { lookUpPodLogs } from './pod-logs.ts';
import { RELATION_TESTS } from './relations.ts';
import type { Values } from './reader.ts';
import { beside, gapsOf, known, misfit, unknown, type Gap, type Settled, type Unknown } from './settled.ts';
import { toQuery, type Made } from './to-query.ts';

const NEITHER = 'it gives neither yes nor no';

/**
 * Asks what a runbook declares: waits for what the look-up follows from, sends the query, keeps the objects that stand
 * in the declared relation, and adds them to the graph.
 */
export async function resolveLookup(values: Values, spec: Lookup): Promise<LookedUp> {
  const gate = spec.when === undefined ? known(true) : await values.evaluate(spec.when);
  if (!gate.known) return { settled: gate, state: 'unclear' };
  if (typeof gate.value !== 'boolean')
    return { settled: unknown([misfit(spec.when ?? '', NEITHER)]), state: 'unclear' };
  if (!gate.value) return { settled: unknown(gate.without), state: 'skipped' };
  if (spec.logs?.pods !== undefined) {
    const { settled, state } = await lookUpPodLogs(values, spec.logs);
    return { settled: beside(settled, gate.without), state };
  }
  if (spec.aws?.each !== undefined) {
    const { settled, state } = await askForEach(values, spec.aws, spec.aws.each);
    return { settled: beside(settled, gate.without), state };
  }
  const [followed, asked] = await Promise.all([followedBy(values, spec), ask(values, spec)]);
  const made = 'known' in asked ? [] : (asked.without ?? []);
  const gaps = [...gate.without, ...made, ...gapsOf([followed.settled])];
  const { settled, state } = await outcomeOf(values, spec, followed, asked);
  return { settled: beside(settled, gaps), state };
}

function outcomeOf(
  values: Values,
  spec: Lookup,
  followed: Followed,
  asked: Unknown | Asked,
): LookedUp | Promise<LookedUp> {
  if (!followed.settled.known) return { settled: beside(followed.settled, ownGaps(asked)), state: 'unclear' };
  if (followed.objects?.length === 0) return nothing(spec);
  if ('known' in asked) return { settled: asked, state: 'unclear' };
  return asked.query === undefined ? nothing(spec) : take(values, spec, { ...asked, followed });
}

/** What went unseen of an answer that cannot be used as it is: whoever lacks two rights is told of both at once. */
function ownGaps(asked: Unknown | Asked): readonly Gap[] {
  if ('known' in asked || asked.query === undefined) return [];
  const gap = gapOf(asked.fact, asked.query);
  return gap === undefined ? [] : [gap];
}

type Asked = Pick<Made, 'without'> & ({ readonly query: undefined } | { readonly query: Query; readonly fact: Fact });

/** Sends the query without waiting for what the look-up follows from: that only decides which of the objects are kept. */
async function ask(values: Values, spec: Lookup): Promise<Unknown | Asked> {
  const made = await toQuery(values, spec);
  if ('known' in made) return made;
  const { query, without = [] } = made;
  if (query === undefined) return { query, without };
  if (spec.aws === undefined || query.from !== 'aws') return { query, without, fact: await values.world.lookUp(query) };
  return { query, without, fact: await askSignedIn(values, query, spec.aws) };
}

function nothing(spec: Lookup): LookedUp {
  return spec.list === undefined ? { settled: known(null), state: 'absent' } : { settled: known([]), state: 'known' };
}

interface Followed {
  readonly relation?: Relation;
  readonly settled: Settled;
  /** The objects that it follows from; undefined without a relation. */
  readonly objects?: readonly KubeObject[];
}

async function followedBy(values: Values, spec: Lookup): Promise<Followed> {
  const relation = RELATIONS.find((name) => spec[name] !== undefined);
  if (relation === undefined) return { settled: known(null) };
  const settled = await values.evaluate(spec[relation] ?? '');
  if (!settled.known) return { relation, settled };
  const objects = (Array.isArray(settled.value) ? settled.value : [settled.value]).filter(isObject);
  return { relation, settled, objects };
}

interface Taken {
  readonly fact: Fact;
  readonly query: Query;
  readonly followed: Followed;
}

async function take(values: Values, spec: Lookup, taken: Taken): Promise<LookedUp> {
  const { fact, query } = taken;
  if (spec['if-served'] === true && fact.state === 'absent') return { ...nothing(spec), state: 'absent' };
  if (isForWhoeverAllowsIt(query) && fact.state === 'failed' && fact.unasked === true)
    return { settled: unknown([]), state: 'skipped' };
  const gap = gapOf(fact, query) ?? (await silenceIn(values, spec, taken));
  if (gap !== undefined) return { settled: unknown([gap]), state: gap.state };
  if (fact.state !== 'known') return { settled: known(null), state: 'absent' };
  if (spec.list === undefined) {
    if (isObject(fact.value)) linkAll(values, [fact.value], taken.followed);
    return { settled: known(fact.value), state: 'known' };
  }
  const kept = await keep(values, spec, fact.value as readonly KubeObject[], taken.followed);
  if (!kept.known) return { settled: kept, state: 'unclear' };
  linkAll(values, kept.value as readonly KubeObject[], taken.followed);
  return { settled: kept, state: 'known' };
}

/** Whether the log of one pod says nothing where it should. */
async function silenceIn(values: Values, { logs }: Lookup, { fact, query }: Taken): Promise<Gap | undefined> {
  if (logs?.['never-empty'] !== true) return undefined;
  const pod = await values.evaluate(logs.pod ?? 'null');
  return silenceOf(fact, query, pod.known ? pod.value : null, logs);
}

/** What is asked only where a person allowed it, or gave a token for it: where nobody did, nothing went unseen. */
function isForWhoeverAllowsIt(query: Query): boolean {
  return query.from === 'stats' || query.from === 'address' || (query.from === 'http' && query.token !== undefined);
}

async function keep(
  values: Values,
  spec: Lookup,
  objects: readonly KubeObject[],
  followed: Followed,
): Promise<Settled> {
  const related = objects.filter((object) => followersOf(object, followed) !== undefined);
  const wanted = spec.where === undefined ? known(related) : await where(values, spec.where, related);
  if (!wanted.known || followed.relation !== 'about') return wanted;
  return known(byTime(wanted.value as readonly KubeObject[]), wanted.without);
}

/** The objects for which a condition holds. One for which it is neither yes nor no makes the whole list unknown. */
async function where(values: Values, expression: string, objects: readonly KubeObject[]): Promise<Settled> {
  const test = await values.prepare(expression);
  const results = objects.map((item) => test({ item }));
  const gaps = gapsOf(results);
  if (results.some((result) => !result.known)) return unknown(gaps);
  const answers = results.map((result) => result.known && result.value);
  if (answers.some((answer) => typeof answer !== 'boolean')) return unknown([misfit(expression, NEITHER)]);
  return known(
    objects.filter((_, index) => answers[index] === true),
    gaps,
  );
}

/** Oldest first; an event that does not say when it happened counts as the oldest. */
function byTime(events: readonly KubeObject[]): readonly KubeObject[] {
  const at = (event: KubeObject): number => parseTime(eventTime(event)) ?? 0;
  return events.toSorted((a, b) => at(a) - at(b));
}

/** The objects that an item follows from; undefined when it stands in the relation to none of them. */
function followersOf(item: KubeObject, followed: Followed): readonly KubeObject[] | undefined {
  const { relation, objects } = followed;
  if (relation === undefined || objects === undefined) return [];
  const matching = objects.filter((object) => RELATION_TESTS[relation](item, object));
  return matching.length === 0 ? undefined : matching;
}

function linkAll(values: Values, items: readonly KubeObject[], followed: Followed): void {
  if (followed.relation === undefined) return;
  const kind = LINK_OF_RELATION[followed.relation];
  for (const item of items) {
    for (const object of followersOf(item, followed) ?? []) values.graph.link(refOf(object), refOf(item), kind);
  }
}

import type { Fact } from '../model/fact.ts';
import { MOST_POD_LOGS, type LogsLookup, type PodLog } from '../model/lookup-forms.ts';
import type { LogsQuery } from '../model/query.ts';
import { gapOf, silenceOf } from './gap.ts';
import type { LookedUp } from './looked-up.ts';
import type { Values } from './reader.ts';
import { gapsOf, known, misfit, unknown, type Gap } from './settled.ts';
import { podLogQuery } from './to-query.ts';

/**
 * Reads the logs of the first few of several pods at the same time. The value is a list of `PodLog`; a pod without a log has
 * no row. Where some could not be read the others stand, and what is missing goes with them; where none could, it is unknown.
 */
export async function lookUpPodLogs(values: Values, spec: LogsLookup): Promise<LookedUp> {
  const [pods, container] = await Promise.all([values.evaluate(spec.pods ?? 'null'), values.evaluate(spec.container)]);
  if (!pods.known || !container.known) return { settled: unknown(gapsOf([pods, container])), state: 'unclear' };
  if (!Array.isArray(pods.value))
    return { settled: unknown([misfit(spec.pods ?? '', 'it gives no list of pods')]), state: 'unclear' };
  const queries = (pods.value as readonly unknown[])
    .map((pod) => ({ pod, query: podLogQuery(spec, pod, container.value) }))
    .filter((each): each is Wanted => each.query !== undefined)
    .slice(0, spec.most ?? MOST_POD_LOGS);
  const read = await Promise.all(queries.map((wanted) => readOne(values, wanted, spec)));
  return joined(read, gapsOf([pods, container]));
}

interface Wanted {
  readonly pod: unknown;
  readonly query: LogsQuery;
}

interface Read {
  readonly query: LogsQuery;
  readonly fact: Fact;
  readonly gap: Gap | undefined;
}

async function readOne(values: Values, { pod, query }: Wanted, spec: LogsLookup): Promise<Read> {
  const fact = await values.world.lookUp(query);
  return { query, fact, gap: gapOf(fact, query) ?? silenceOf(fact, query, pod, spec) };
}

function joined(read: readonly Read[], before: readonly Gap[]): LookedUp {
  const rows = read.flatMap(rowOf);
  const gaps = read.flatMap(({ gap }) => gap ?? []);
  const [first] = gaps;
  if (rows.length === 0 && first !== undefined) return { settled: unknown([...before, ...gaps]), state: first.state };
  return { settled: known(rows, [...before, ...gaps]), state: 'known' };
}

function rowOf({ query, fact, gap }: Read): readonly PodLog[] {
  const isLog = gap === undefined && fact.state === 'known' && typeof fact.value === 'string';
  return isLog ? [{ pod: query.pod, log: fact.value }] : [];
}

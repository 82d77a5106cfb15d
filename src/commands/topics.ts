import { UsageError } from '../model/errors.ts';
import type { PlannedLookup } from '../model/plan.ts';
import type { Runbook } from '../model/runbook.ts';
import type { Topic } from '../model/topic.ts';
import { plan } from '../engine/plan.ts';
import type { DiagnoseIntent } from '../cli/diagnose-command.ts';
import { renderTopics, renderTopicsJson, type ToldTopic } from '../render/topics.ts';
import { widthOf, writeOut } from '../terminal/streams.ts';
import { nearest } from '../text/similar.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';

/** A topic of `kubedoc diagnose`, and the runbook that begins with it. */
export interface TopicEntry extends Topic {
  readonly entry: string;
}

/** The topic that is meant where none is named: the one about whatever runs. */
const ANYTHING = 'workload';

/** Every topic that a runbook makes, by name. */
export function topicsOf(runbooks: ReadonlyMap<string, Runbook>): readonly TopicEntry[] {
  const all = [...runbooks.values()].flatMap(({ name, topic }) =>
    topic === undefined ? [] : [{ ...topic, entry: name }],
  );
  return all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether nothing was said that there is to look at: then the topics are listed. */
export function asksForTopics({ topic, since, options }: DiagnoseIntent): boolean {
  const { namespace, allNamespaces, from, plan: planned } = options;
  return (
    topic === undefined &&
    since === undefined &&
    namespace === undefined &&
    !allNamespaces &&
    from === undefined &&
    planned === 'no'
  );
}

/** The topic of a name; that about whatever runs where none was given. Throws `UsageError` for one that there is not. */
export function findTopic(runbooks: ReadonlyMap<string, Runbook>, { topic, target }: DiagnoseIntent): TopicEntry {
  const wanted = topic ?? ANYTHING;
  const topics = topicsOf(runbooks);
  const found = topics.find(({ name }) => name === wanted);
  if (found === undefined) throw noTopic(wanted, topics);
  if (target !== undefined && found.named === undefined)
    throw new UsageError(`${found.name} is about a namespace, and ${target} is one object`, 'use -n NAMESPACE');
  return found;
}

function noTopic(wanted: string, topics: readonly TopicEntry[]): UsageError {
  const names = topics.map(({ name }) => name);
  const meant = nearest(wanted, names);
  if (meant !== undefined) return new UsageError(`there is no topic ${wanted}`, `did you mean ${meant}?`);
  const hint = `topics: ${names.join(', ')}; one object is kubedoc diagnose ${ANYTHING} ${wanted}`;
  return new UsageError(`there is no topic ${wanted}`, hint);
}

/** Prints the topics with what each would look at; nothing is asked of anybody. */
export async function listTopics({ options }: DiagnoseIntent, io: Io): Promise<number> {
  const runbooks = io.runbooks();
  const told = topicsOf(runbooks).map((topic) => toldOf(topic, runbooks));
  const text = options.output === 'json' ? renderTopicsJson(told) : renderTopics(told, widthOf(io.stdout));
  return (await writeOut(io.stdout, text)) === 'failed' ? EXIT.notWritten : EXIT.fine;
}

function toldOf({ entry, name, about, named }: TopicEntry, runbooks: ReadonlyMap<string, Runbook>): ToldTopic {
  const begins = named === undefined ? [entry] : [entry, named];
  const always = kindsOf(plan(runbooks, entry).filter(({ runbook }) => begins.includes(runbook)));
  const all = kindsOf(begins.flatMap((each) => plan(runbooks, each)));
  return {
    name,
    about,
    question: runbooks.get(entry)?.title ?? '',
    takesName: named !== undefined,
    looksAt: always,
    explainsWith: all.filter((kind) => !always.includes(kind)),
  };
}

function kindsOf(lookups: readonly PlannedLookup[]): readonly string[] {
  const asked = lookups.filter(({ verb }) => verb === 'list' || verb === 'get').map(({ resource }) => resource);
  return [...new Set(asked)].toSorted();
}

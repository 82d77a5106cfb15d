import type { DetailTable, Note, TimelineEntry } from '../model/report.ts';
import type { ObservationSpec, TableSpec, TimelineSpec } from '../model/runbook.ts';
import { parseTime } from '../text/time.ts';
import { isObject, refOf } from './graph.ts';
import { holds, type DetailSpecs, type Reader } from './reader.ts';

/** What a runbook says beside its findings: tables, what happened when, and observations. */
export interface Details {
  readonly tables: readonly DetailTable[];
  readonly timeline: readonly TimelineEntry[];
  readonly notes: readonly Note[];
}

/** Fills the tables, the timeline and the observations of one walked runbook; what is not known is left out. */
export async function fillDetails(reader: Reader): Promise<Details> {
  const specs = reader.details;
  const [tables, timeline, notes] = await Promise.all([
    Promise.all(Object.entries(specs.tables).map(([id, spec]) => fillTable(id, spec, reader))),
    Promise.all(specs.timeline.map((spec) => fillTimeline(spec, reader))),
    Promise.all(specs.observations.map((spec) => fillObservation(spec, reader))),
  ]);
  return {
    tables: tables.filter((table) => table !== undefined),
    timeline: timeline.flat(),
    notes: notes.filter((note) => note !== undefined),
  };
}

/** The same of a runbook that led to no finding: only the tables that are always told. */
export async function fillAlways(reader: Reader): Promise<Details> {
  const always = Object.entries(reader.details.tables).filter(([, { always: told }]) => told === true);
  const tables = await Promise.all(always.map(([id, spec]) => fillTable(id, spec, reader)));
  return { tables: tables.filter((table) => table !== undefined), timeline: [], notes: [] };
}

/** The texts of tables, timeline and observations: what has to be known once there is a finding. */
export function textsOfDetails({ tables, timeline, observations }: DetailSpecs): Texts {
  const all = Object.values(tables);
  return {
    expressions: [
      ...all.map(({ each }) => each),
      ...timeline.flatMap(({ each, at, of }) => [each, at, of ?? 'null']),
      ...observations.flatMap(({ when, on }) => [when, on]),
    ],
    words: [
      ...all.flatMap(({ title, columns }) => [title, ...Object.values(columns)]),
      ...[...timeline, ...observations].map(({ text }) => text),
    ],
  };
}

/** Texts of a runbook, by how they are read. */
export interface Texts {
  readonly expressions: readonly string[];
  readonly words: readonly string[];
}

async function itemsOf(each: string, reader: Reader): Promise<readonly unknown[]> {
  const settled = await reader.evaluate(each);
  if (!settled.known || settled.value === null) return [];
  return Array.isArray(settled.value) ? (settled.value as unknown[]) : [settled.value];
}

async function fillTable(id: string, spec: TableSpec, reader: Reader): Promise<DetailTable | undefined> {
  const items = await itemsOf(spec.each, reader);
  if (items.length === 0) return undefined;
  const cells = Object.values(spec.columns);
  const rows = items.map((item) => Promise.all(cells.map((words) => reader.fill(words, { item }))));
  return {
    id,
    title: await reader.fill(spec.title),
    columns: Object.keys(spec.columns),
    rows: await Promise.all(rows),
  };
}

async function fillTimeline(spec: TimelineSpec, reader: Reader): Promise<readonly TimelineEntry[]> {
  const items = await itemsOf(spec.each, reader);
  const entries = await Promise.all(items.map((item) => fillEntry(spec, item, reader)));
  return entries.filter((entry) => entry !== undefined);
}

async function fillEntry(spec: TimelineSpec, item: unknown, reader: Reader): Promise<TimelineEntry | undefined> {
  const at = await reader.evaluate(spec.at, { item });
  if (!at.known || typeof at.value !== 'string' || parseTime(at.value) === undefined) return undefined;
  const of = spec.of === undefined ? undefined : await reader.evaluate(spec.of, { item });
  const object = of?.known === true && isObject(of.value) ? refOf(of.value) : null;
  return { at: at.value, object, text: await reader.fill(spec.text, { item }) };
}

async function fillObservation(spec: ObservationSpec, reader: Reader): Promise<Note | undefined> {
  if (!(await holds(reader, spec.when))) return undefined;
  const on = await reader.evaluate(spec.on);
  const object = on.known && isObject(on.value) ? refOf(on.value) : null;
  return { kind: 'observation', object, text: await reader.fill(spec.text) };
}

/** Entries in the order of time, each once; equal times keep the order in which the runbooks name them. */
export function inOrder(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const distinct = new Map(entries.map((entry) => [JSON.stringify(entry), entry]));
  return [...distinct.values()].toSorted((a, b) => (parseTime(a.at) ?? 0) - (parseTime(b.at) ?? 0));
}

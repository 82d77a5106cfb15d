import type { Changes, Lead } from '../model/report.ts';
import type { LeadSpec, LeadsSpec } from '../model/leads-spec.ts';
import { parseTime } from '../text/time.ts';
import { isObject, refOf } from './graph.ts';
import { holds, type Reader } from './reader.ts';

/** What a walked runbook says was changed; undefined where it says nothing of it, or from when on is not known. */
export async function fillLeads(reader: Reader): Promise<Changes | undefined> {
  const { leads: spec } = reader.details;
  if (spec === undefined) return undefined;
  const [since, onset] = await Promise.all([timeOf(spec.since, reader), timeOf(spec.onset, reader)]);
  if (since === null) return undefined;
  const leads = await Promise.all(spec.kinds.map((kind) => leadsOf(kind, onset, reader)));
  const { most, 'at-once': atOnceSeconds } = spec;
  return {
    since,
    onset,
    told: await toldOf(spec.told, reader),
    leads: leads.flat().toSorted(byUse),
    atOnceSeconds,
    most,
  };
}

async function toldOf(told: LeadsSpec['told'], reader: Reader): Promise<string> {
  for (const { when, words } of told) if (await holds(reader, when)) return reader.fill(words);
  return '';
}

async function leadsOf(spec: LeadSpec, onset: string | null, reader: Reader): Promise<readonly Lead[]> {
  const items = await reader.evaluate(spec.each);
  if (!items.known || !Array.isArray(items.value)) return [];
  const leads = await Promise.all(items.value.map((item: unknown) => leadOf(spec, item, onset, reader)));
  return leads.filter((lead) => lead !== undefined);
}

async function leadOf(spec: LeadSpec, item: unknown, onset: string | null, reader: Reader): Promise<Lead | undefined> {
  const [at, of, writer, what] = await Promise.all([
    timeOf(spec.at, reader, { item }),
    reader.evaluate(spec.of, { item }),
    reader.evaluate(spec.writer, { item }),
    reader.fill(spec.text, { item }),
  ]);
  if (at === null) return undefined;
  const object = of.known && isObject(of.value) ? refOf(of.value) : null;
  const by = writer.known && typeof writer.value === 'string' ? writer.value : '';
  return { at, object, what, by, beforeOnset: onset === null ? null : secondsOf(at) <= secondsOf(onset) };
}

async function timeOf(text: string, reader: Reader, extra = {}): Promise<string | null> {
  const time = await reader.evaluate(text, extra);
  return time.known && typeof time.value === 'string' && parseTime(time.value) !== undefined ? time.value : null;
}

/** What may have caused the trouble first, and of that the newest; equal times keep the order of their kinds. */
function byUse(one: Lead, other: Lead): number {
  const late = Number(one.beforeOnset === false) - Number(other.beforeOnset === false);
  return late === 0 ? secondsOf(other.at) - secondsOf(one.at) : late;
}

function secondsOf(time: string): number {
  return parseTime(time) ?? 0;
}

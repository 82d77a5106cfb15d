import { parseGoDuration } from '../../text/duration.ts';
import { clockOf, dueTimes } from '../cron/due-times.ts';
import { parseCron } from '../cron/fields.ts';
import { entry, list, text } from '../read.ts';

/** A time between two moments, in seconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a NodePool has that names none (karpenter.sh/v1, default of spec.disruption.budgets). */
const USUAL = [{ nodes: '10%' }];

/**
 * Whether budgets of a NodePool allow no node to be taken away at any moment of a time: of several that are active the smallest
 * counts (karpenter.sh/v1, Budget). One for some reasons alone leaves the others open.
 */
export function isClosedThroughout(budgets: unknown, span: Span): boolean {
  const shut = list(budgets).filter((each) => /^0%?$/.test(text(entry(each, 'nodes'))) && !isPartial(each));
  const times = shut.flatMap((each) => activeIn(each, span)).toSorted((a, b) => a.from - b.from);
  let reached = span.from;
  for (const { from, to } of times) if (from <= reached) reached = Math.max(reached, to);
  return reached >= span.to;
}

/** Nodes without pods that count may go; for the others both reasons have to be named. */
function isPartial(budget: unknown): boolean {
  const reasons = entry(budget, 'reasons');
  return Array.isArray(reasons) && !['Underutilized', 'Drifted'].every((reason) => reasons.includes(reason));
}

/** A schedule is read in UTC, and each of its moments begins a time of the duration; without one it always holds. */
function activeIn(budget: unknown, span: Span): readonly Span[] {
  const schedule = entry(budget, 'schedule');
  if (schedule === undefined) return [span];
  const [fields, clock, long] = [
    parseCron(text(schedule)),
    clockOf('UTC'),
    parseGoDuration(text(entry(budget, 'duration'))),
  ];
  if (fields === undefined || clock === undefined || long === undefined) return [];
  return dueTimes(fields, clock, span.from - long - 1, span.to).map((from) => ({ from, to: from + long }));
}

/** The budgets that a NodePool has and one more that keeps its nodes for a time, as JSON, with the schedule of the one more. */
export function budgetsWith(
  budgets: unknown,
  { from, to }: Span,
): { readonly budgets: string; readonly schedule: string; readonly long: string } {
  const begin = new Date(Math.floor(from / 60) * 60_000);
  const day = `${String(begin.getUTCDate())} ${String(begin.getUTCMonth() + 1)} *`;
  const schedule = `${String(begin.getUTCMinutes())} ${String(begin.getUTCHours())} ${day}`;
  const minutes = Math.ceil((to - begin.getTime() / 1000) / 60);
  const long = `${String(Math.floor(minutes / 60))}h${String(minutes % 60)}m`;
  const kept = Array.isArray(budgets) && budgets.length > 0 ? list(budgets) : USUAL;
  return { budgets: JSON.stringify([...kept, { nodes: '0', schedule, duration: long }]), schedule, long };
}

import { formatDuration } from '../../text/duration.ts';
import { eventTime } from '../../text/event-time.ts';
import { parseTime } from '../../text/time.ts';
import { entry, field, list, text } from '../read.ts';
import { viewCondition } from './condition-view.ts';
import { intervalSeconds } from './helm-release.ts';
import type { Check } from './workload-checks.ts';

/** Which warnings count against a release that has recovered. */
export interface Lately {
  /** RFC 3339. */
  readonly now: string;
  /** An older one says nothing of the present, in seconds. */
  readonly seconds: number;
  /** Reasons of events that are looked at elsewhere. */
  readonly passOver: readonly unknown[];
}

/** No warning of late that is younger than the success; starting up may have had its own. */
export function checkWarnings(release: unknown, events: unknown, { now, seconds, passOver }: Lately): readonly Check[] {
  const name = 'no warning since it became Ready';
  const present = parseTime(now);
  if (!Array.isArray(events) || present === undefined) return [{ name, holds: null, seen: 'events not listed' }];
  const since = parseTime(viewCondition(release, 'Ready').at) ?? 0;
  const isNew = (event: unknown): boolean => {
    const time = parseTime(eventTime(event)) ?? 0;
    return time > since && present - time <= seconds;
  };
  const warnings = list(events).filter(
    (event) => text(entry(event, 'type')) === 'Warning' && !passOver.includes(entry(event, 'reason')),
  );
  const told = warnings.filter(isNew).map(describe);
  return [{ name, holds: told.length === 0, seen: told.join(', ') || `none in the last ${formatDuration(seconds)}` }];
}

function describe(event: unknown): string {
  const object = field(event, 'involvedObject');
  return `${text(entry(event, 'reason'))} of ${text(entry(object, 'kind'))} ${text(entry(object, 'name'))}`;
}

/** Whether all the rest has been so for as long as is wanted; without a wanted time nobody asks. */
export function checkSteady(release: unknown, held: string, steady: string): readonly Check[] {
  if (steady === '') return [];
  const wanted = steady === 'interval' ? intervalSeconds(release) : Number(steady);
  const name = 'it stays so';
  if (wanted === null || Number.isNaN(wanted)) return [{ name, holds: null, seen: 'spec.interval cannot be read' }];
  const seconds = Number(held === '' ? 0 : held);
  const seen = `for ${formatDuration(seconds)} of ${formatDuration(wanted)}`;
  return [{ name, holds: seconds >= wanted, seen }];
}

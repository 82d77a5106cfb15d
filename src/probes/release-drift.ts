import { eventTime } from '../text/event-time.ts';
import { parseTime } from '../text/time.ts';
import type { Probe, ProbeResult } from '../model/probe.ts';
import { entry, field, list, num, text } from './read.ts';
import { viewCondition } from './release/condition-view.ts';
import { intervalSeconds, isRelease } from './release/helm-release.ts';
import { readRevisions } from './release/revisions.ts';

/** What helm-controller says of differences between the chart and the cluster. */
export const releaseDrift: Probe = {
  name: 'release-drift',
  computes: 'Whether a release differs from its chart at present, in which objects, and what is done about it.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    events: { is: 'list', optional: true, means: 'events about it' },
    now: { is: 'text', means: 'the present time, RFC 3339' },
    slack: {
      is: 'number',
      means: 'how much later than one interval after the last a detection may come and be of the present, in seconds',
    },
    fight: { is: 'number', means: 'from how many corrections within an hour on somebody is taken to set it back' },
  },
  returns: {
    mode: '`disabled`, `warn` or `enabled` (spec.driftDetection.mode)',
    present:
      'whether it differs now, by the condition Drifted or an event of the last interval; null where only events could tell',
    at: 'when that was last said, RFC 3339; empty otherwise',
    from: '`Drifted` (the condition), `event`, or empty',
    objects:
      'the objects that differ: {kind, namespace, name, how}, how being `removed`, `changed`, `created` or `configured`',
    lines: 'a line per object, such as `Deployment shop/web: changed (0 additions, 1 changes, 0 removals)`',
    corrections: 'how often it was corrected within the last hour (count)',
    fought: 'whether it was corrected so often, and lately, that somebody must be changing it back',
    corrected: 'a line per object that was corrected',
    correctedObjects: 'these objects: {kind, namespace, name, how}',
    failed: 'why the last correction failed; empty where it did not, or that is past',
  },
  run({ release, events, now, slack, fight }) {
    const present = parseTime(text(now));
    const [late, many] = [num(slack), num(fight)];
    if (!isRelease(release) || present === undefined || late === undefined || many === undefined) return undefined;
    const mode = text(field(release, 'spec.driftDetection.mode')) || 'disabled';
    const said = list(events).map(toSaid);
    const fresh = freshness(release, present, late);
    return {
      mode,
      ...toPresent(release, said, fresh, events !== undefined || mode === 'disabled'),
      ...toCorrections(said, fresh, { now: present, fight: many }),
      failed: said.find((each) => each.reason === 'DriftCorrectionFailed' && fresh(each))?.message ?? '',
    };
  },
};

const HOUR = 3600;

interface Said {
  readonly reason: string;
  readonly message: string;
  readonly at: string;
  readonly count: number;
}

function toSaid(event: unknown): Said {
  return {
    reason: text(entry(event, 'reason')),
    message: text(entry(event, 'message')),
    at: eventTime(event),
    count: num(entry(event, 'count')) ?? num(field(event, 'series.count')) ?? 1,
  };
}

/** Whether an event belongs to the last reconcile: within one interval, and not older than the newest revision. */
function freshness(release: unknown, now: number, slack: number): (said: Said) => boolean {
  const patience = (intervalSeconds(release) ?? HOUR) + slack;
  const deployed = parseTime(readRevisions(release, undefined)[0]?.deployedAt ?? '') ?? 0;
  return ({ at }) => {
    const time = parseTime(at);
    return time !== undefined && now - time <= patience && time > deployed;
  };
}

function toPresent(
  release: unknown,
  said: readonly Said[],
  fresh: (said: Said) => boolean,
  isSettled: boolean,
): ProbeResult {
  const drifted = viewCondition(release, 'Drifted');
  if (drifted.status === 'True') {
    return { present: true, at: drifted.at, from: 'Drifted', ...toObjects(drifted.message) };
  }
  if (drifted.status === 'False') return NOTHING;
  const detected = said.filter((each) => each.reason === 'DriftDetected' && fresh(each));
  const newest = detected.toSorted((a, b) => (parseTime(b.at) ?? 0) - (parseTime(a.at) ?? 0))[0];
  if (newest === undefined) return { ...NOTHING, present: isSettled ? false : null };
  return { present: true, at: newest.at, from: 'event', ...toObjects(newest.message) };
}

const NOTHING: ProbeResult = { present: false, at: '', from: '', objects: [], lines: [] };

function toCorrections(
  said: readonly Said[],
  fresh: (said: Said) => boolean,
  { now, fight }: { readonly now: number; readonly fight: number },
): ProbeResult {
  const corrected = said.filter(({ reason, at }) => reason === 'DriftCorrected' && now - (parseTime(at) ?? 0) <= HOUR);
  const corrections = corrected.reduce((sum, { count }) => sum + count, 0);
  const told = corrected.map(({ message }) => toObjects(message));
  return {
    corrections,
    fought: corrections >= fight && corrected.some(fresh),
    corrected: [...new Set(told.flatMap(({ lines }) => lines))],
    correctedObjects: told.flatMap(({ objects }) => objects),
  };
}

/**
 * Lines such as `Deployment/shop/web changed (0 additions, 1 changes, 0 removals)` of a detection, or
 * `Deployment/shop/web configured` of a correction (helm-controller, internal/diff; fluxcd/pkg, ssa).
 */
function toObjects(message: string): { readonly objects: readonly ProbeResult[]; readonly lines: readonly string[] } {
  const matches = [
    ...message.matchAll(/^([A-Za-z]+)\/(?:([^/\s]+)\/)?([^/\s]+) ((removed|changed|created|configured)\b.*)$/gm),
  ];
  const objects = matches.map(([, kind = '', namespace = '', name = '', , how = '']) => ({
    kind,
    namespace,
    name,
    how,
  }));
  const lines = matches.map(
    ([, kind = '', namespace = '', name = '', what = '']) =>
      `${kind} ${namespace === '' ? '' : `${namespace}/`}${name} ${what}`,
  );
  return { objects, lines };
}

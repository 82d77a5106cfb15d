import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { parseTime } from '../../text/time.ts';
import { instant } from '../cron/due-times.ts';
import { entry, num, optionalList, text } from '../read.ts';
import { timeOf } from './time-of.ts';

/**
 * What an Auto Scaling group of EC2 last tried. It is the only place with the very words of EC2 about a machine of a
 * managed node group that did not start (aws-kubernetes 1.4). A launch that worked later than one that failed ends it.
 */
export const scalingActivities: Probe = {
  name: 'scaling-activities',
  computes: 'Whether the last machine that an Auto Scaling group was to start was refused, and what EC2 said of it.',
  params: {
    activities: { is: 'object', means: 'What `aws autoscaling describe-scaling-activities` said.' },
    now: { is: 'text', means: 'The present time, RFC 3339.' },
    within: { is: 'number', means: 'How old what counts may be, in seconds.' },
  },
  returns: {
    failed: 'Whether its last launch that has ended within that time was refused.',
    at: 'When that began, RFC 3339; empty if it was not.',
    message: 'What EC2 said of it; empty if it was not.',
    code: 'The code of EC2 in what it said, such as `VcpuLimitExceeded`; empty where there is none.',
    times: 'How many launches were refused within that time (a count).',
    under: 'How many launches are under way (a count).',
  },
  run: readActivities,
};

interface Launch {
  readonly state: 'failed' | 'worked' | 'under way';
  readonly at: number;
  readonly message: string;
}

function readActivities({ activities, now, within }: ProbeArgs): ProbeResult | undefined {
  const present = parseTime(text(now));
  const span = num(within);
  const all = launchesOf(entry(activities, 'Activities'));
  if (all === undefined || present === undefined || span === undefined) return undefined;
  const launches = all.filter(({ at }) => present - at <= span);
  const ended = launches.filter(({ state }) => state !== 'under way').toSorted((a, b) => b.at - a.at);
  const last = ended[0]?.state === 'failed' ? ended[0] : undefined;
  return {
    failed: last !== undefined,
    at: last === undefined ? '' : instant(last.at),
    message: last?.message ?? '',
    code: codeIn(last?.message ?? ''),
    times: ended.filter(({ state }) => state === 'failed').length,
    under: launches.length - ended.length,
  };
}

/** Undefined where there is no list, or one of them has a time that cannot be read. */
function launchesOf(activities: unknown): readonly Launch[] | undefined {
  const launches = optionalList(activities)?.filter(isLaunch).map(launchOf);
  return launches?.every((launch) => launch !== undefined) === true ? launches : undefined;
}

/** Ends of machines are told there too. */
function isLaunch(activity: unknown): boolean {
  return /launching/i.test(text(entry(activity, 'Description')));
}

/** Undefined where its time cannot be read. */
function launchOf(activity: unknown): Launch | undefined {
  const at = timeOf(entry(activity, 'StartTime'));
  if (at === undefined) return undefined;
  return { state: stateOf(text(entry(activity, 'StatusCode'))), at, message: text(entry(activity, 'StatusMessage')) };
}

/** A launch of spot machines that came to nothing is called cancelled. */
function stateOf(code: string): Launch['state'] {
  if (/^(?:failed|cancelled)$/i.test(code)) return 'failed';
  return /^successful$/i.test(code) ? 'worked' : 'under way';
}

/** The code in `Could not launch On-Demand Instances. VcpuLimitExceeded - You have …` or `Client.InvalidAMIID: …`. */
function codeIn(message: string): string {
  return /(?:^|[\s:(.])([A-Z][a-z]+(?:[A-Z][A-Za-z0-9]*)+(?:\.[A-Z][A-Za-z]+)?)(?: - |: )/.exec(message)?.[1] ?? '';
}

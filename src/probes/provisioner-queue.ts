import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { parseTime } from '../text/time.ts';
import { compareText, entry, field, isRecord, num, record, text } from './read.ts';

/**
 * Which jobs of Coder wait, and whether somebody is there who may take them. The rule of tags is that of
 * provisioner_tagset_contains (coderd/database/dump.sql): a job without tags is taken by daemons without tags alone, any
 * other by those that have all of its tags.
 */
export const provisionerQueue: Probe = {
  name: 'provisioner-queue',
  computes: 'Which jobs of an organisation of Coder wait for a provisioner, and which provisioners there are for each.',
  params: {
    daemons: { is: 'text', means: 'what /api/v2/organizations/ID/provisionerdaemons answered' },
    jobs: { is: 'text', means: 'what /api/v2/organizations/ID/provisionerjobs?status=pending answered' },
    now: { is: 'text', means: 'the present time' },
    stale: { is: 'number', means: 'after how many seconds without a sign of life a daemon counts as gone' },
  },
  returns: {
    readable: 'whether both are lists of objects',
    alive: 'how many daemons are there (count)',
    idle: 'how many of them have nothing to do (count)',
    gone: 'the names of those that gave no sign of life (list)',
    versions: 'the versions of those that are there, sorted (list)',
    tags: 'the tags of those that are there, each set once, in words (list)',
    pending: 'how many jobs wait (count)',
    oldest: 'since when the oldest of those waits that somebody could take (time; empty without one)',
    takeable: 'how many of those that were listed somebody could take (count)',
    unmatched: 'jobs that nobody who is there may take, the oldest first: what, tags, since, id (list)',
    free: 'how many of those that wait have an idle daemon for them (count)',
  },
  run: queue,
};

type Tags = Readonly<Record<string, string>>;
interface Daemon {
  readonly name: string;
  readonly version: string;
  readonly tags: Tags;
  readonly state: 'idle' | 'busy' | 'gone';
}
interface Job {
  readonly id: string;
  readonly what: string;
  readonly tags: Tags;
  readonly since: string;
  readonly queued: number;
}

function queue({ daemons, jobs, now, stale }: ProbeArgs): ProbeResult | undefined {
  const [at, limit] = [parseTime(text(now)), num(stale)];
  if (typeof daemons !== 'string' || typeof jobs !== 'string' || at === undefined || limit === undefined)
    return undefined;
  const [seen, waiting] = [objectsOf(daemons), objectsOf(jobs)];
  if (seen === undefined || waiting === undefined) return { ...EMPTY, readable: false };
  return told(
    seen.map((each) => daemonOf(each, at, limit)),
    waiting.map(jobOf).toSorted((a, b) => compareText(a.since, b.since)),
  );
}

const EMPTY = {
  readable: true,
  alive: 0,
  idle: 0,
  gone: [],
  versions: [],
  tags: [],
  pending: 0,
  oldest: '',
  takeable: 0,
  unmatched: [],
  free: 0,
};

function told(daemons: readonly Daemon[], jobs: readonly Job[]): ProbeResult {
  const alive = daemons.filter(({ state }) => state !== 'gone');
  const idle = alive.filter(({ state }) => state === 'idle');
  const takeable = jobs.filter((job) => alive.some((daemon) => mayTake(daemon.tags, job.tags)));
  return {
    ...EMPTY,
    alive: alive.length,
    idle: idle.length,
    gone: daemons.filter(({ state }) => state === 'gone').map(({ name }) => name),
    versions: distinct(alive.map(({ version }) => version)),
    tags: distinct(alive.map(({ tags }) => wordsOf(tags))),
    pending: Math.max(jobs.length, ...jobs.map(({ queued }) => queued)),
    oldest: takeable[0]?.since ?? '',
    takeable: takeable.length,
    unmatched: jobs
      .filter((job) => !takeable.includes(job))
      .map(({ id, what, tags, since }) => ({ id, what, tags: wordsOf(tags), since })),
    free: takeable.filter((job) => idle.some((daemon) => mayTake(daemon.tags, job.tags))).length,
  };
}

/** The elements of a list of objects; an answer `null` is an empty list of Go. Undefined for everything else. */
function objectsOf(body: string): readonly unknown[] | undefined {
  try {
    const parsed = (JSON.parse(body) as unknown) ?? [];
    return Array.isArray(parsed) && parsed.every(isRecord) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** In older versions a daemon has no status; then its last sign of life tells. */
function daemonOf(each: unknown, now: number, stale: number): Daemon {
  const status = text(entry(each, 'status'));
  const seen = parseTime(text(entry(each, 'last_seen_at')));
  const silent = seen === undefined ? status === '' : now - seen > stale;
  const busy = status === 'busy' || text(field(each, 'current_job.id')) !== '';
  return {
    name: text(entry(each, 'name')),
    version: text(entry(each, 'version')),
    tags: tagsOf(each),
    state: status === 'offline' || silent ? 'gone' : busy ? 'busy' : 'idle',
  };
}

function jobOf(each: unknown): Job {
  const of = (name: string): string => text(field(each, `metadata.${name}`));
  const template = `${text(entry(each, 'type')) === 'template_version_import' ? 'import of ' : ''}template ${of('template_name') || '?'}`;
  return {
    id: text(entry(each, 'id')),
    what: of('workspace_name') === '' ? template : `workspace ${of('workspace_name')} of ${template}`,
    tags: tagsOf(each),
    since: text(entry(each, 'created_at')),
    queued: num(entry(each, 'queue_size')) ?? 0,
  };
}

function tagsOf(each: unknown): Tags {
  const own = Object.entries(record(entry(each, 'tags'))).map(([key, value]) => [key, text(value)]);
  return Object.fromEntries(own) as Tags;
}

function mayTake(daemon: Tags, job: Tags): boolean {
  const covers = Object.entries(job).every(([key, value]) => entry(daemon, key) === value);
  return isUntagged(job) ? covers && isUntagged(daemon) : covers;
}

/** What everybody has who was given no tags (coderd/provisionerdserver, provisionersdk.MutateTags). */
function isUntagged(tags: Tags): boolean {
  const own = Object.entries(tags).filter(([key, value]) => !(key === 'owner' && value === ''));
  return own.every(([key, value]) => key === 'scope' && value === 'organization');
}

function wordsOf(tags: Tags): string {
  const own = Object.entries(tags).filter(([, value]) => value !== '');
  const words = own.map(([key, value]) => `${key}=${value}`).toSorted(compareText);
  return isUntagged(tags) ? 'no tags' : words.join(' ');
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)].filter((word) => word !== '').toSorted(compareText);
}

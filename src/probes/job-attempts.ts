import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { formatTimeUtc, parseTime } from '../text/time.ts';
import { endOfPod } from './controllers/end-of-pod.ts';
import { condition, entry, field, list, num, text } from './read.ts';
import { isOwnedBy } from './scheduling/pods.ts';

/** How often a Job has been tried, how often it may be, and when it is tried again (pkg/controller/job/job_controller.go). */
export const jobAttempts: Probe = {
  name: 'job-attempts',
  computes: 'The attempts of a Job: how many failed, how many it has, the last that failed, and when the next begins.',
  params: {
    job: { is: 'object', means: 'The Job.' },
    pods: { is: 'list', optional: true, means: 'Pods of the namespace; those of failed attempts may be gone.' },
    now: { is: 'text', means: "The API server's time, RFC 3339." },
  },
  returns: {
    ended: 'Whether it has failed for good.',
    reason: 'Why: BackoffLimitExceeded, DeadlineExceeded, PodFailurePolicy, FailedIndexes …; empty before that.',
    message: 'What its controller says about that.',
    failed: 'How many attempts have failed (a count).',
    allowed: 'How many it has in all (a count); null where each index has its own.',
    active: 'How many pods of it are at work (a count).',
    text: 'Failed attempts and their limit in words.',
    lastFailed: 'The pod of the attempt that failed last, in a list; empty when it is gone.',
    keepsPods: 'Whether the pods of failed attempts stay (restartPolicy Never).',
    failedIndexes: 'The indexes that failed, as the status writes them; empty without any.',
    deadlineWords: 'When its deadline passes, in a sentence; empty without one.',
    allowedSeconds: 'How long it may be active, in seconds; null without a deadline.',
    nextWords: 'When the next attempt begins, in a sentence; empty while one is under way or none will be.',
  },
  run: readAttempts,
};

/** API reference, JobSpec: what is assumed where a Job names no backoffLimit. */
const DEFAULT_LIMIT = 6;
/** JobSpec with a limit per index is given this limit for the whole (pkg/apis/batch/v1/defaults.go). */
const NO_LIMIT = 2_147_483_647;
/** DefaultJobPodFailureBackOff and MaxJobPodFailureBackOff, in seconds. */
const FIRST_DELAY = 10;
const LONGEST_DELAY = 600;

function readAttempts({ job, pods, now }: ProbeArgs): ProbeResult | undefined {
  if (entry(job, 'kind') !== 'Job') return undefined;
  const end = endOf(job);
  const attempts = attemptsOf(job, list(pods));
  return {
    ended: end !== undefined,
    reason: text(entry(end, 'reason')),
    message: text(entry(end, 'message')),
    ...attempts,
    active: num(field(job, 'status.active')) ?? 0,
    failedIndexes: text(field(job, 'status.failedIndexes')),
    ...deadlineOf(job),
    nextWords: end === undefined ? nextOf(attempts, job, parseTime(text(now)) ?? 0) : '',
  };
}

/** FailureTarget is written while pods still end, Failed once they have; both carry the same reason. */
function endOf(job: unknown): unknown {
  return ['Failed', 'FailureTarget']
    .map((type) => condition(job, type))
    .find((each) => entry(each, 'status') === 'True');
}

interface Attempts {
  readonly failed: number;
  readonly allowed: number | null;
  readonly text: string;
  readonly keepsPods: boolean;
  readonly lastFailed: readonly unknown[];
}

function attemptsOf(job: unknown, pods: readonly unknown[]): Attempts {
  const keepsPods = field(job, 'spec.template.spec.restartPolicy') !== 'OnFailure';
  const own = pods.filter((pod) => isOwnedBy(pod, job));
  const failed = num(field(job, 'status.failed')) ?? 0;
  const limit = num(field(job, 'spec.backoffLimit')) ?? DEFAULT_LIMIT;
  const allowed = limit >= NO_LIMIT || field(job, 'spec.backoffLimitPerIndex') !== undefined ? null : limit + 1;
  const lastFailed = own
    .filter((pod) => field(pod, 'status.phase') === 'Failed')
    .toSorted((a, b) => endOfPod(b) - endOfPod(a))
    .slice(0, 1);
  const words = keepsPods ? wordsOf(failed, allowed) : `its container may be started again ${limit} times`;
  return { failed, allowed, text: words, keepsPods, lastFailed };
}

function wordsOf(failed: number, allowed: number | null): string {
  const attempts = allowed === 1 || (allowed === null && failed === 1) ? 'attempt' : 'attempts';
  return `${failed}${allowed === null ? '' : ` of ${allowed}`} ${attempts} failed`;
}

function deadlineOf(job: unknown): ProbeResult {
  const allowedSeconds = num(field(job, 'spec.activeDeadlineSeconds')) ?? null;
  const started = parseTime(text(field(job, 'status.startTime')));
  if (allowedSeconds === null || started === undefined) return { deadlineWords: '', allowedSeconds };
  return { deadlineWords: `It is stopped when it is not done at ${timeOf(started + allowedSeconds)}.`, allowedSeconds };
}

/** The delay doubles with each failure since the last success and ends after ten minutes (backoff_utils.go). */
function nextOf({ failed, lastFailed }: Attempts, job: unknown, now: number): string {
  const [last] = lastFailed;
  if (last === undefined || failed === 0 || (num(field(job, 'status.active')) ?? 0) > 0) return '';
  const delay = Math.min(FIRST_DELAY * 2 ** (failed - 1), LONGEST_DELAY);
  return `The next begins about ${timeOf(Math.max(now, endOfPod(last) + delay))}.`;
}

function timeOf(seconds: number): string {
  return formatTimeUtc(new Date(seconds * 1000).toISOString());
}

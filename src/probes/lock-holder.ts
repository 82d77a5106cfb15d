import { parseTime } from '../text/time.ts';
import type { Probe, ProbeResult } from '../model/probe.ts';
import { entry, field, list, nameOf, text } from './read.ts';
import { isRelease } from './release/helm-release.ts';
import { isPending, readSecrets, type Revision } from './release/revisions.ts';

/**
 * Who wrote the lock of a Helm release, and whether that process can still be at work. The API server notes who wrote an
 * object by the name that the program gives itself (Kubernetes documentation, managedFields): helm says `Helm` or `helm`.
 */
export const lockHolder: Probe = {
  name: 'lock-holder',
  computes: "Who holds Helm's lock on a release: helm-controller, one that was cut off meanwhile, or somebody else.",
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    secrets: { is: 'list', means: "metadata of Helm's release Secrets" },
    pods: { is: 'list', optional: true, means: 'the pods of helm-controller' },
  },
  returns: {
    locked: "whether Helm's newest revision is locked (pending-*)",
    revision: 'that revision; null without a lock',
    status: "that revision's status, such as pending-upgrade; empty without a lock",
    since: 'when the lock was written, RFC 3339; empty without a lock',
    writer: 'the program that wrote it, as the API server noted it; empty where nothing tells',
    byOther: 'whether that program is known and is not helm-controller',
    restartedAt: 'when a container of helm-controller started after the lock was written; empty if none did',
    endedWith: 'how the container before it ended, such as OOMKilled; empty if nothing tells',
  },
  run({ release, secrets, pods }) {
    if (!isRelease(release) || !Array.isArray(secrets)) return undefined;
    const newest = readSecrets(release, secrets)[0];
    if (newest === undefined || !isPending(newest)) return UNLOCKED;
    const writer = writerOf(list(secrets), newest);
    return {
      locked: true,
      revision: newest.revision,
      status: newest.status,
      since: newest.deployedAt,
      writer,
      byOther: writer !== '' && writer !== CONTROLLER,
      ...restartAfter(newest.deployedAt, list(pods)),
    };
  },
};

const CONTROLLER = 'helm-controller';

const UNLOCKED: ProbeResult = {
  locked: false,
  revision: null,
  status: '',
  since: '',
  writer: '',
  byOther: false,
  restartedAt: '',
  endedWith: '',
};

/** The last writer of the locked revision's Secret. */
function writerOf(secrets: readonly unknown[], { revision }: Revision): string {
  const secret = secrets.find((each) => nameOf(each).endsWith(`.v${String(revision)}`));
  const written = list(field(secret, 'metadata.managedFields')).toSorted(
    (a, b) => timeOf(b, 'time') - timeOf(a, 'time'),
  );
  return text(entry(written[0], 'manager'));
}

/** A process that started after the lock was written cannot be the one that wrote it. */
function restartAfter(since: string, pods: readonly unknown[]): ProbeResult {
  const from = parseTime(since);
  const started = pods
    .flatMap((pod) => list(field(pod, 'status.containerStatuses')))
    .filter((status) => from !== undefined && timeOf(field(status, 'state.running'), 'startedAt') > from)
    .toSorted(
      (a, b) => timeOf(field(b, 'state.running'), 'startedAt') - timeOf(field(a, 'state.running'), 'startedAt'),
    );
  return {
    restartedAt: text(field(started[0], 'state.running.startedAt')),
    endedWith: text(field(started[0], 'lastState.terminated.reason')),
  };
}

function timeOf(value: unknown, key: string): number {
  return parseTime(text(entry(value, key))) ?? 0;
}

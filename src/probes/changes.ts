import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { momentOf, parseSince } from '../text/since.ts';
import { parseTime } from '../text/time.ts';
import { keyOfChanged, secondsOf, type Change, type Window } from './changes/change.ts';
import { concerns } from './changes/concerns.ts';
import { nodeChanges } from './changes/node-changes.ts';
import { appliedRevisions, helmRecords, helmRevisions, isHelmRecord, sourceRevision } from './changes/revisions.ts';
import { rollouts } from './changes/rollouts.ts';
import { writesTo, type Idle } from './changes/writes.ts';
import { field, list, num, record, text } from './read.ts';

/** What was changed in some time, from what objects tell of their own past. */
export const changes: Probe = {
  name: 'changes',
  computes:
    'What was changed since some time: rollouts, revisions of Helm and Flux, nodes, and who wrote to which object.',
  params: {
    since: { is: 'text', means: 'From when on, as it was typed: 2h, 3d, or an RFC 3339 time.' },
    now: { is: 'text', means: "The API server's time, RFC 3339." },
    workloads: { is: 'list', means: 'Deployments, StatefulSets and DaemonSets.' },
    revisions: { is: 'list', means: 'ReplicaSets and ControllerRevisions of the same namespaces.' },
    releases: { is: 'list', means: 'HelmReleases.' },
    kustomizations: { is: 'list', means: 'Kustomizations of Flux.' },
    sources: { is: 'list', means: 'Sources of Flux.' },
    nodes: { is: 'list', means: 'Nodes.' },
    pods: { is: 'list', means: 'The pods of the same namespaces: which nodes matter.' },
    written: { is: 'list', means: 'Objects of any kind, of which the metadata is enough.' },
    idle: { is: 'object', means: 'What is no change: {writers, annotations}, lists of names.' },
    settles: { is: 'number', means: 'Seconds within which a write and the rollout that it makes are one.' },
    workload: { is: 'object', optional: true, means: 'Only what can matter to this workload.' },
  },
  returns: {
    since: 'From when on, RFC 3339 in UTC.',
    changes: 'Newest first: {code, at, object, by} each, and what its kind has besides.',
    total: 'How many they are (a count).',
  },
  run(args: ProbeArgs): ProbeResult | undefined {
    const window = windowOf(args);
    if (window === undefined) return undefined;
    const nodes = nodesOf(args);
    const all = gather(args, window, nodes);
    const { workload } = args;
    const own =
      workload === undefined || workload === null ? all : all.filter((one) => concerns(one, { workload, nodes }));
    const sorted = own.toSorted((a, b) => secondsOf(b.at) - secondsOf(a.at));
    return {
      since: new Date(window.from * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
      changes: sorted,
      total: sorted.length,
    };
  },
};

function windowOf({ since, now }: ProbeArgs): Window | undefined {
  const [asked, to] = [parseSince(text(since)), parseTime(text(now))];
  return asked === undefined || to === undefined ? undefined : { from: Math.floor(momentOf(asked, to)), to };
}

function gather(args: ProbeArgs, window: Window, nodes: ReadonlySet<string>): readonly Change[] {
  const releases = list(args['releases']);
  const settles = num(args['settles']) ?? 0;
  const rolled = rollouts({ workloads: list(args['workloads']), revisions: list(args['revisions']) }, window, settles);
  const [records, written] = [list(args['written']).filter(isHelmRecord), list(args['written']).filter(isNoRecord)];
  return [
    ...rolled,
    ...releases.flatMap((release) => helmRevisions(release, window)),
    ...helmRecords(records, releases, window),
    ...list(args['sources']).flatMap((source) => sourceRevision(source, window)),
    ...list(args['kustomizations']).flatMap((each) => appliedRevisions(each, window)),
    ...list(args['nodes']).flatMap((node) => changesOfNode(node, nodes, window)),
    ...unlessRolled(
      written.flatMap((each) => writesTo(each, window, idleOf(args))),
      rolled,
      settles,
    ),
  ];
}

/** A node that came matters where a pod runs on it; one that is ill or closed may be why none does. */
function changesOfNode(node: unknown, used: ReadonlySet<string>, window: Window): readonly Change[] {
  const isUsed = used.has(text(field(node, 'metadata.name')));
  return nodeChanges(node, window).filter(({ code }) => isUsed || !['node-came', 'node-ready'].includes(code));
}

/** What helm keeps of its revisions is told as revisions. */
function isNoRecord(object: unknown): boolean {
  return !isHelmRecord(object);
}

/** The write that a rollout follows from is told by the rollout. */
function unlessRolled(written: readonly Change[], rolled: readonly Change[], settles: number): readonly Change[] {
  return written.filter(
    (one) =>
      !rolled.some(
        (other) =>
          keyOfChanged(other.object) === keyOfChanged(one.object) &&
          Math.abs(secondsOf(other.at) - secondsOf(one.at)) <= settles,
      ),
  );
}

function nodesOf({ pods, workload }: ProbeArgs): ReadonlySet<string> {
  const own = list(pods).filter((pod) => workload === undefined || workload === null || startsWithName(pod, workload));
  return new Set(own.map((pod) => text(field(pod, 'spec.nodeName'))).filter((name) => name !== ''));
}

/** Pods are named after what makes them; that is enough to tell which nodes to name. */
function startsWithName(pod: unknown, workload: unknown): boolean {
  const [own, name] = [pod, workload].map((each) => text(field(each, 'metadata.name')));
  const sameNamespace = field(pod, 'metadata.namespace') === field(workload, 'metadata.namespace');
  return sameNamespace && (own === name || own?.startsWith(`${name ?? ''}-`) === true);
}

function idleOf({ idle }: ProbeArgs): Idle {
  const { writers, annotations } = record(idle);
  return { writers: list(writers).map(text), annotations: list(annotations).map(text) };
}

import { compareText, condition, entry, field, list, nameOf, text } from '../read.ts';
import type { Endpoint } from '../traffic/endpoints.ts';
import { wantedPorts } from '../traffic/service-port.ts';
import { instanceOf } from './answer.ts';
import type { Target } from './targets.ts';

/** What the cluster knows of the Service that a target group is for. */
export interface Facts {
  readonly service: unknown;
  readonly endpoints: readonly Endpoint[];
  readonly pods: readonly unknown[];
  readonly nodes: readonly unknown[];
}

/** What a target of the group is in the cluster. */
export interface Standing {
  /** Why it need not answer (`by-design`, `pod-not-ready`, `node-not-ready`) or should not be there (`stale`, `other-port`); empty otherwise. */
  readonly is: string;
  readonly pod: string;
  readonly node: string;
  readonly since: string;
}

/** What should be registered. */
interface Expected {
  readonly pod: string;
  readonly node: string;
  readonly address: string;
  readonly since: string;
  readonly covers: (target: Target) => boolean;
}

/** How the targets of a group stand to the cluster. */
export interface Backing {
  readonly of: (target: Target) => Standing;
  /** How many should take traffic; undefined where every target may. */
  readonly wanted: number | undefined;
  readonly expected: readonly Expected[];
}

const UNKNOWN: Standing = { is: '', pod: '', node: '', since: '' };

/** Finds what targets are: addresses of pods (`ip`), nodes (`instance`), or nothing that the cluster knows. */
export function backingOf(facts: Facts, { sort, port }: { readonly sort: string; readonly port: string }): Backing {
  if (sort === 'ip') return ofPods(facts, port);
  if (sort === 'instance') return ofNodes(facts);
  return { of: () => UNKNOWN, wanted: undefined, expected: [] };
}

function ofPods({ service, endpoints, pods }: Facts, port: string): Backing {
  const meant = port === '' ? [] : wantedPorts(service, port);
  const leadsTo = ({ ports }: Endpoint, target: Target): boolean =>
    meant.length === 0 || meant.some(({ name }) => ports.get(name) === undefined || ports.get(name) === target.port);
  const podOf = ({ pod }: Endpoint): unknown => pods.find((each) => nameOf(each) === pod);
  const readySince = (each: Endpoint): string => sinceOf(podOf(each), 'ContainersReady');
  const able = endpoints.filter((each) => each.ready || waitsForTarget(podOf(each)));
  return {
    of: (target) => {
      const own = endpoints.filter(({ address }) => address === target.id);
      const [first] = own;
      if (first === undefined) return { ...UNKNOWN, is: 'stale' };
      const shown = { pod: first.pod, node: first.node, since: readySince(first) };
      if (!own.some((each) => leadsTo(each, target))) return { ...shown, is: 'other-port' };
      return { ...shown, is: own.some((each) => able.includes(each)) ? '' : 'pod-not-ready' };
    },
    wanted: new Set(able.map(({ address }) => address)).size,
    expected: able.map((each) => ({
      pod: each.pod,
      node: each.node,
      address: each.address,
      since: readySince(each),
      covers: (target) => target.id === each.address && leadsTo(each, target),
    })),
  };
}

/** A pod with such a readiness gate is not ready before its target is healthy, and is registered as soon as its containers are. */
function waitsForTarget(pod: unknown): boolean {
  const gates = list(field(pod, 'spec.readinessGates')).map((each) => text(entry(each, 'conditionType')));
  const isLeaving = text(field(pod, 'metadata.deletionTimestamp')) !== '';
  return isTrue(pod, 'ContainersReady') && !isLeaving && gates.some((gate) => gate.startsWith('target-health.'));
}

function ofNodes({ service, endpoints, pods, nodes }: Facts): Backing {
  const isLocal = field(service, 'spec.externalTrafficPolicy') === 'Local';
  const holding = new Set(endpoints.filter(({ ready }) => ready).map(({ node }) => node));
  const holders = nodes.filter((node) => holding.has(nameOf(node)));
  const since = (node: unknown): string =>
    latest([sinceOf(node, 'Ready'), isLocal ? firstReady(pods, nameOf(node)) : '']);
  const why = (node: unknown): string => {
    if (isLocal && !holding.has(nameOf(node))) return 'by-design';
    return isTrue(node, 'Ready') ? '' : 'node-not-ready';
  };
  return {
    of: ({ id }) => {
      const node = nodes.find((each) => instanceOf(each) === id);
      if (node === undefined) return { ...UNKNOWN, is: 'stale' };
      return { is: why(node), pod: '', node: nameOf(node), since: since(node) };
    },
    wanted: isLocal ? holders.length : undefined,
    expected: !isLocal
      ? []
      : holders.map((node) => ({
          pod: '',
          node: nameOf(node),
          address: instanceOf(node),
          since: since(node),
          covers: ({ id }) => id === instanceOf(node),
        })),
  };
}

/** When the first pod on a node became ready. */
function firstReady(pods: readonly unknown[], node: string): string {
  const own = pods.filter((pod) => text(field(pod, 'spec.nodeName')) === node);
  return (
    own
      .map((pod) => sinceOf(pod, 'Ready'))
      .filter(Boolean)
      .toSorted(compareText)[0] ?? ''
  );
}

function sinceOf(object: unknown, type: string): string {
  return isTrue(object, type) ? text(entry(condition(object, type), 'lastTransitionTime')) : '';
}

function isTrue(object: unknown, type: string): boolean {
  return entry(condition(object, type), 'status') === 'True';
}

/** Times of Kubernetes all have one form, in which later ones are greater texts. */
function latest(times: readonly string[]): string {
  return times.toSorted(compareText).at(-1) ?? '';
}

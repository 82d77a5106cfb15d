import type { Probe, ProbeResult } from '../model/probe.ts';
import { eventTime } from '../text/event-time.ts';
import { parseTime } from '../text/time.ts';
import { changedFields } from './config/field-changes.ts';
import { condition, entry, field, list, named, nameOf, record, text } from './read.ts';
import { portNumber, probesOf, type ContainerProbe } from './scheduling/container-probe.ts';

/** What the kubelet last said of a container's probe, and what differs from a pod that passes. */
export const probeFailure: Probe = {
  name: 'probe-failure',
  computes:
    "What the kubelet's last event says of a probe that fails now, the port that the log says is listened on, and what differs from a ready pod of another revision.",
  params: {
    pod: { is: 'object', means: 'the pod' },
    container: { is: 'text', means: "the container's name" },
    failing: { is: 'text', means: 'the probe in question: startup, readiness or liveness' },
    events: {
      is: 'list',
      optional: true,
      means: 'events about the pod; without them nothing is known of what was said',
    },
    siblings: { is: 'list', optional: true, means: 'pods of the same workload' },
    log: { is: 'text', optional: true, means: 'the last lines of the container' },
  },
  returns: {
    said: 'the last event about that probe since the container was started, word for word; empty without one',
    words: 'the same without what the kubelet puts before it',
    at: 'when that was; empty without one',
    kills: 'whether the kubelet has restarted the container for a probe',
    listens: 'the port that the log says is listened on, as a text; empty without one',
    isLocal: 'whether the log says that it listens on a loopback address there',
    asks: 'the number of the port that the probe in question asks; null where that is not known',
    passing: 'a ready pod of another revision; null without one',
    changed: 'names of the fields in which the container differs from the one of that pod, in order',
    changedText: 'the same as one line',
    portBefore: 'the port number that the probe of that pod asks; null without one',
    pathBefore: 'the path that it asks; empty without one',
    schemeBefore: 'HTTP or HTTPS; empty without one',
    fieldName: 'the field of the probe in question, such as readinessProbe',
    onlyPort: 'the number of the only port that the container declares; null where it declares none or several',
  },
  run({ pod, container, failing, events, siblings, log }) {
    const name = text(container);
    const spec = containerOf(pod, name);
    if (spec === undefined) return undefined;
    const when = text(failing);
    const all = list(events).filter((event) => isOfContainer(event, name) && isSince(event, startOf(pod, name)));
    const last = lastOf(all.filter((event) => saysOf(event, when)));
    const said = text(entry(last, 'message'));
    return {
      said,
      words: said.replace(PREFIX, ''),
      at: last === undefined ? '' : eventTime(last),
      kills: list(events).some((event) => isOfContainer(event, name) && KILLS.test(text(entry(event, 'message')))),
      ...listened(text(log)),
      asks: askedPort(spec, when),
      ...comparedTo(passingSibling(pod, siblings), spec, when),
      fieldName: `${when}Probe`,
      onlyPort: onlyPort(spec),
    };
  },
};

/** kubelet, prober.go: `Readiness probe failed: …` and `Readiness probe errored and resulted in unknown state: …`. */
const PREFIX = /^(?:Readiness|Liveness|Startup) probe (?:failed|errored(?: and resulted in \w+ state)?): /;

/** kubelet, kuberuntime_manager.go: what it says of a container that it is about to kill. */
const KILLS = /^Container \S+ failed (?:liveness|startup) probe/;

/** What programs write when they begin to serve: the address, and the port behind its last colon or the word port. */
const LISTENS = /\b(?:listening|started|serving|running|bound)\b[^\n]{0,80}?(?:\bport\(?s?\)?:?\s+|:)(\d{2,5})\b/i;

/** The same with the address: one that only the pod itself reaches. */
const LOOPBACK = /(?:\b127\.\d+\.\d+\.\d+|\blocalhost|\[::1\]|(?<![:\w])::1):\d{2,5}\b/i;

function listened(log: string): { readonly listens: string; readonly isLocal: boolean } {
  const found = LISTENS.exec(log);
  return { listens: found?.[1] ?? '', isLocal: found !== null && LOOPBACK.test(found[0]) };
}

function askedPort(spec: unknown, when: string): number | null {
  const probe = probesOf(spec).find((each) => each.when === when);
  return probe === undefined ? null : portNumber(spec, probe.port);
}

function containerOf(pod: unknown, name: string): unknown {
  return named(field(pod, 'spec.containers'), name) ?? named(field(pod, 'spec.initContainers'), name);
}

/** An event names the container that it is about by a path (`spec.containers{web}`); one without is taken. */
function isOfContainer(event: unknown, name: string): boolean {
  const path = text(field(event, 'involvedObject.fieldPath'));
  return path === '' || path.endsWith(`{${name}}`);
}

function startOf(pod: unknown, name: string): number | undefined {
  const status = named(field(pod, 'status.containerStatuses'), name);
  return parseTime(text(field(status, 'state.running.startedAt')));
}

function isSince(event: unknown, start: number | undefined): boolean {
  const at = parseTime(eventTime(event));
  return start === undefined || at === undefined || at >= start;
}

function saysOf(event: unknown, when: string): boolean {
  return (
    text(entry(event, 'reason')) === 'Unhealthy' &&
    text(entry(event, 'message')).toLowerCase().startsWith(`${when} probe `)
  );
}

function lastOf(events: readonly unknown[]): unknown {
  const at = (event: unknown): number => parseTime(eventTime(event)) ?? 0;
  return events.toSorted((a, b) => at(a) - at(b)).at(-1);
}

function passingSibling(pod: unknown, siblings: unknown): unknown {
  const own = revisionOf(pod);
  return list(siblings).find(
    (each) =>
      nameOf(each) !== nameOf(pod) && revisionOf(each) !== own && entry(condition(each, 'Ready'), 'status') === 'True',
  );
}

/** Labels by which Deployments, StatefulSets and DaemonSets tell their revisions apart. */
function revisionOf(pod: unknown): string {
  const labels = field(pod, 'metadata.labels');
  return text(entry(labels, 'pod-template-hash')) || text(entry(labels, 'controller-revision-hash'));
}

function comparedTo(passing: unknown, spec: unknown, when: string): ProbeResult {
  const before = containerOf(passing, text(entry(spec, 'name')));
  const changed = before === undefined ? [] : changedFields(declared(before), declared(spec));
  const probe = probesOf(before).find((each) => each.when === when);
  return {
    passing: before === undefined ? null : passing,
    changed,
    changedText: changed.join(', '),
    portBefore: probe === undefined ? null : portNumber(before, probe.port),
    ...addressOf(probe),
  };
}

/** Without what the API server mounts into every pod under a name of its own (ServiceAccount admission). */
function declared(spec: unknown): unknown {
  const mounts = list(entry(spec, 'volumeMounts')).filter((each) => text(entry(each, 'mountPath')) !== TOKEN_PATH);
  return { ...record(spec), volumeMounts: mounts };
}

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

function addressOf(probe: ContainerProbe | undefined): { readonly pathBefore: string; readonly schemeBefore: string } {
  return { pathBefore: probe?.path ?? '', schemeBefore: probe?.scheme ?? '' };
}

function onlyPort(spec: unknown): number | null {
  const ports = list(entry(spec, 'ports'));
  return ports.length === 1 ? portNumber(spec, Number(entry(ports[0], 'containerPort'))) : null;
}

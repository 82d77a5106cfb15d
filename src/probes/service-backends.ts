import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { selects } from './label-selector.ts';
import { entry, field, list, nameOf, namespaceOf, text } from './read.ts';
import { nearestMiss, wantedPods, wouldChoose, type NearMiss } from './traffic/candidates.ts';
import { portsOf, numberOn } from './traffic/service-port.ts';
import { workloadStatus } from './workload-status.ts';

/** Which workloads a Service gets its pods from, or would, were its selector another one. */
export const serviceBackends: Probe = {
  name: 'service-backends',
  computes: 'The workloads behind a Service, and the one that its selector misses by a label.',
  params: {
    service: { is: 'object', means: 'The Service.' },
    pods: { is: 'list', means: 'The pods that it chooses.' },
    workloads: { is: 'list', means: 'The Deployments, StatefulSets and DaemonSets of its namespace.' },
    services: { is: 'list', optional: true, means: 'The Services of its namespace.' },
  },
  returns: {
    behind: 'The workloads whose pods it chooses, or would once there are any.',
    names: 'They, as one line.',
    wanting: 'Those of them that want pods.',
    idle: 'Those of them that are scaled to none.',
    nearest: 'The workload that it misses; null without one.',
    nearestName: 'Its kind and name; empty without one.',
    nearestReady: 'Whether that one has all its pods ready.',
    differs: 'By which labels it misses it, in words.',
    differsCount: 'By how many.',
    key: 'The label, where it is one; else empty.',
    wanted: 'The value that the selector has for it.',
    found: 'The value that the pods have; empty where they have no such label.',
    servedBy: 'Another Service that leads to those pods; empty without one.',
    strangers: 'Of several workloads behind it, those that cannot answer on its ports.',
    strangersText: 'They, in words.',
  },
  run: findBackends,
};

function findBackends({ service, pods, workloads, services }: ProbeArgs): ProbeResult | undefined {
  if (nameOf(service) === '' || !Array.isArray(pods) || !Array.isArray(workloads)) return undefined;
  const own = list(workloads).filter((each) => namespaceOf(each) === namespaceOf(service));
  const behind = own.filter((workload) => wouldChoose(service, workload) || makesOneOf(workload, pods));
  const miss = behind.length === 0 ? nearestMiss(service, own) : undefined;
  const strangers = strangersAmong(service, behind);
  return {
    behind,
    names: behind.map(describe).join(', '),
    wanting: behind.filter((workload) => wantedPods(workload) > 0),
    idle: behind.filter((workload) => wantedPods(workload) === 0),
    ...nearestResult(service, miss, list(services)),
    strangers,
    strangersText: strangers.map(describe).join(', '),
  };
}

/** A label that is put on a pod after it was made leaves it a pod of its workload. */
function makesOneOf(workload: unknown, pods: readonly unknown[]): boolean {
  return pods.some((pod) => selects(field(workload, 'spec.selector'), field(pod, 'metadata.labels')));
}

function nearestResult(service: unknown, miss: NearMiss | undefined, services: readonly unknown[]): ProbeResult {
  if (miss === undefined) return NONE_NEAR;
  const { workload, differs } = miss;
  const [only, ...more] = differs;
  return {
    nearest: workload,
    nearestName: describe(workload),
    nearestReady: wantedPods(workload) > 0 && isComplete(workload),
    differs: differs.map(differenceText).join('; '),
    differsCount: differs.length,
    ...(only === undefined || more.length > 0 ? NO_LABEL : only),
    servedBy: nameOf(services.find((each) => nameOf(each) !== nameOf(service) && isSibling(each, service, workload))),
  };
}

const NO_LABEL = { key: '', wanted: '', found: '' };
const NONE_NEAR: ProbeResult = {
  nearest: null,
  nearestName: '',
  nearestReady: false,
  differs: '',
  differsCount: 0,
  ...NO_LABEL,
  servedBy: '',
};

/** Another Service of the same place that leads to the workload. */
function isSibling(other: unknown, service: unknown, workload: unknown): boolean {
  return namespaceOf(other) === namespaceOf(service) && wouldChoose(other, workload);
}

function isComplete(workload: unknown): boolean {
  return workloadStatus.run({ workload })?.['complete'] === true;
}

function differenceText({ key, wanted, found }: NearMiss['differs'][number]): string {
  return found === ''
    ? `the selector wants ${key}=${wanted}, its pods have no label ${key}`
    : `the selector wants ${key}=${wanted}, its pods have ${key}=${found}`;
}

/**
 * A Service may well lead to several workloads (a canary beside the stable one). Where a target port is a name that some
 * of them have and others have not, the others were not meant.
 */
function strangersAmong(service: unknown, behind: readonly unknown[]): readonly unknown[] {
  const answers = (workload: unknown): boolean =>
    portsOf(service).every((port) => numberOn(field(workload, 'spec.template'), port) !== undefined);
  if (behind.length < 2 || !behind.some(answers)) return [];
  return behind.filter((workload) => !answers(workload));
}

function describe(workload: unknown): string {
  return `${text(entry(workload, 'kind'))} ${nameOf(workload)}`;
}

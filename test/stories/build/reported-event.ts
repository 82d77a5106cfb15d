import type { Built } from './build.ts';
import { filledIn, listOf, partOf, textOf } from './json-parts.ts';

/** Reasons of the kubelet's events that are about one container and say so in the field path. */
const ABOUT_A_CONTAINER = ['BackOff', 'Created', 'Failed', 'Killing', 'Pulled', 'Pulling', 'Started', 'Unhealthy'];

/** An event with where it comes from: the node of the kubelet that reports it, and the container that it is about. */
export function reportedEvent(event: Built, pods: ReadonlyMap<string, Built>): Built {
  const source = partOf(event, 'source');
  const component = textOf(source['component']);
  const pod = pods.get(textOf(partOf(event, 'involvedObject')['uid']));
  const node = pod === undefined ? '' : textOf(partOf(pod, 'spec')['nodeName']);
  const host = component === 'kubelet' && node !== '' ? { host: node } : {};
  const about = filledIn(partOf(event, 'involvedObject'), { ...versionOf(event), ...fieldPathOf(event, pod) });
  if (event['reportingComponent'] === SCHEDULER) {
    return { ...filledIn(event, { action: 'Scheduling', reportingInstance: INSTANCE }), involvedObject: about };
  }
  const reporter = { reportingComponent: component, reportingInstance: textOf(host.host) };
  return { ...filledIn(event, reporter), source: filledIn(source, host), involvedObject: about };
}

const SCHEDULER = 'default-scheduler';
/** The scheduler adds the name of its host. */
const INSTANCE = 'default-scheduler-control-plane';

/** Who reports on a node only knows its name. */
function versionOf(event: Built): Readonly<Record<string, string>> {
  return partOf(event, 'involvedObject')['kind'] === 'Node' ? {} : { resourceVersion: '1' };
}

function fieldPathOf(event: Built, pod: Built | undefined): Readonly<Record<string, string>> {
  const isKubelet = partOf(event, 'source')['component'] === 'kubelet';
  if (!isKubelet || pod === undefined || !ABOUT_A_CONTAINER.includes(textOf(event['reason']))) return {};
  const [container, ...others] = listOf(partOf(pod, 'spec')['containers']);
  const isOnly = container !== undefined && others.length === 0 && partOf(pod, 'spec')['initContainers'] === undefined;
  return isOnly ? { fieldPath: `spec.containers{${textOf(container['name'])}}` } : {};
}

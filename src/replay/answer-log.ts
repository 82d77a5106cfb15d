import type { KubeObject } from '../model/object.ts';
import type { ApiRequest } from './api-request.ts';
import { logKey } from './capture.ts';
import { textAnswer, type HttpAnswer } from './http-answer.ts';
import { cutLog, logWish } from './log-lines.ts';
import { refusedLogOptions } from './log-options.ts';
import { notAcceptable, shapeFor } from './media-types.ts';
import { asList, asNumber, asText, at, isMapping } from './narrow.ts';
import { isSet } from './query-values.ts';
import type { ResourceRoute } from './route.ts';
import { badRequest, notFound, notHeld } from './status-answers.ts';
import type { View } from './view.ts';

/**
 * The log of one container of a pod, as plain text. Where the pod's status shows that there can be none, the refusal is in
 * the words of the real server; a log that there must have been, but is not in the capture, is one that it does not hold.
 * Wrong parameters are refused before anybody looks for the pod.
 */
export function answerLog(
  view: View,
  pod: KubeObject | undefined,
  route: ResourceRoute,
  request: ApiRequest,
): HttpAnswer {
  const { query } = request;
  if (shapeFor(request) === undefined) return notAcceptable();
  const refused = refusedLogOptions(query, route.name ?? '');
  if (refused !== undefined) return refused;
  if (pod === undefined) return notFound({ plural: 'pods', group: '', name: route.name });
  const names = containerNames(pod);
  const [only] = names.main.length === 1 ? names.main : [];
  const container = query.get('container') ?? only;
  if (container === undefined) return badRequest(chooseOne(pod, names));
  if (!Object.values(names).flat().includes(container)) {
    return badRequest(`container ${container} is not valid for pod ${pod.metadata.name}`);
  }
  return containerLog(view, pod, container, query);
}

function containerLog(view: View, pod: KubeObject, container: string, query: URLSearchParams): HttpAnswer {
  const previous = isSet(query, 'previous');
  const text = view.capture.logs.get(logKey(pod.metadata.namespace ?? '', pod.metadata.name, container, previous));
  if (text === undefined) return noLog(pod, container, previous);
  const kept = cutLog(text, logWish(query, view.now));
  return kept === undefined
    ? notHeld(`the times of the lines of ${logOf(pod, container, previous)}`)
    : { ...textAnswer(kept), contentType: 'text/plain' };
}

interface ContainerNames {
  readonly init: readonly string[];
  readonly main: readonly string[];
  readonly ephemeral: readonly string[];
}

function containerNames(pod: KubeObject): ContainerNames {
  const namesIn = (field: string): string[] => asList(at(pod, 'spec', field)).map((one) => asText(at(one, 'name')));
  return { init: namesIn('initContainers'), main: namesIn('containers'), ephemeral: namesIn('ephemeralContainers') };
}

/** All of them in the order in which they start. */
function chooseOne(pod: KubeObject, { init, main, ephemeral }: ContainerNames): string {
  const names = [...init, ...main, ...ephemeral].join(' ');
  return `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names}]`;
}

/** Source of the sentences: the kubelet's `validateContainerLogStatus` (Kubernetes 1.32). */
function noLog(pod: KubeObject, container: string, previous: boolean): HttpAnswer {
  const status = statusOf(pod, container);
  const where = `container "${container}" in pod "${pod.metadata.name}"`;
  if (status === undefined && at(pod, 'status', 'phase') === 'Pending') return neverStarted(pod, where);
  const neverRestarted = status !== undefined && asNumber(at(status, 'restartCount')) === 0;
  if (previous && neverRestarted) return badRequest(`previous terminated ${where} not found`);
  const waiting = at(status, 'state', 'waiting');
  const hasRun = isMapping(at(status, 'lastState', 'terminated'));
  if (isMapping(waiting) && !hasRun && !previous) {
    return badRequest(`${where} is waiting to start: ${waitReason(waiting)}`);
  }
  return notHeld(logOf(pod, container, previous));
}

function logOf(pod: KubeObject, container: string, previous: boolean): string {
  return `the ${previous ? 'previous ' : ''}log of container "${container}" in pod "${pod.metadata.name}"`;
}

/** Without a node there is no kubelet to ask, and the server answers with nothing. */
function neverStarted(pod: KubeObject, where: string): HttpAnswer {
  const isScheduled = asText(at(pod, 'spec', 'nodeName')) !== '';
  return isScheduled ? badRequest(`${where} is not available`) : { status: 204, contentType: '', body: '' };
}

function statusOf(pod: KubeObject, container: string): unknown {
  const fields = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'];
  return fields.flatMap((field) => asList(at(pod, 'status', field))).find((status) => at(status, 'name') === container);
}

const PULL_TROUBLE: Readonly<Record<string, string>> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
};

function waitReason(waiting: Readonly<Record<string, unknown>>): string {
  const reason = asText(waiting['reason']);
  return PULL_TROUBLE[reason] ?? reason;
}

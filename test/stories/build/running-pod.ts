import type { Built, Change } from './build.ts';
import { digestOf, numberOf } from './digest.ts';
import { listOf, partOf, textOf } from './json-parts.ts';

/**
 * A pod with what the kubelet of its node writes into its status: addresses, ids of containers, digests of images. A pod
 * without a node, or of which no kubelet has reported yet, stays as it is.
 */
export function runningPod(pod: Built, hostIp: string): Built {
  const status = partOf(pod, 'status');
  const node = textOf(partOf(pod, 'spec')['nodeName']);
  if (node === '' || status['startTime'] === undefined) return pod;
  const reported = { ...status, hostIP: hostIp, hostIPs: [{ ip: hostIp }], ...addressesOf(pod, hostIp) };
  const lists = ['containerStatuses', 'initContainerStatuses'].filter((field) => status[field] !== undefined);
  const statuses = lists.map((field) => [field, listOf(status[field]).map((each) => identified(each, uidOf(pod)))]);
  return { ...pod, status: { ...reported, ...(Object.fromEntries(statuses) as Change) } };
}

/** The address of a node in the network that all stories share, by its name. */
export function nodeAddress(name: string): string {
  return `10.20.0.${10 + numberOf(name, 240)}`;
}

function uidOf(pod: Built): string {
  return textOf(partOf(pod, 'metadata')['uid']);
}

/** A pod has an address as soon as its sandbox stands: then an image is pulled, or a container has run. A story may give it. */
function addressesOf(pod: Built, hostIp: string): Change {
  if (!hasSandbox(pod)) return {};
  const isOnHost = partOf(pod, 'spec')['hostNetwork'] === true;
  const node = textOf(partOf(pod, 'spec')['nodeName']);
  const given = textOf(partOf(pod, 'status')['podIP']);
  const podIp = isOnHost ? hostIp : given || `10.244.${numberOf(node, 250)}.${2 + numberOf(uidOf(pod), 250)}`;
  return { podIP: podIp, podIPs: [{ ip: podIp }] };
}

function hasSandbox(pod: Built): boolean {
  const status = partOf(pod, 'status');
  const all = ['initContainerStatuses', 'containerStatuses'].flatMap((field) => listOf(status[field]));
  return all.some((each) => {
    const waits = textOf(partOf(each, 'state', 'waiting')['reason']);
    return waits === ''
      ? Object.keys(partOf(each, 'state')).length > 0
      : !['ContainerCreating', 'PodInitializing'].includes(waits);
  });
}

/** Stories write short ids; a runtime writes 64 digits, new ones for every start of a container. */
function identified(status: Change, pod: string): Change {
  const name = textOf(status['name']);
  const id = (text: string): string => `containerd://${digestOf(`${pod}/${name}/${text}`)}`;
  const image = textOf(status['image']);
  const short = textOf(status['containerID']);
  const last = partOf(status, 'lastState', 'terminated');
  const ended = partOf(status, 'state', 'terminated');
  return {
    ...status,
    ...(short === '' ? {} : { containerID: id(short) }),
    ...(textOf(status['imageID']) === '' ? {} : { imageID: imageIdOf(image, textOf(status['imageID'])) }),
    ...(last['containerID'] === undefined
      ? {}
      : { lastState: { terminated: { ...last, containerID: id(textOf(last['containerID'])) } } }),
    ...(ended['containerID'] === undefined
      ? {}
      : { state: { terminated: { ...ended, containerID: id(textOf(ended['containerID'])) } } }),
  };
}

/** The digest that a story gives in full stays; else it is the same for the same image. */
function imageIdOf(image: string, given: string): string {
  return /@sha256:[0-9a-f]{64}$/.test(given) ? given : `${image.replace(/:[^/:]+$/, '')}@sha256:${digestOf(image)}`;
}

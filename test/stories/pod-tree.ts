/** One thing that keeps a pod from being ready, or from being there at all, and the story that shows it. */
export interface PodTreeLine {
  readonly line: string;
  /** `RUNBOOK/NAME` of the story with the fault; those without it are named after it, see `FACES`. */
  readonly story: string;
}

/**
 * How the four stories of a line are called: the fault; the same cluster without it; nothing wrong, and old signs that
 * speak of it; and the fault with the look-up forbidden that proves it.
 */
export const FACES = { fault: '', twin: '-healthy', decoy: '-decoy', denied: '-denied' } as const;

/** Every line of the pod tree, from the scheduler over admission and nodes to the controllers that make pods. */
export const POD_TREE: readonly PodTreeLine[] = [
  { line: 'required pod affinity', story: 'room/pod-affinity' },
  { line: 'required pod anti-affinity', story: 'room/pod-anti-affinity' },
  { line: 'topology spread', story: 'room/topology-spread' },
  { line: 'host ports', story: 'room/host-ports' },
  { line: 'the zone of a volume', story: 'room/volume-zone' },
  { line: 'the node affinity of a volume', story: 'room/volume-node-affinity' },
  { line: 'an extended resource', story: 'room/extended-resource' },
  { line: 'priority too low to make room', story: 'room/priority-too-low' },
  { line: 'preempted by a pod of higher priority', story: 'room/preempted' },
  { line: 'scheduling gates', story: 'pod/scheduling-gated' },
  { line: 'quota, ReplicaSet', story: 'refused/quota' },
  { line: 'quota, Job', story: 'refused/quota-job' },
  { line: 'LimitRange', story: 'refused/limit-range' },
  { line: 'webhook that refuses', story: 'refused/webhook' },
  { line: 'webhook that does not answer', story: 'refused/webhook-away' },
  { line: 'admission policy', story: 'refused/admission-policy' },
  { line: 'Pod Security', story: 'refused/pod-security' },
  { line: 'missing ServiceAccount', story: 'refused/no-service-account' },
  { line: 'evicted by a node under pressure', story: 'stopped/evicted' },
  { line: 'evicted over its own limit', story: 'stopped/over-own-limit' },
  { line: 'no network: plugin not ready', story: 'pod/sandbox-plugin' },
  { line: 'no network: no address left', story: 'pod/sandbox-no-address' },
  { line: 'node not ready', story: 'node/not-ready' },
  { line: 'node cordoned', story: 'room/nodes-cordoned' },
  { line: 'node out of disk', story: 'node/out-of-disk' },
  { line: 'node under pressure', story: 'node/under-pressure' },
  { line: 'node gone', story: 'node/gone' },
  { line: 'ends and waits for a finalizer', story: 'ending/finalizer' },
  { line: 'ends on a node that is gone', story: 'ending/node-gone' },
  { line: 'ends and uses its grace', story: 'ending/grace' },
  { line: 'rollout past its deadline', story: 'workload/past-deadline' },
  { line: 'StatefulSet waits for an earlier pod', story: 'workload/statefulset-order' },
  { line: 'Job out of attempts', story: 'workload/job-back-off' },
  { line: 'Job past its deadline', story: 'workload/job-deadline' },
];

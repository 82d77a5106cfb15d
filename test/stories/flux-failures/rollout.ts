import { faces, type FluxFailure } from './cell.ts';

/** The rollout did not become ready; a revision of the release exists, and the truth is in its workloads. */
export const rolloutFailures: readonly FluxFailure[] = [
  {
    id: 'F01',
    failure: 'Helm gave up waiting',
    fault: 'examples/rollout-does-not-fit',
    decoy: 'examples/decoy',
    denied: 'helmrelease/rollout-nodes-denied',
  },
  {
    id: 'F01a',
    failure: 'a pod has no node to go to',
    fault: 'examples/rollout-does-not-fit',
    decoy: 'room/rollout-decoy',
    denied: 'room/rollout-nodes-denied',
  },
  { id: 'F01b', failure: 'pods are never created', ...faces('refused/no-service-account') },
  {
    id: 'F01c',
    failure: 'an image is not pulled',
    fault: 'pod/image-not-found',
    decoy: 'pod/image-decoy',
    denied: 'pod/image-pods-denied',
  },
  {
    id: 'F01d',
    failure: 'a container crashes',
    fault: 'crash/loop',
    decoy: 'crash/decoy',
    denied: 'crash/loop-log-denied',
  },
  {
    id: 'F01e',
    failure: 'a probe fails',
    fault: 'failing-probe/fails',
    decoy: 'failing-probe/warming-up',
    denied: 'failing-probe/fails-log-denied',
  },
  {
    id: 'F01f',
    failure: 'configuration is missing',
    fault: 'container-config/secret-missing',
    decoy: 'container-config/decoy',
    denied: 'container-config/secret-missing-denied',
  },
  {
    id: 'F01g',
    failure: 'storage is missing or elsewhere',
    fault: 'pod/claim-not-bound',
    decoy: 'pod/claim-decoy',
    denied: 'pod/claim-not-bound-classes-denied',
  },
  {
    id: 'F01h',
    failure: 'pods are well, something else is not ready',
    ...faces('awaited-object/address-pending'),
  },
  { id: 'F01i', failure: 'slow, and ready by now', ...faces('helmrelease/slow-and-ready') },
  {
    id: 'F02',
    failure: 'retries are used up',
    fault: 'helmrelease/only-the-counter',
    decoy: 'helmrelease/decoy',
    denied: 'helmrelease/only-the-counter-pods-denied',
  },
  {
    id: 'F03',
    failure: 'rolled back or uninstalled',
    fault: 'examples/rollout-rolled-back',
    decoy: 'examples/decoy',
    denied: 'helmrelease/rolled-back-nodes-denied',
  },
  { id: 'F04', failure: 'no revision to go back to', ...faces('helm-storage/nothing-to-go-back-to') },
  { id: 'F05', failure: 'unknown for longer than it may take', ...faces('helmrelease/success-not-noted') },
];

import type { Probe } from '../model/probe.ts';
import { isRecord, field } from './read.ts';
import { effectiveRequest } from './scheduling/effective-request.ts';

/** What a pod takes from a node, by the rule of `PodRequests` (k8s.io/component-helpers/resource). */
export const podDemand: Probe = {
  name: 'pod-demand',
  computes:
    'The effective request of a pod: containers, sidecars, init containers, pod-level requests, overhead and resizes.',
  params: { pod: { is: 'object', means: 'A pod, or a pod template with its spec.' } },
  returns: {
    cpu: 'Requested cpu in millicores.',
    memory: 'Requested memory in bytes.',
    other: 'Every further resource by name, in bytes or as a count.',
  },
  run({ pod }) {
    if (!isRecord(field(pod, 'spec'))) return undefined;
    const { cpu = 0, memory = 0, ...other } = Object.fromEntries(effectiveRequest(pod));
    return { cpu, memory, other };
  },
};

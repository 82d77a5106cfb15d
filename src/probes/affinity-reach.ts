import type { Probe } from '../model/probe.ts';
import { isRecord, field, list } from './read.ts';
import { affinityTerms } from './scheduling/affinity-term.ts';

/** Whether a rule about other pods picks namespaces by their labels, so that namespaces have to be looked up. */
export const affinityReach: Probe = {
  name: 'affinity-reach',
  computes: 'Whether affinity or anti-affinity between pods hangs on the labels of namespaces.',
  params: {
    pod: { is: 'object', means: 'The pod to be placed.' },
    pods: { is: 'list', means: 'The pods of all namespaces with their labels and required anti-affinity.' },
  },
  returns: {
    picksNamespaces: 'Whether it does: a rule whose labels match picks its namespaces by their labels.',
  },
  run({ pod, pods }) {
    if (!isRecord(field(pod, 'spec'))) return undefined;
    const own = [...affinityTerms(pod, 'podAffinity', undefined), ...affinityTerms(pod, 'podAntiAffinity', undefined)];
    const hangs = (other: unknown) =>
      own.some((term) => term.matches(other) === undefined) ||
      affinityTerms(other, 'podAntiAffinity', undefined).some((term) => term.matches(pod) === undefined);
    return { picksNamespaces: [pod, ...list(pods)].some(hangs) };
  },
};

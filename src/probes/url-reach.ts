import type { Probe } from '../model/probe.ts';
import { text } from './read.ts';

/** Names of Services, and of the machine itself: `name.namespace.svc`, with the usual domain of clusters or without. */
const INSIDE = /^[^/]*(?:\.svc(?:\.cluster\.local)?|localhost|127\.0\.0\.1)(?::\d+)?(?:\/|$)/;

/** Whether an address means anything outside of the cluster (Kubernetes: DNS for Services and Pods). */
export const urlReach: Probe = {
  name: 'url-reach',
  computes: 'Whether a URL leads somewhere only inside of a cluster, or inside of one machine.',
  params: { url: { is: 'text', means: 'the URL; empty where it is not known' } },
  returns: {
    inside: 'whether its host is the name of a Service, or the machine itself; false for what is no http or https URL',
  },
  run({ url }) {
    if (typeof url !== 'string') return undefined;
    const rest = /^https?:\/\/(.*)$/.exec(text(url))?.[1];
    return { inside: rest !== undefined && INSIDE.test(rest) };
  },
};

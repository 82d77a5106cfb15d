import type { Probe, ProbeResult } from '../model/probe.ts';
import { text } from './read.ts';

/**
 * What a host name means inside the cluster: the search list of a pod makes `db`, `db.data`, `db.data.svc` and the full
 * name of one Service (Kubernetes documentation, "DNS for Services and Pods"). A name of two parts may also be a pod behind
 * a headless Service of the same namespace, or a name outside.
 */
export const clusterAddress: Probe = {
  name: 'cluster-address',
  computes: 'Whether a host is a Service of the cluster by its name, an address, the pod itself or something outside.',
  params: {
    host: { is: 'text', means: 'the host as the program names it' },
    namespace: { is: 'text', means: "the pod's namespace" },
  },
  returns: {
    form: '`service`, `address`, `loopback`, `outside`; empty where there is no host',
    service: 'the name of the Service; empty where it is none',
    namespace: 'its namespace',
    sure: 'whether it can be nothing else: a name of two parts may be a name outside',
    peer: 'the headless Service that it is a pod of, in the same namespace, if it is that; empty where it cannot be',
    address: 'the address without brackets; empty for a name',
    set: 'the StatefulSet whose pod it may name (`db` of `db-0.db`); empty where it names none',
    setService: 'the Service under which that pod would have its name',
    setNamespace: 'the namespace of both',
  },
  run({ host, namespace }) {
    const name = text(host).replace(/\.$/, '').toLowerCase();
    const address = addressIn(name);
    if (name === 'localhost' || isLoopback(address)) return { ...NOTHING, form: 'loopback', address };
    if (address !== '') return { ...NOTHING, form: 'address', address };
    return name === '' ? NOTHING : named(name.split('.'), text(namespace));
  },
};

const NOTHING: ProbeResult = {
  form: '',
  service: '',
  namespace: '',
  sure: false,
  peer: '',
  address: '',
  set: '',
  setService: '',
  setNamespace: '',
};

function named(parts: readonly string[], own: string): ProbeResult {
  const [first = '', second = ''] = parts;
  const at = parts.indexOf('svc');
  if (at >= 2) {
    const [head = '', place = ''] = parts.slice(at - 2);
    return { ...service(head, place, true), ...(at === 3 ? podOfSet(first, head, place) : {}) };
  }
  if (parts.length === 1) return service(first, own, true);
  if (parts.length === 2) return { ...service(first, second, false), peer: second, ...podOfSet(first, second, own) };
  return { ...NOTHING, form: 'outside' };
}

function service(name: string, namespace: string, sure: boolean): ProbeResult {
  return { ...NOTHING, form: 'service', service: name, namespace, sure };
}

/** Pods of a StatefulSet are called after it and numbered, and have their names under its Service. */
function podOfSet(pod: string, setService: string, setNamespace: string): ProbeResult {
  const set = /^(?<set>.+)-\d+$/.exec(pod)?.groups?.['set'];
  return set === undefined ? {} : { set, setService, setNamespace };
}

function addressIn(name: string): string {
  const bare = name.replace(/^\[|\]$/g, '');
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(bare) || (bare.includes(':') && /^[0-9a-f:.]+$/.test(bare)) ? bare : '';
}

function isLoopback(address: string): boolean {
  return /^127\./.test(address) || address === '::1' || address === '0.0.0.0' || address === '::';
}

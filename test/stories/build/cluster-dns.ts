import { settled } from './app.ts';
import type { Built } from './build.ts';
import { deepMerge } from './merge.ts';
import { service, sliceOf } from './traffic.ts';

/** The Service of the DNS of the cluster, as kubeadm sets it up. */
export const dnsService = deepMerge(
  service('kube-dns', {
    clusterIP: '10.96.0.10',
    clusterIPs: ['10.96.0.10'],
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
      { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
    ],
    selector: { 'k8s-app': 'kube-dns' },
  }),
  { metadata: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/name': 'CoreDNS' } } },
);
const core = settled({
  name: 'coredns',
  namespace: 'kube-system',
  container: {
    ports: [
      { name: 'dns', containerPort: 53, protocol: 'UDP' },
      { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
    ],
  },
});
/** A name server that is ready. */
export const corePod = deepMerge(core.newPod, { metadata: { labels: { 'k8s-app': 'kube-dns' } } });
/** What runs the name servers. */
export const coreDeployment = deepMerge(core.deployment, {
  spec: { template: { metadata: { labels: { 'k8s-app': 'kube-dns' } } } },
});
const dnsPorts = {
  ports: [
    { name: 'dns', port: 53, protocol: 'UDP' },
    { name: 'dns-tcp', port: 53, protocol: 'TCP' },
  ],
};
/** Deployment, pod, Service and addresses. */
export const clusterDns: readonly Built[] = [
  coreDeployment,
  core.newSet,
  corePod,
  dnsService,
  deepMerge(sliceOf(dnsService, [corePod], dnsPorts), { metadata: { namespace: 'kube-system' } }),
];

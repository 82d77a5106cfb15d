import { object, type Built } from '../../stories/build/build.ts';
import { ago } from './moment.ts';
import { service, serviceAccount, secret } from './plain.ts';
import { container, httpProbe, podSpec } from './pod-spec.ts';
import type { Workload } from './workload.ts';

const LABELS = { 'app.kubernetes.io/component': 'controller', 'app.kubernetes.io/name': 'ingress-nginx' } as const;
const HOME = { namespace: 'ingress-nginx', created: ago('180d'), labels: LABELS } as const;
export const PUBLIC_ADDRESS = '203.0.113.40';

/** An ingress controller as its own manifests install it. */
export const ingressController: Workload = {
  kind: 'Deployment',
  namespace: HOME.namespace,
  name: 'ingress-nginx-controller',
  labels: LABELS,
  selector: LABELS,
  replicas: 1,
  created: HOME.created,
  spec: podSpec(
    [
      container({
        name: 'controller',
        image: 'registry.k8s.io/ingress-nginx/controller:v1.13.3',
        args: [
          '/nginx-ingress-controller',
          '--election-id=ingress-nginx-leader',
          '--controller-class=k8s.io/ingress-nginx',
          '--ingress-class=nginx',
        ],
        ports: { http: 80, https: 443 },
        requests: { cpu: '100m', memory: '90Mi' },
        readiness: httpProbe('/healthz', 10254, { initialDelaySeconds: 10 }),
        liveness: httpProbe('/healthz', 10254, { initialDelaySeconds: 10, failureThreshold: 5 }),
      }),
    ],
    { serviceAccountName: 'ingress-nginx' },
  ),
  log: () => controllerLog([]),
};

/** Its log: how it started, and then what else it said. */
export function controllerLog(lines: readonly string[]): string {
  return [
    '-------------------------------------------------------------------------------',
    'NGINX Ingress controller',
    '  Release:       v1.13.3',
    '  Build:         93851f05e61d99eea49140c9be73499a3cb92ccc',
    '  Repository:    https://github.com/kubernetes/ingress-nginx',
    '  nginx version: nginx/1.27.1',
    '-------------------------------------------------------------------------------',
    'I0816 14:21:03.118402       7 nginx.go:339] "Starting NGINX Ingress controller"',
    'I0816 14:21:04.320987       7 controller.go:214] "Backend successfully reloaded"',
    ...lines,
    '',
  ].join('\n');
}

export const ingressParts: readonly Built[] = [
  serviceAccount(HOME, 'ingress-nginx'),
  secret(HOME, 'ingress-nginx-admission'),
  service(
    HOME,
    'ingress-nginx-controller',
    LABELS,
    [
      { name: 'http', port: 80, target: 'http' },
      { name: 'https', port: 443, target: 'https' },
    ],
    {
      spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Cluster', allocateLoadBalancerNodePorts: true },
      status: { loadBalancer: { ingress: [{ ip: PUBLIC_ADDRESS, ipMode: 'VIP' }] } },
    },
  ),
  object(
    { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', namespace: null, name: 'nginx', created: HOME.created },
    { metadata: { generation: 1, labels: LABELS }, spec: { controller: 'k8s.io/ingress-nginx' } },
  ),
];

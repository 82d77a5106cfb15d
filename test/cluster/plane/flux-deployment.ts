import type { Manifest } from './manifest.ts';

/** The Deployment of a Flux controller with the names, labels, arguments and resources of Flux' own manifests. */
export function fluxDeployment(name: string, version: string, flux: string): Manifest {
  const labels = {
    'app.kubernetes.io/component': name,
    'app.kubernetes.io/instance': 'flux-system',
    'app.kubernetes.io/part-of': 'flux',
    'app.kubernetes.io/version': `v${flux}.0`,
    'control-plane': 'controller',
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'flux-system', labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { ...labels, app: name } },
        spec: { containers: [container(name, version)], terminationGracePeriodSeconds: 10 },
      },
    },
  };
}

function container(name: string, version: string): object {
  return {
    name: 'manager',
    image: `ghcr.io/fluxcd/${name}:${version}`,
    imagePullPolicy: 'IfNotPresent',
    args: ['--watch-all-namespaces=true', '--log-level=info', '--log-encoding=json', '--enable-leader-election'],
    ports: [
      { name: 'http-prom', containerPort: 8080, protocol: 'TCP' },
      { name: 'healthz', containerPort: 9440, protocol: 'TCP' },
    ],
    livenessProbe: { httpGet: { path: '/healthz', port: 'healthz' } },
    readinessProbe: { httpGet: { path: '/readyz', port: 'healthz' } },
    resources: { limits: { cpu: '1000m', memory: '1Gi' }, requests: { cpu: '100m', memory: '64Mi' } },
  };
}

import { settled, type App, type AppSketch } from './app.ts';
import type { Scene } from './ask.ts';
import { object, type Built, type Change } from './build.ts';
import { coderGround, SERVING_LOG, workingServer } from './coder-server.ts';
import { deepMerge } from './merge.ts';
import { ingress, ingressClass, rule, service, sliceOf } from './traffic.ts';

const INTO_CODER: Change = { metadata: { namespace: 'coder' } };
const HTTP = { name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' };

/** The server of all stories about the way to it. */
export const doorServer = workingServer();
export const CODER_LOG = { 'coder/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG };

/** The Service that the chart of Coder makes, of whatever type. */
export function coderService(spec: Change = {}, change: Change = {}): Built {
  const own = { selector: { 'app.kubernetes.io/name': 'coder' }, ports: [HTTP], ...spec };
  return service('coder', own, deepMerge(INTO_CODER, change));
}

/** The addresses behind that Service. */
export function coderSlice(of: Built): Built {
  return sliceOf(of, [doorServer.newPod], INTO_CODER);
}

/** The Ingress that the chart of Coder makes, for some hosts, to a Service of its namespace by the name of the port. */
export function coderIngress(hosts: readonly string[], to = 'coder', change: Change = {}): Built {
  const rules = hosts.map((host) => rule(host, to, { name: 'http' }));
  return ingress('coder', { rules }, deepMerge(INTO_CODER, change));
}

/** Server, Service and what else there is. */
export function atDoor(more: readonly Built[], own: Built = coderService()): readonly Built[] {
  return [...doorServer.all, ...coderGround, own, coderSlice(own), ...more];
}

/** Both hosts of the server. */
export const HOSTS = ['coder.example.org', '*.coder.example.org'];

/** The Ingress for both hosts, with the class and the controller that serve it. */
export function behindNginx(controller: App, hosts: readonly string[] = HOSTS): readonly Built[] {
  return atDoor([coderIngress(hosts), ingressClass(), ...controller.all]);
}

/** A controller of ingress-nginx. */
export function nginxController(sketch: AppSketch = {}): App {
  return settled({
    name: 'ingress-nginx-controller',
    namespace: 'ingress-nginx',
    image: 'registry.k8s.io/ingress-nginx/controller:v1.13.9',
    since: '2025-11-15T17:30:00Z',
    ...sketch,
  });
}

/** The same as its chart starts it, with the ConfigMap that it is told to read. */
export function configuredNginx(data: Readonly<Record<string, string>>, name = 'ingress-nginx-controller'): App {
  const app = nginxController({
    container: {
      args: [
        '/nginx-ingress-controller',
        '--controller-class=k8s.io/ingress-nginx',
        `--configmap=$(POD_NAMESPACE)/${name}`,
      ],
    },
  });
  return { ...app, all: [...app.all, nginxConfig(data)] };
}

/** A ConfigMap beside the controller of ingress-nginx. */
export function nginxConfig(data: Readonly<Record<string, string>>, name = 'ingress-nginx-controller'): Built {
  const created = '2025-10-01T08:00:00Z';
  return object({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'ingress-nginx', name, created }, { data });
}

/** The Ingress controller of Caddy, as its chart starts it; the chart makes no IngressClass. */
export function caddyController(sketch: AppSketch = {}): App {
  return settled({
    name: 'caddy-ingress-controller',
    namespace: 'caddy-system',
    image: 'caddy/ingress:v0.2.1',
    since: '2025-11-15T17:30:00Z',
    container: { args: ['-config-map=caddy-ingress-controller-configmap', '-class-name=caddy'] },
    ...sketch,
  });
}

/** A connector of a Cloudflare tunnel that runs with a token from a Secret. */
export function connector(container: Change = {}, sketch: AppSketch = {}): App {
  return settled({
    name: 'cloudflared',
    namespace: 'cloudflare',
    image: 'docker.io/cloudflare/cloudflared:2025.10.1',
    since: '2025-11-15T17:30:00Z',
    ...sketch,
    container: {
      args: ['tunnel', '--no-autoupdate', '--metrics', '0.0.0.0:2000', 'run'],
      env: [{ name: 'TUNNEL_TOKEN', valueFrom: { secretKeyRef: { name: 'tunnel-token', key: 'token' } } }],
      ...container,
    },
  });
}

/** A connector whose rules stand in a ConfigMap; what it signs in with is a Secret. */
export function localConnector(rules: string, change: Change = {}): App {
  const app = connector(
    {
      args: ['tunnel', '--no-autoupdate', '--config', '/etc/cloudflared/config/config.yaml', 'run'],
      env: undefined,
      volumeMounts: [
        { name: 'config', mountPath: '/etc/cloudflared/config', readOnly: true },
        { name: 'creds', mountPath: '/etc/cloudflared/creds', readOnly: true },
      ],
    },
    {
      spec: {
        volumes: [
          { name: 'config', configMap: { name: 'cloudflared', items: [{ key: 'config.yaml', path: 'config.yaml' }] } },
          { name: 'creds', secret: { secretName: 'tunnel-credentials' } },
        ],
      },
    },
  );
  const own = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'cloudflare', name: 'cloudflared' };
  const data = {
    'config.yaml': `tunnel: coder\ncredentials-file: /etc/cloudflared/creds/credentials.json\n${rules}`,
  };
  return { ...app, all: [...app.all, object({ ...own, created: '2025-10-01T08:00:00Z' }, { data }, change)] };
}

/** An ExternalDNS for Cloudflare. */
export function externalDns(version = 'v0.19.0', args: readonly string[] = ['--policy=upsert-only']): App {
  return settled({
    name: 'external-dns',
    namespace: 'external-dns',
    image: `registry.k8s.io/external-dns/external-dns:${version}`,
    since: '2025-11-15T17:30:00Z',
    container: { args: ['--source=ingress', '--source=service', '--provider=cloudflare', ...args] },
  });
}

/** An app whose Deployment somebody scaled to none. */
export function scaledToNone(app: App): Built {
  return deepMerge(app.deployment, {
    spec: { replicas: 0 },
    status: {
      replicas: undefined,
      readyReplicas: undefined,
      updatedReplicas: undefined,
      availableReplicas: undefined,
    },
  });
}

/** The log of an app's only container, each line with the kubelet's time before it: minutes and seconds after 18:00. */
export function logOf(app: App, lines: readonly (readonly [time: string, line: string])[]): Scene['logs'] {
  const { name, namespace } = app.newPod['metadata'] as { name: string; namespace: string };
  const { name: own } = app.deployment['metadata'] as { name: string };
  const text = lines.map(([time, line]) => `2025-11-15T18:${time}.000000000Z ${line}\n`).join('');
  return { ...CODER_LOG, [`${namespace}/${name}/${own}`]: text };
}

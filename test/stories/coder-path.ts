import { storyOf, type Scene } from './build/ask.ts';
import type { Change } from './build/build.ts';
import {
  atDoor,
  behindNginx,
  CODER_LOG,
  coderIngress,
  coderService,
  connector,
  logOf,
  nginxController,
} from './build/coder-door.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { gateway, ingressClass, route, service } from './build/traffic.ts';
import { openSockets } from './build/coder-outside.ts';
import type { Expected, Story } from './story.ts';

/** The way of a request from the hosts of a Coder server to its pods: rules, Services, load balancers, and what answers outside. */
const HEALTH = 'https://coder.example.org/healthz';
const APP = 'https://kubedoc-asks.coder.example.org/';
const WELL = { get: HEALTH, status: 200, body: 'OK' };
const APPS = { get: APP, status: 400, body: '<h1>Invalid Application URL</h1>' };
const CLOUDFLARE = { server: 'cloudflare' };
const NGINX_404 = '<html><head><title>404 Not Found</title></head><body><center>nginx</center></body></html>';

interface Asked extends Partial<Scene> {
  readonly only?: string;
}

function about(folder: string, summary: string, scene: Asked, expected: Expected): Story {
  const { only = '', ...rest } = scene;
  const outside = rest.commands === undefined ? {} : { commands: [...rest.commands, ...openSockets] };
  const whole = { objects: [], logs: CODER_LOG, ...rest, ...outside };
  const network: Record<string, string> = rest.commands === undefined ? {} : { network: 'yes' };
  return storyOf(folder, summary, whole, expected, { runbook: 'coder', inputs: { onlyNamespace: only, ...network } });
}

const controller = nginxController();
const nginx = behindNginx(controller);
const quiet = logOf(controller, [
  [
    '14:00',
    'I1115 18:14:00.000000       7 controller.go:190] "Configuration changes detected, backend reload required"',
  ],
]);
const withHost = behindNginx(controller, ['coder.example.org']);
const proxy = service('oauth2-proxy', {}, { metadata: { namespace: 'coder' } });
const elsewhere = atDoor([coderIngress(['coder.example.org'], 'login'), ingressClass(), ...controller.all, ...login()]);
const tunnel = connector();
const inTunnel = logOf(tunnel, [
  ['10:00', '2025-11-15T18:10:00Z INF Starting tunnel tunnelID=51f0f785-6b8c-41ec-be7f-93a9d5237eb3'],
  [
    '10:01',
    '2025-11-15T18:10:01Z INF Registered tunnel connection connIndex=0 connection=b7ebd606 event=0 ip=198.41.200.13 location=fra06 protocol=quic',
  ],
]);

/** A Service of the same server under another name, as one in front of a login has. */
function login(): readonly ReturnType<typeof service>[] {
  const own = service('login', { selector: undefined, type: 'ExternalName', externalName: 'login.example.org' });
  return [{ ...own, metadata: { ...(own['metadata'] as Change), namespace: 'coder' } }, proxy].slice(0, 1);
}

const balanced = coderService({ type: 'LoadBalancer', allocateLoadBalancerNodePorts: true });
const addressed = coderService(
  { type: 'LoadBalancer' },
  { status: { loadBalancer: { ingress: [{ ip: '192.0.2.10' }] } } },
);

function answers(name: string, summary: string, health: Change, expected: Expected, apps: Change = APPS): Story {
  const commands = [{ get: HEALTH, ...health }, apps];
  return about(`edge-answer/${name}`, summary, { objects: atDoor([]), commands }, expected);
}

const ROUTE: Change = {
  spec: {
    hostnames: ['coder.example.org', '*.coder.example.org'],
    rules: [{ backendRefs: [{ group: '', kind: 'Service', name: 'coder', port: 80, weight: 1 }] }],
  },
};

/** One story per hop, and those that only look like a fault. */
export const coderPath: readonly Story[] = [
  about(
    'coder-path/healthy',
    'An Ingress for both hosts leads to it.',
    { objects: nginx, logs: quiet ?? {} },
    {
      ...healthy,
      says: ['ingress-nginx is retired'],
    },
  ),
  about(
    'coder-path/answers-decoy',
    'A Service waits for a load balancer and nothing leads to it by name; both hosts answer as Coder does.',
    { objects: atDoor([], balanced), commands: [WELL, APPS] },
    healthy,
  ),
  about('coder-path/bare', 'Nothing in the cluster leads to it by name.', { objects: atDoor([]) }, healthy),
  about(
    'coder-path/denied',
    'Ingresses may not be listed: which leads to it cannot be told.',
    { objects: nginx, denied: ['ingresses.networking.k8s.io'] },
    incomplete({ says: ['list ingresses'] }),
  ),
  about(
    'request-path/denied',
    'DaemonSets may not be listed: whether one is a tunnel or a controller cannot be told.',
    { objects: nginx, logs: quiet ?? {}, denied: ['daemonsets'] },
    incomplete({ says: ['list daemonsets'] }),
  ),
  about(
    'request-path/one-namespace',
    'Only one namespace is looked at.',
    { objects: nginx, only: 'coder' },
    { ...healthy, says: ['Only namespace coder was looked at'] },
  ),
  about(
    'request-path/node-port-decoy',
    'It is reached on the nodes, by whatever stands before them.',
    {
      objects: atDoor(
        [coderIngress(['code.example.org']), ingressClass(), ...controller.all],
        coderService({ type: 'NodePort' }),
      ),
      logs: quiet ?? {},
    },
    { ...healthy, says: ['and not for coder.example.org'] },
  ),
  about(
    'request-path/no-wildcard-rule',
    'The Ingress has a rule for the access URL and none for the names of apps, and there is no other way in.',
    { objects: withHost, logs: quiet ?? {} },
    problem('host-without-rule', 'likely', { says: ['*.coder.example.org', 'for coder.example.org alone'] }),
  ),
  about(
    'request-path/no-wildcard-rule-asked',
    'The same, and the default backend says so.',
    { objects: withHost, logs: quiet ?? {}, commands: [WELL, { get: APP, status: 404, body: NGINX_404 }] },
    problem('host-without-rule', 'confirmed', { says: ['answers 404'] }),
  ),
  about(
    'request-path/tunnel-beside-decoy',
    'The Ingress has no rule for the names of apps; a tunnel may lead them there.',
    { objects: [...withHost, ...tunnel.all], logs: { ...quiet, ...inTunnel } },
    { ...healthy, says: ['and not for *.coder.example.org'] },
  ),
  about(
    'request-path/elsewhere',
    'The Ingress leads to another Service, which does not answer as Coder does.',
    { objects: elsewhere, logs: quiet ?? {}, commands: [{ get: HEALTH, status: 502, body: 'Bad Gateway' }, APPS] },
    problem('host-leads-elsewhere', 'likely', { says: ['coder/login'] }),
  ),
  about(
    'request-path/elsewhere-decoy',
    'The same, and nobody asked: it may be a login in front.',
    { objects: elsewhere, logs: quiet ?? {} },
    { ...healthy, says: ['a proxy or a login in front'] },
  ),
  about(
    'request-path/service-missing',
    'The Ingress leads to a Service that does not exist.',
    {
      objects: atDoor([
        coderIngress(['coder.example.org', '*.coder.example.org'], 'codr'),
        ingressClass(),
        ...controller.all,
      ]),
      logs: quiet ?? {},
    },
    problem('ingress-service-missing', 'confirmed', { says: ['It most likely means coder'] }),
  ),
  about(
    'request-path/selector',
    'The Service has no endpoints, since its port is a name that no container has.',
    {
      objects: behindNginxWith(
        coderService({ ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'htpp' }] }),
      ),
      logs: quiet ?? {},
    },
    problem('service-target-port-missing', 'confirmed', { says: ['htpp'] }),
  ),
  about(
    'request-path/balancer-unused-decoy',
    'The chart makes a Service of type LoadBalancer, for which nobody has an address; people come by the Ingress.',
    {
      objects: [
        ...atDoor(
          [coderIngress(['coder.example.org', '*.coder.example.org']), ingressClass(), ...controller.all],
          balanced,
        ),
      ],
      logs: quiet ?? {},
    },
    { ...healthy, says: ['People come by Ingress coder/coder'] },
  ),
  about(
    'request-path/balancer-wanted',
    'The Service waits for a load balancer, and there is no other way in.',
    { objects: atDoor([], balanced) },
    problem('load-balancer-pending', 'likely'),
  ),
  about(
    'request-path/route',
    'An HTTPRoute for both hosts, whose Gateway does not exist.',
    {
      objects: atDoor([
        route(ROUTE['spec'] as Change, { metadata: { namespace: 'coder' } }),
        gateway({}, { metadata: { namespace: 'coder', name: 'publik' } }),
      ]),
    },
    problem('route-gateway-missing', 'likely', { says: ['public'] }),
  ),
  about(
    'nginx-annotations/ignored',
    'Annotations that another controller knows, a time with a unit, and one that is short.',
    {
      objects: atDoor([
        coderIngress(['coder.example.org', '*.coder.example.org'], 'coder', {
          metadata: {
            annotations: {
              'nginx.ingress.kubernetes.io/websocket-services': 'coder',
              'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600s',
              'nginx.ingress.kubernetes.io/proxy-send-timeout': '30',
            },
          },
        }),
        ingressClass(),
        ...controller.all,
      ]),
      logs: quiet ?? {},
    },
    { ...healthy, says: ['websocket-services and leaves it alone', '60 holds in place of', 'proxy-send-timeout: 30'] },
  ),
  about(
    'nginx-annotations/as-usual',
    'The times that Coder asks for.',
    {
      objects: atDoor([
        coderIngress(['coder.example.org', '*.coder.example.org'], 'coder', {
          metadata: {
            annotations: {
              'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600',
              'nginx.ingress.kubernetes.io/proxy-send-timeout': '3600',
            },
          },
        }),
        ingressClass(),
        ...controller.all,
      ]),
      logs: quiet ?? {},
    },
    { ...healthy, never: ['60 holds in place of', 'leaves it alone'] },
  ),
  about(
    'nginx-annotations/denied',
    'Ingresses may not be listed: what they say to their controller cannot be told.',
    { objects: nginx, logs: quiet ?? {}, denied: ['ingresses.networking.k8s.io'] },
    incomplete({ says: ['list ingresses'] }),
  ),
  answers(
    'tunnel-down',
    'Cloudflare knows a tunnel and no connector.',
    { status: 530, headers: CLOUDFLARE, body: 'error code: 1033' },
    problem('edge-tunnel-down', 'likely', { says: ['error 1033'] }),
  ),
  answers(
    'target-unknown',
    'The target of the record does not exist.',
    { status: 530, headers: CLOUDFLARE, body: 'error code: 1016' },
    problem('edge-target-unknown', 'likely'),
  ),
  answers(
    'origin-unreachable',
    'The connector is connected and does not reach its origin; it runs elsewhere.',
    {
      status: 502,
      headers: CLOUDFLARE,
      body: '502 Bad Gateway\nUnable to reach the origin service. The service may be down or it may not be responding to traffic from cloudflared',
    },
    problem('edge-origin-unreachable', 'likely'),
  ),
  answers(
    'origin-slow',
    'No answer in time.',
    { status: 524, headers: CLOUDFLARE, body: 'error code: 524' },
    problem('edge-origin-slow', 'likely'),
  ),
  answers(
    'origin-direct',
    'The record leads to an address where nobody listens.',
    { status: 521, headers: CLOUDFLARE, body: 'error code: 521' },
    problem('edge-origin-direct', 'likely', { says: ['521: refused'] }),
  ),
  answers(
    'no-host',
    'The last rule of the tunnel answers.',
    { status: 404, headers: CLOUDFLARE, body: '' },
    problem('edge-tunnel-without-host', 'likely'),
  ),
  answers(
    'no-rules',
    'The tunnel has no rules.',
    { status: 503, headers: CLOUDFLARE, body: '' },
    problem('edge-tunnel-without-rules', 'likely'),
  ),
  answers(
    'redirects',
    'It leads to itself.',
    { status: 308, location: HEALTH, body: '' },
    problem('edge-redirects-to-itself', 'likely'),
  ),
  answers(
    'too-deep',
    'The edge has no certificate for names two levels below the zone.',
    { status: 200, body: 'OK' },
    problem('edge-name-too-deep', 'likely', { says: ['a level too deep'] }),
    { get: APP, outcome: 'tls-failed' },
  ),
  about(
    'edge-answer/record-elsewhere',
    'DNS leads to an address that the load balancer no longer has.',
    {
      objects: atDoor([], addressed),
      commands: [{ get: HEALTH, outcome: 'timeout' }, { dns: 'coder.example.org', records: ['198.51.100.7'] }, APPS],
    },
    problem('record-elsewhere', 'likely', { says: ['198.51.100.7', '192.0.2.10'] }),
  ),
  about(
    'edge-answer/record-right',
    'DNS leads to the load balancer, and nobody answers there.',
    {
      objects: atDoor([], addressed),
      commands: [{ get: HEALTH, outcome: 'timeout' }, { dns: 'coder.example.org', records: ['192.0.2.10'] }, APPS],
    },
    problem('access-url-silent', 'likely'),
  ),
  about(
    'edge-answer/answers',
    'The access URL answers as Coder does, and the names of apps somehow else: that is told by the addresses.',
    { objects: atDoor([]), commands: [WELL, { get: APP, status: 200, body: '<!doctype html>' }] },
    problem('wildcard-leads-elsewhere', 'likely'),
  ),
  storyOf(
    'edge-answer/healthy',
    'Somebody asks where a request ends that is answered as it should be.',
    { objects: atDoor([]), logs: CODER_LOG, commands: [WELL] },
    healthy,
    {
      runbook: 'edge-answer',
      inputs: {
        workload: 'Deployment/coder/coder',
        host: 'coder.example.org',
        url: HEALTH,
        asked: 'coder.example.org',
        addresses: '',
      },
    },
  ),
  about(
    'edge-answer/denied',
    'Services may not be listed: what leads to its pods cannot be told, and the answer outside still says where it ends.',
    {
      objects: atDoor([]),
      denied: ['services'],
      commands: [{ get: HEALTH, status: 530, headers: CLOUDFLARE, body: 'error code: 1033' }, APPS],
    },
    problem('edge-tunnel-down', 'likely', { says: ['list services'] }),
  ),
];

function behindNginxWith(own: ReturnType<typeof service>): ReturnType<typeof atDoor> {
  const slices = { ports: null, endpoints: null };
  const objects = atDoor(
    [coderIngress(['coder.example.org', '*.coder.example.org']), ingressClass(), ...controller.all],
    own,
  );
  return objects.map((each) => (each['kind'] === 'EndpointSlice' ? { ...each, ...slices } : each));
}

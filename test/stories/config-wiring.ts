import { mediumNode, rollout, settled, type App } from './build/app.ts';
import { crashLoop, unready, waiting } from './build/app-status.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { object, type Built, type Change } from './build/build.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { namespaceObject } from './build/namespace.ts';
import type { Expected, Story } from './story.ts';

/** Pods whose variables name what is not there, and pods that run with what is not there any more. */
const nodes: readonly Built[] = [mediumNode('node-1')];
const AT = '2025-11-01T09:00:00Z';
const LOG = 'shop/web-5d7f9b8c6-q5w9b/web';

function service(name: string, port: number, change: Change = {}): Built {
  return object(
    { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name, created: AT },
    {
      spec: {
        clusterIP: '10.96.0.20',
        clusterIPs: ['10.96.0.20'],
        internalTrafficPolicy: 'Cluster',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        sessionAffinity: 'None',
        type: 'ClusterIP',
        ports: [{ name: 'main', port, protocol: 'TCP', targetPort: 8080 }],
        selector: { 'app.kubernetes.io/name': name },
      },
      status: { loadBalancer: {} },
    },
    change,
  );
}

function calling(variable: string, value: string, more: readonly Change[] = []): Change {
  return { env: [...more, { name: variable, value }] };
}

const UNREADY = unready('2025-11-15T17:30:10Z');

function app(container: Change, change: Change = UNREADY): App {
  return rollout({ container }, { change });
}

function section(folder: string, summary: string, scene: Scene, expected: Expected): Story {
  return storyOf(folder, summary, { ...scene, objects: [...nodes, ...scene.objects] }, expected, {
    runbook: 'configuration-of-namespace',
    inputs: { onlyNamespace: 'shop' },
  });
}

/** The whole of a namespace, of which this is one section. */
function everything(name: string, summary: string, scene: Scene, expected: Expected): Story {
  const objects = [...nodes, namespaceObject('shop'), ...scene.objects];
  return storyOf(`namespace/${name}`, summary, { ...scene, objects }, expected, {
    runbook: 'namespace',
    inputs: { onlyNamespace: 'shop' },
  });
}

const misspelt = app(calling('CACHE_URL', 'redis://user:s3cret-word@chache:6379/0'));
const crashed = app(calling('CACHE_HOST', 'chache'), crashLoop(1));
const wrongPort = app(calling('CACHE_ADDR', 'cache.shop.svc.cluster.local:6380'));
const rightPort = app(calling('CACHE_ADDR', 'cache:6379'));
const otherwise = app({
  env: [
    { name: 'SITE_URL', value: 'https://www.example.com/' },
    { name: 'LISTEN_ADDR', value: '0.0.0.0:8080' },
    { name: 'SELF_HOST', value: 'localhost' },
    { name: 'SIDECAR_ADDR', value: 'web:9000' },
    { name: 'IMAGE', value: 'redis:7' },
    { name: 'COLOUR', value: 'blue' },
  ],
});
const unexpanded = app(calling('DSN', 'postgres://$(DB_HOST)/shop', [{ name: 'DB_HOTS', value: 'db.example.com' }]));
const escaped = app(calling('PATTERN', 'a $$(NAME) stays'));
const fine = settled({ container: calling('CACHE_HOST', 'chache') });
const pulling = app(calling('CACHE_HOST', 'chache'), waiting('ImagePullBackOff', 'Back-off pulling image'));
const headless = service('cache', 6379, { spec: { clusterIP: 'None', clusterIPs: ['None'] } });

const misdirected = app(calling('CACHE_ADDR', 'cache.shop.svc.cluster.local:6380'), crashLoop(1));
const unwired = app({}, crashLoop(1));
const TRIED = 'connecting to cache.shop.svc.cluster.local:6380\ndial tcp 10.96.0.20:6380: i/o timeout\n';

const DIAL = 'dial tcp: lookup chache on 10.96.0.10:53: no such host\n';

const builds = settled({});
/** Started later, when the tag stood for another build; its node knows that one by a further tag, too. */
const moved = deepMerge(builds.newPod, {
  metadata: { name: 'web-5d7f9b8c6-zzz9z', uid: 'b0b0b0b0-0000-4000-8000-b0b0b0b0b0b0' },
  status: {
    containerStatuses: [
      {
        name: 'web',
        image: 'registry.example/shop/web:1.5',
        imageID: 'registry.example/shop/web@sha256:1',
        containerID: 'containerd://3',
        ready: true,
        started: true,
        restartCount: 0,
        state: { running: { startedAt: '2025-11-15T17:50:00Z' } },
        lastState: {},
      },
    ],
  },
});

const stale = settled({ container: { envFrom: [{ configMapRef: { name: 'settings' } }] } });
const settings = object(
  { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'settings', created: AT },
  {
    metadata: {
      managedFields: [
        {
          manager: 'kubectl-edit',
          operation: 'Update',
          apiVersion: 'v1',
          time: '2025-11-15T18:00:00Z',
          fieldsType: 'FieldsV1',
          fieldsV1: { 'f:data': { 'f:level': {} } },
        },
      ],
    },
    data: { level: 'debug-value' },
  },
);

/** One story per thing that a variable can name wrongly, and what looks like it. */
export const configWiring: readonly Story[] = [
  section(
    'environment-target/no-service',
    'A variable names a Service with two letters swapped; the log says that nobody knows that host.',
    { objects: [...misspelt.all, service('cache', 6379)], logs: { [LOG]: DIAL } },
    problem('variable-names-no-service', 'confirmed', {
      says: ['names Service shop/chache', 'called nearly so: cache', 'Its log names that host', 'value: <value>'],
      never: ['s3cret-word', 'user:'],
    }),
  ),
  section(
    'environment-target/no-service-silent',
    'The same, and the log says nothing about it.',
    { objects: [...misspelt.all, service('cache', 6379)], logs: { [LOG]: 'starting\n' } },
    problem('variable-names-no-service', 'likely', { says: ['do not name that host'] }),
  ),
  section(
    'environment-target/no-service-crashing',
    'The program ends because of it.',
    {
      objects: [...crashed.all, service('cache', 6379)],
      logs: { [`${LOG}.previous`]: DIAL, [LOG]: DIAL },
    },
    problem('variable-names-no-service', 'confirmed', { says: ['CrashLoopBackOff'] }),
  ),
  section(
    'environment-target/no-service-denied',
    'Services may not be looked at.',
    { objects: [...misspelt.all, service('cache', 6379)], denied: ['services'] },
    incomplete(),
  ),
  section(
    'environment-target/healthy',
    'The pod is not ready for another reason; the Service that it calls is there and has the port.',
    { objects: [...rightPort.all, service('cache', 6379)] },
    healthy,
  ),
  section(
    'environment-target/wrong-port',
    'A variable names a port that the Service does not have.',
    { objects: [...wrongPort.all, service('cache', 6379)] },
    problem('variable-names-wrong-port', 'likely', { says: ['names port 6380', 'It has: 6379'] }),
  ),
  section(
    'environment-target/headless-decoy',
    'A headless Service has no ports of its own: whatever its pods listen on is reached.',
    { objects: [...wrongPort.all, headless] },
    healthy,
  ),
  section(
    'environment/other-words-decoy',
    'Variables that look like addresses and are none of the cluster: other hosts, its own, an image.',
    { objects: otherwise.all },
    healthy,
  ),
  section(
    'environment/not-expanded',
    'A variable is made of another one, whose name is misspelt.',
    { objects: unexpanded.all },
    problem('variable-not-expanded', 'likely', { says: ['made of DB_HOST, which is not set', 'stays in it'] }),
  ),
  section('environment/escaped-decoy', 'Two dollars are no reference.', { objects: escaped.all }, healthy),
  section(
    'environment/not-started-decoy',
    'The container waits for its image, so it has not read its variables yet.',
    { objects: pulling.all },
    healthy,
  ),
  section(
    'environment/denied',
    'The Services that a variable names may not be looked at.',
    { objects: [...crashed.all], denied: ['services'] },
    incomplete(),
  ),
  everything(
    'name-in-variable-and-log',
    'A program ends because nobody knows the host that its variable names: its log and the variable tell of one cause.',
    { objects: [...crashed.all, service('cache', 6379)], logs: { [`${LOG}.previous`]: DIAL, [LOG]: DIAL } },
    problem('service-not-there', 'confirmed', { says: ['nearest name there is cache', 'CACHE_HOST'] }),
  ),
  everything(
    'name-in-variable-alone',
    'The same, and its log says nothing about the host: the variable is all there is.',
    { objects: [...crashed.all, service('cache', 6379)], logs: { [`${LOG}.previous`]: 'bye\n', [LOG]: 'bye\n' } },
    problems([
      ['variable-names-no-service', 'likely'],
      ['container-crashes', 'confirmed'],
    ]),
  ),
  everything(
    'port-in-variable-and-log',
    'A program ends because nobody answers at the port that its variable names, which the Service does not have: one cause.',
    { objects: [...misdirected.all, service('cache', 6379)], logs: { [`${LOG}.previous`]: TRIED, [LOG]: TRIED } },
    problem('variable-names-wrong-port', 'confirmed', { says: ['names port 6380', 'It has: 6379'] }),
  ),
  everything(
    'port-in-log-alone',
    'The same where no variable names the port: then it is what the Service does not have.',
    { objects: [...unwired.all, service('cache', 6379)], logs: { [`${LOG}.previous`]: TRIED, [LOG]: TRIED } },
    problem('service-without-port', 'confirmed', { says: ['has no port 6380'] }),
  ),
  section(
    'configuration-of-namespace/decoy',
    'A variable names no Service, and the pod is ready all the same: nobody calls it.',
    { objects: fine.all },
    healthy,
  ),
  section(
    'configuration-of-namespace/builds-healthy',
    'Two ready pods of one set run one tag in two builds: a lead, and no fault.',
    { objects: [...builds.all, moved] },
    { ...healthy, says: ['in 2 builds'] },
  ),
  section(
    'configuration-of-namespace/stale-healthy',
    'A ConfigMap was changed after the pod had read it as variables: a lead, and no fault.',
    { objects: [...stale.all, settings] },
    { ...healthy, says: ['ConfigMap settings was written at'], never: ['debug-value'] },
  ),
  section(
    'configuration-of-namespace/denied',
    'The pods may not be looked at.',
    { objects: misspelt.all, denied: ['pods'] },
    incomplete(),
  ),
];

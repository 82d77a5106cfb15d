import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { loadCapture } from '../../src/replay/capture.ts';
import { serveCapture, type ReplayOptions, type ReplayServer } from '../../src/replay/server.ts';
import { kubeconfigFor } from '../../src/replay/write-kubeconfig.ts';
import { root } from '../support/shipped.ts';
import { writeFiles, type Files } from './build.ts';
import { onCallCluster } from './on-call-cluster.ts';

const RECORDED = 'this is a recorded cluster, it can be looked at and not be changed';

/** What kubectl printed and how it ended. */
interface Said {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command and what its output has to hold: whole lines with runs of blanks squeezed to two, or patterns. */
type Row = readonly [command: string, ...holds: (string | RegExp)[]];

const GET: readonly Row[] = [
  [
    'get po -o wide',
    'NAME  READY  STATUS  RESTARTS  AGE  IP  NODE  NOMINATED NODE  READINESS GATES',
    'done  0/1  Completed  0  120m  <none>  n1  <none>  <none>',
    'evicted  0/1  Evicted  0  120m  <none>  n1  <none>  <none>',
    'init  0/1  Init:0/2  0  120m  <none>  n1  <none>  <none>',
    'leaving  1/1  Terminating  0  120m  <none>  n1  <none>  <none>',
    'two  2/2  Running  0  120m  <none>  n1  <none>  <none>',
    'web  0/1  CrashLoopBackOff  13 (2m ago)  120m  10.0.0.7  n1  <none>  <none>',
  ],
  ['get po -A', 'NAMESPACE  NAME  READY  STATUS  RESTARTS  AGE', 'bank  api  1/1  Running  0  120m'],
  ['get deploy', 'NAME  READY  UP-TO-DATE  AVAILABLE  AGE', 'web  0/2  2  0  120m'],
  ['get deploy -o wide', 'web  0/2  2  0  120m  app  web:1  app=web'],
  ['get rs -o wide', 'web-1  2  2  0  120m  app  web:1  app=web'],
  ['get sts -o wide', 'NAME  READY  AGE  CONTAINERS  IMAGES', 'db  1/3  120m  app  db:1'],
  ['get ds', 'agent  3  3  2  3  0  <none>  120m'],
  ['get job', 'NAME  STATUS  COMPLETIONS  DURATION  AGE', 'import  Failed  0/1  120m  120m'],
  ['get cj', 'nightly  0 3 * * *  <none>  True  0  10m  120m'],
  ['get controllerrevisions', 'db-1  statefulset.apps/db  1  120m'],
  ['get svc -o wide', 'web  ClusterIP  10.96.0.9  <none>  80/TCP  120m  app=web'],
  ['get ep', 'web  10.0.0.7:8080  120m'],
  ['get endpointslices', 'NAME  ADDRESSTYPE  PORTS  ENDPOINTS  AGE', 'web-x1  IPv4  8080  10.0.0.7  120m'],
  ['get ing', 'NAME  CLASS  HOSTS  ADDRESS  PORTS  AGE', /^web +nginx +shop\.example +80 +120m$/m],
  ['get netpol', 'NAME  POD-SELECTOR  AGE', 'deny  <none>  120m'],
  ['get cm', 'settings  2  120m'],
  ['get secret', 'web-tls  kubernetes.io/tls  0  120m'],
  [
    'get pvc',
    'NAME  STATUS  VOLUME  CAPACITY  ACCESS MODES  STORAGECLASS  VOLUMEATTRIBUTESCLASS  AGE',
    /^data +Pending +fast +<unset> +120m$/m,
  ],
  ['get pv', /^pv-1 +5Gi +RWO +Retain +Released +shop\/old +fast +<unset> +120m$/m],
  ['get sc', 'fast (default)  csi.example  Delete  WaitForFirstConsumer  false  120m'],
  [
    'get no -o wide',
    'n1  Ready  <none>  120m  v1.34.1  10.1.0.1  <none>  Ubuntu 24.04.3 LTS  6.8.0-85-generic  containerd://2.1.4',
  ],
  ['get ns', 'NAME  STATUS  AGE', 'shop  Active  120m'],
  ['get lease -n kube-node-lease', 'NAME  HOLDER  AGE', 'n1  n1  120m'],
  ['get quota', 'NAME  REQUEST  LIMIT  AGE', 'limits  pods: 10/10, requests.cpu: 1/4  limits.cpu: 2/8  120m'],
  ['get limits', 'NAME  CREATED AT', 'defaults  2026-01-01T00:00:00Z'],
  ['get sa', 'NAME  SECRETS  AGE', 'default  0  120m'],
  ['get role', 'reader  2026-01-01T00:00:00Z'],
  [
    'get rolebinding -o wide',
    'NAME  ROLE  AGE  USERS  GROUPS  SERVICEACCOUNTS',
    /^readers +Role\/reader +120m +ann +shop\/default$/m,
  ],
  ['get hpa', 'web  Deployment/web  cpu: <unknown>/60%  2  5  2  120m'],
  ['get pdb', 'NAME  MIN AVAILABLE  MAX UNAVAILABLE  ALLOWED DISRUPTIONS  AGE', 'web  1  N/A  0  120m'],
  ['get hr', 'NAME  AGE  READY  STATUS', 'web  120m  False  context deadline exceeded'],
  ['get gitrepositories', 'NAME  URL  AGE  READY  STATUS', 'fleet  ssh://git@git.example/fleet  120m'],
  ['get crd', 'NAME  CREATED AT', 'widgets.example.com  2026-01-01T00:00:00Z'],
  ['get wd', 'NAME  COLOUR  MADE', 'w1  red  10m', 'w2  blue'],
  ['get wd w1 -o wide', 'NAME  COLOUR  MADE  WEIGHT', 'w1  red  10m  7'],
  [
    'get all',
    'pod/done  0/1  Completed  0  120m',
    'service/web  ClusterIP  10.96.0.9  <none>  80/TCP  120m',
    'deployment.apps/web  0/2  2  0  120m',
    'horizontalpodautoscaler.autoscaling/web  Deployment/web  cpu: <unknown>/60%  2  5  2  120m',
  ],
  [
    'get events --sort-by=.lastTimestamp',
    'LAST SEEN  TYPE  REASON  OBJECT  MESSAGE',
    /Normal +Pulled.*\n2m +Warning +BackOff +pod\/web +Back-off restarting failed container/,
  ],
  ['get events -o wide', /^2m +Warning +BackOff +pod\/web +kubelet, n1 +Back-off .* 120m +9 +web\.1$/m],
];

const CHOICE: readonly Row[] = [
  ['get po -A -l app=api -o name', /^pod\/api\n$/],
  ['get po -A -l app!=web,app -o name', /^pod\/api\npod\/two\n$/],
  ['get po -A -l app_in_(web,api) -o name', /^pod\/api\npod\/web\n$/],
  ['get po -A -l app_notin_(web),tier -o name', /^pod\/api\n$/],
  ['get po -A -l !app -o name', /^pod\/done\npod\/evicted\npod\/init\npod\/leaving\n$/],
  ['get po -l app=web --show-labels', /^web .* app=web$/m],
  ['get po -A --field-selector metadata.namespace=bank -o name', /^pod\/api\n$/],
  ['get po --field-selector status.phase=Failed,spec.nodeName=n1 -o name', /^pod\/evicted\n$/],
  ['get events --field-selector involvedObject.name=web,type!=Normal -o name', /^event\/web\.1\n$/],
  ['get wd --field-selector spec.colour=blue -o name', /^widget\.example\.com\/w2\n$/],
  ['get po --field-selector spec.image=x', /field selector "spec\.image=x": field label not supported: spec\.image\n$/],
  [
    'get deploy --field-selector spec.replicas=2',
    /"spec\.replicas" is not a known field selector: only "metadata\.name", "metadata\.namespace"\n$/,
  ],
  ['get wd --field-selector spec.weight=7', /field label not supported: spec\.weight\n$/],
  ['get po --chunk-size=2 -o name', /^pod\/done\npod\/evicted\npod\/init\npod\/leaving\npod\/two\npod\/web\n$/],
  ['get po --sort-by=.metadata.name -o custom-columns=N:.metadata.name,P:.status.phase', 'web  Running'],
  ['get po web -o jsonpath={.status.containerStatuses[0].restartCount}', /^13$/],
  ['get po web -o go-template={{.spec.nodeName}}', /^n1$/],
  ['get pods.metrics.k8s.io', 'NAME  AGE', 'web  120m'],
  ['get po web nope', /^web +0\/1/m, 'Error from server (NotFound): pods "nope" not found'],
];

const DESCRIBE: readonly Row[] = [
  [
    'describe pod web',
    'Controlled By:  ReplicaSet/web-1',
    /Reason: +CrashLoopBackOff/,
    /Last State: +Terminated\n +Reason: +OOMKilled\n +Exit Code: +137/,
    /Warning +BackOff .* kubelet +Back-off restarting failed container/,
  ],
  ['describe node n1', /HolderIdentity: +n1/, /Non-terminated Pods: +\(5 in total\)/, /InternalIP: +10\.1\.0\.1/],
  [
    'describe deploy web',
    'Replicas:  2 desired | 2 updated | 2 total | 0 available | 2 unavailable',
    /^NewReplicaSet: +web-1/m,
  ],
  ['describe rs web-1', 'Controlled By:  Deployment/web'],
  ['describe sts db', 'Replicas:  3 desired | 1 total'],
  ['describe ds agent', 'Desired Number of Nodes Scheduled: 3'],
  ['describe job import', 'Pods Statuses:  0 Active / 0 Succeeded / 1 Failed'],
  ['describe svc web', 'IP:  10.96.0.9'],
  ['describe ing web', /shop\.example/],
  ['describe pvc data', 'StorageClass:  fast'],
  ['describe pv pv-1', 'Claim:  shop/old'],
  ['describe quota limits', 'pods  10  10'],
  ['describe limits defaults', /Container +cpu +- +- +100m +500m/],
  ['describe ns shop', 'Resource Quotas', 'Resource Limits'],
  ['describe hr web', /Message: +context deadline exceeded/],
  ['describe hpa web', /resource cpu on pods .* <unknown> \/ 60%/],
];

const LOGS: readonly Row[] = [
  ['logs web', 'Error from server (NotHeld): this capture does not hold the log of container "app" in pod "web"'],
  ['logs web --previous', /^starting\nallocating\nkilled\n$/],
  ['logs deploy/web -p --tail=1', /^killed\n$/],
  ['logs two', /^first\nsecond\nthird\nDefaulted container "app" out of: app, proxy\n$/],
  ['logs two -c app --since=5m', /^second\nthird\n$/],
  ['logs two -c app --tail=1 --timestamps', /^2026-01-01T01:59:30\.000000001Z third\n$/],
  ['logs two -c proxy --since=5m', /does not hold the times of the lines of the log of container "proxy" in pod "two"/],
  ['logs two --all-containers --prefix', '[pod/two/app] first', '[pod/two/proxy] listening'],
  ['logs -l app=two -c proxy', /^listening\n$/],
  ['logs two -c nope', /^error: container nope is not valid for pod two\n$/],
  ['logs init -c seed', /container "seed" in pod "init" is waiting to start: PodInitializing/],
  ['logs nope', 'error: error from server (NotFound): pods "nope" not found in namespace "shop"'],
];

const REST: readonly Row[] = [
  ['events --for pod/web', /Normal +Pulled +Pod\/web .*\n.*Warning +BackOff +Pod\/web/],
  ['top no', 'n1  1000m  25%  2048Mi  25%'],
  ['top po --containers', 'web  app  250m  64Mi'],
  ['version', 'Server Version: v1.34.1'],
  ['cluster-info', /control plane.* is running at .*http:\/\/127\.0\.0\.1/],
  ['api-versions', 'helm.toolkit.fluxcd.io/v2', 'example.com/v1', 'v1'],
  [
    'api-resources',
    /^helmreleases +hr +helm\.toolkit\.fluxcd\.io\/v2 +true +HelmRelease$/m,
    /^widgets +wd +example\.com\/v1/m,
  ],
  ['auth whoami', 'Username  reader'],
  ['auth can-i get pods', /^yes\n$/],
  ['auth can-i delete pods', /^no\n$/],
  ['auth can-i --list', /^helmreleases\.helm\.toolkit\.fluxcd\.io +\[\] +\[\] +\[get list watch\]$/m],
  ['rollout status deploy/web', 'error: deployment "web" exceeded its progress deadline'],
  ['rollout history deploy/web', 'REVISION  CHANGE-CAUSE', '1  <none>'],
  ['wait --for=jsonpath={.status.phase}=Failed pod/evicted --timeout=5s', /^pod\/evicted condition met\n$/],
  ['wait --for=condition=Ready pod/two --timeout=1s', /timed out waiting for the condition on pods\/two/],
  ['get po two -w --request-timeout=1s', /^two +2\/2 +Running/m],
  ['get gremlins', `error: the server doesn't have a resource type "gremlins"`],
  ['get po --as=bob', /users "bob" is forbidden: User "reader" cannot impersonate resource "users"/],
  ['explain pods', /this is a recorded cluster: it has no OpenAPI document/],
];

const EVERY_POD: Row = [
  'describe pod',
  'Namespace:  coder',
  'Priority:  0',
  'Service Account:  default',
  /^Labels: +app\.kubernetes\.io\/name=coder\n +pod-template-hash=/m,
  'Port:  8080/TCP',
  'Host Port:  0/TCP',
  /Limits:\n +cpu: +2\n +memory: +4Gi\n +Requests:\n +cpu: +2\n +memory: +4Gi/,
  'CODER_ACCESS_URL:  https://coder.example',
  /Mounts:\n +\/var\/run\/secrets\/kubernetes\.io\/serviceaccount from kube-api-access-\w{5} \(ro\)/,
  'Type:  Projected (a volume that contains injected data from multiple sources)',
  'ConfigMapName:  kube-root-ca.crt',
  'QoS Class:  Guaranteed',
  'Node-Selectors:  <none>',
  /Tolerations: +node\.kubernetes\.io\/not-ready:NoExecute op=Exists for 300s\n +node\.kubernetes\.io\/unreachable:NoExecute/,
];

const WAITING_POD = [
  ...EVERY_POD.slice(1),
  'Node:  <none>',
  'Status:  Pending',
  'IPs:  <none>',
  'Controlled By:  ReplicaSet/coder-5df88d876c',
  'PodScheduled  False',
  /Warning +FailedScheduling +[45]m\S* +default-scheduler +0\/1 nodes are available: 1 Insufficient memory\./,
];

const SERVING_POD = [
  ...EVERY_POD.slice(1),
  /^Node: +node-1\/10\.20\.0\.\d+$/m,
  /^Start Time: +\w{3}, \d\d \w{3} 20/m,
  /^IP: +(10\.244\.\d+\.\d+)\nIPs:\n +IP: +\1$/m,
  /Container ID: +containerd:\/\/[0-9a-f]{64}$/m,
  /Image ID: +ghcr\.io\/coder\/coder@sha256:[0-9a-f]{64}$/m,
  /State: +Running\n +Started: /,
  'Restart Count:  0',
  'ContainersReady  True',
  'Events:  <none>',
];

const CHANGES = [
  'delete pod web --wait=false',
  'scale deploy/web --replicas=0',
  'label pod web a=b',
  'cordon n1',
  'rollout restart deploy/web',
  'create cm x',
  'run x --image=x',
  'exec two -c app -- ls',
  'port-forward pod/two 18080:80',
  'attach two -c app',
  'patch deploy web -p {}',
];

// Without kubectl on the PATH there is nothing to try: the tests are listed as skipped under this name.
describe.skipIf(!hasKubectl()).concurrent('kubectl (skipped where there is none on the PATH)', () => {
  let folder: string;
  let whole: Served;
  let poor: Served;
  let running: Served;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kubectl-'));
    whole = await serve('whole', onCallCluster());
    poor = await serve('poor', onCallCluster({ metrics: false, denied: ['secrets', 'pods/log'] }));
    running = await serve('running', onCallCluster(), { clock: 'running' });
  });

  afterAll(async () => {
    for (const { server } of [whole, poor, running]) await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function serve(name: string, files: Files, options: ReplayOptions = {}): Promise<Served> {
    const home = join(folder, name);
    await mkdir(home, { recursive: true });
    await writeFiles(join(home, 'capture'), files);
    return serveFolder(name, join(home, 'capture'), options);
  }

  async function serveFolder(name: string, capture: string, options: ReplayOptions): Promise<Served> {
    const home = join(folder, name);
    await mkdir(home, { recursive: true });
    const server = await serveCapture(await loadCapture(capture), options);
    await writeFile(join(home, 'config'), kubeconfigFor({ server: server.url, context: 'lab', namespace: 'shop' }));
    return { server, kubectl: (command) => kubectl(home, command) };
  }

  test.each(cases([...GET, ...CHOICE, ...DESCRIBE, ...LOGS, ...REST]))('$command', async ({ command, holds }) => {
    expectAll(await whole.kubectl(command), holds);
  });

  test.each(CHANGES)('%s is refused, and says why', async (command) => {
    const { stdout, stderr } = await whole.kubectl(command);
    expect(stdout + stderr).toContain(RECORDED);
  });

  test('-o json and -o yaml give the objects back as they are', async () => {
    const json = JSON.parse((await whole.kubectl('get po -A -o json')).stdout) as {
      items: { kind: string; metadata: { name: string } }[];
    };
    expect(json.items.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual(
      ['api', 'done', 'evicted', 'init', 'leaving', 'two', 'web'].map((name) => `Pod/${name}`),
    );
    const [yaml] = parseAllDocuments((await whole.kubectl('get wd w1 -o yaml')).stdout);
    expect(yaml?.toJS()).toEqual({
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'w1', namespace: 'shop', creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: { colour: 'red', made: '2026-01-01T01:50:00Z', weight: 7 },
    });
  });

  test('pages are asked for behind the scenes', async () => {
    await whole.kubectl('get po -A --chunk-size=1');
    expect(whole.server.requests().some(({ path }) => path.includes('limit=1') && path.includes('continue='))).toBe(
      true,
    );
  });

  test('a validated change says that the cluster is a recorded one', async () => {
    const manifest = join(folder, 'cm.yaml');
    await writeFile(manifest, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n');
    expect((await whole.kubectl(`apply -f ${manifest}`)).stderr).toContain('this is a recorded cluster');
    expect((await whole.kubectl(`apply --validate=false -f ${manifest}`)).stderr).toContain(RECORDED);
  });

  const POOR: readonly Row[] = [
    ['top po', 'error: Metrics API not available'],
    ['top no', 'error: Metrics API not available'],
    [
      'get secrets',
      'Error from server (Forbidden): secrets is forbidden: User "reader" cannot list resource "secrets" in API group "" in the namespace "shop"',
    ],
    ['logs two -c app', /pods "two" is forbidden: User "reader" cannot get resource "pods\/log" in API group ""/],
    ['auth can-i list secrets', /^no\n$/],
    ['auth can-i get pods --subresource=log', /^no\n$/],
  ];
  test.each(cases(POOR))('without metrics and some rights: $command', async ({ command, holds }) => {
    expectAll(await poor.kubectl(command), holds);
  });

  test('a pod of a bundled cluster is described in full, as one of a real cluster is', async () => {
    const demo = await serveFolder('demo', join(root, 'examples', 'rollout-does-not-fit'), { clock: 'running' });
    const [waiting, serving] = (await demo.kubectl('describe pod -n coder')).stdout.split('\n\n\n');
    await demo.server.close();
    expectAll({ exit: 0, stdout: waiting ?? '', stderr: '' }, WAITING_POD);
    expectAll({ exit: 0, stdout: serving ?? '', stderr: '' }, SERVING_POD);
  });

  test('with a running clock the ages that kubectl counts itself are those of the tables', async () => {
    const [described, table] = await Promise.all([
      running.kubectl('describe pod web'),
      running.kubectl('get events --field-selector reason=BackOff'),
    ]);
    // The cluster was recorded two minutes after the event; a slow machine may need some more to get here.
    expect(described.stdout).toMatch(/Warning +BackOff +[23]m\S* \(x9 over 12\dm\) +kubelet/);
    expect(table.stdout).toMatch(/^[23]m\S* +Warning +BackOff/m);
    expect((await running.kubectl('logs two -c app --since=10m')).stdout).toBe('second\nthird\n');
  });
});

test('a kubeconfig has one context, the server, and no credentials', () => {
  const kubeconfig: unknown = JSON.parse(kubeconfigFor({ server: 'http://127.0.0.1:1', context: 'lab' }));
  expect(kubeconfig).toMatchObject({
    'current-context': 'lab',
    clusters: [{ name: 'lab', cluster: { server: 'http://127.0.0.1:1' } }],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'reader' } }],
    users: [{ name: 'reader', user: {} }],
  });
});

interface Served {
  readonly server: ReplayServer;
  /** The words of a command; an underscore stands for a blank inside a word. */
  kubectl(command: string): Promise<Said>;
}

/** The rows by name: a row of any length is too much for the types of a test's arguments. */
function cases(rows: readonly Row[]): { command: string; holds: readonly (string | RegExp)[] }[] {
  return rows.map(([command, ...holds]) => ({ command, holds }));
}

function expectAll({ stdout, stderr }: Said, holds: readonly (string | RegExp)[]): void {
  const text = stdout + stderr;
  const lines = squeezed(text);
  for (const held of holds) {
    if (typeof held === 'string') expect(lines).toContain(held);
    else expect(text).toMatch(held);
  }
}

function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function kubectl(home: string, command: string): Promise<Said> {
  const env = { PATH: process.env['PATH'], HOME: home, KUBECONFIG: join(home, 'config') };
  const words = command.split(' ').map((word) => (word.includes('_') ? word.replaceAll('_', ' ') : word));
  return new Promise((resolve) => {
    execFile('kubectl', words, { env }, (error, stdout, stderr) => {
      resolve({ exit: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

function squeezed(text: string): readonly string[] {
  return text.split('\n').map((line) => line.trim().replace(/ {2,}/g, '  '));
}

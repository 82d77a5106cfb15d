import { firstStart } from './build/app.ts';
import { initTrouble } from './build/app-status.ts';
import { storyOf, workloadStory } from './build/ask.ts';
import { container, event, type Built, type Change } from './build/build.ts';
import { healthy, inProgress, problem, problems } from './build/expect.ts';
import { failing, nodes, running, serving } from './build/failing.ts';
import { attempt, endedWith, gaveUp, job, OUT_OF_ATTEMPTS } from './build/job.ts';
import { deepMerge } from './build/merge.ts';
import { namespaceObject } from './build/namespace.ts';
import { service, sliceOf } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** Init containers that run on, because what they wait for is away: the tools that people use, in their own words. */
const STARTED = '2025-11-15T17:30:10Z';
const LOG = 'shop/web-5d7f9b8c6-q5w9b/wait';

const DB_LOG = { 'shop/db-5d7f9b8c6-q5w9b/db': 'database system is ready to accept connections\n' };

interface Waiting {
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly Change[];
  readonly image?: string;
  readonly log?: string;
  readonly since?: string;
}

/** An app whose only pod has run an init container for three quarters of an hour. */
function waitingApp(
  { command, args, env = [], image = 'registry.example/tools/busybox:1.37', log = '', since = STARTED }: Waiting,
  change: Change = initTrouble('wait', { running: { startedAt: since } }),
) {
  const own = {
    name: 'wait',
    image,
    imagePullPolicy: 'IfNotPresent',
    resources: {},
    ...(command === undefined ? {} : { command }),
    ...(args === undefined ? {} : { args }),
    env,
  };
  const app = firstStart({ spec: { initContainers: [own] } }, { change });
  return { objects: app.all, logs: log === '' ? {} : { [LOG]: log } };
}

const sh = (script: string): readonly string[] => ['sh', '-c', script];

const NC = {
  command: sh('until nc -z db 5432; do echo waiting for the database; sleep 2; done'),
  log: 'waiting for the database\nwaiting for the database\n',
};
const PG = {
  command: sh('until pg_isready -h "$DB_HOST" -p 5432; do sleep 2; done'),
  env: [{ name: 'DB_HOST', value: 'db' }],
  log: 'db:5432 - no response\ndb:5432 - no response\n',
};
const WAIT_FOR_IT = {
  command: ['/wait-for-it.sh', 'db:5432', '--timeout=0'],
  log: 'wait-for-it.sh: waiting for db:5432 without a timeout\n',
};
const NSLOOKUP = {
  command: sh(
    'until nslookup postgres.$(cat /var/run/secrets/kubernetes.io/serviceaccount/namespace).svc.cluster.local; do echo waiting for postgres; sleep 2; done',
  ),
  log: "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n** server can't find postgres.shop.svc.cluster.local: NXDOMAIN\n\nwaiting for postgres\n",
};
const KUBECTL = {
  command: ['kubectl', 'wait', '--for=condition=available', '--timeout=-1s', 'deployment/db'],
  image: 'registry.example/tools/kubectl:1.34',
};
const MIGRATED = {
  args: ['job', 'migrate'],
  image: 'ghcr.io/groundnuty/k8s-wait-for:v2.0',
  log: 'Waiting for job migrate...\n',
};
const TWO = { command: sh('until nc -z db 5432; do sleep 2; done; until nc -z broker 5672; do sleep 2; done') };
const OTHER = { command: sh('until [ -f /shared/ready ]; do sleep 2; done'), log: 'waiting for /shared/ready\n' };

function server(name: string, port: number, address = '10.96.40.7') {
  const app = running(name);
  const change = { clusterIP: address, clusterIPs: [address] };
  const ports = [{ name: 'main', port, protocol: 'TCP', targetPort: 8080 }];
  const astray = service(name, { ...change, ports, selector: { 'app.kubernetes.io/name': `${name}s` } });
  return {
    served: [...app.all, ...serving(app, port, name, change)],
    astray: [...app.all, astray, sliceOf(astray, [])],
  };
}
const db = server('db', 5432);
const broker = server('broker', 5672, '10.96.40.8');
const postgresql = server('postgresql', 5432);
const crashed = failing(
  'db',
  'FATAL:  could not open relation mapping file "global/pg_filenode.map": No space left on device\n',
);
const gone = job(gaveUp('BackoffLimitExceeded', OUT_OF_ATTEMPTS, '2025-11-15T18:01:52Z', 1), { backoffLimit: 0 });
const lastAttempt = attempt(
  gone,
  'd2k6w',
  '2025-11-15T18:00:00Z',
  endedWith(1, '2025-11-15T18:00:00Z', '2025-11-15T18:00:09Z'),
);

function story(
  name: string,
  summary: string,
  waiting: Waiting,
  around: readonly Built[],
  expected: Expected,
  denied?: readonly string[],
  logs: Readonly<Record<string, string>> = {},
): Story {
  const { objects, logs: own } = waitingApp(waiting);
  const whole = {
    objects: [...nodes, ...objects, ...around],
    logs: { ...DB_LOG, ...own, ...logs },
  };
  return workloadStory(name, summary, denied === undefined ? whole : { ...whole, denied }, expected);
}

const astray = (of: string, ...says: readonly string[]) =>
  problem('service-selects-nothing', 'confirmed', {
    says: [`The selector of Service shop/${of} matches no pod`, ...says],
  });
const endless = (...says: readonly string[]) =>
  problem('init-does-not-end', 'possible', { says: ['The containers start only after it', ...says] });
const never = ['service-selects-nothing', 'dependency-refuses'];

/** The same init container, which ends when it has waited for long enough. */
function ended(
  name: string,
  summary: string,
  around: readonly Built[],
  expected: Expected,
  denied?: readonly string[],
): Story {
  const script = 'for i in $(seq 1 30); do nc -z db 5432 && exit 0; sleep 2; done; echo giving up; exit 1';
  const state = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container=wait' } };
  const finishedAt = '2025-11-15T18:12:41Z';
  const last = { terminated: { exitCode: 1, reason: 'Error', startedAt: '2025-11-15T18:11:40Z', finishedAt } };
  const { objects } = waitingApp(
    { command: sh(script) },
    initTrouble('wait', state, { restartCount: 9, lastState: last }),
  );
  const logs = { 'shop/web-5d7f9b8c6-q5w9b/wait.previous': 'giving up\n', ...DB_LOG };
  const whole = { objects: [...nodes, ...objects, ...around], logs };
  return workloadStory(`crash/init-${name}`, summary, denied === undefined ? whole : { ...whole, denied }, expected);
}

/** Ten workloads that wait for one thing, each in its own words. */
function crowd(
  of: (name: string) => { readonly objects: readonly Built[]; readonly logs: Readonly<Record<string, string>> },
) {
  const all = Array.from({ length: 10 }, (_, index) => of(`app-${String(index)}`));
  return {
    objects: all.flatMap(({ objects }) => objects),
    logs: Object.fromEntries(all.flatMap(({ logs }) => Object.entries(logs))),
  };
}

/** An app that runs and answers 503, and what its log says. */
function unready(name: string, log: string, env: readonly Change[] = []) {
  const image = `registry.example/shop/${name}:1.5.0`;
  const up = container(name, image, { running: { startedAt: STARTED } }, { started: true });
  const readinessProbe = {
    httpGet: { path: '/readyz', port: 'http', scheme: 'HTTP' },
    periodSeconds: 10,
    failureThreshold: 3,
  };
  const app = firstStart(
    { name, container: { readinessProbe, env } },
    { change: deepMerge(up, { status: { phase: 'Running' } }) },
  );
  const told = event(
    app.newPod,
    {
      reason: 'Unhealthy',
      message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
      at: '2025-11-15T18:14:40Z',
      count: 260,
    },
    { involvedObject: { fieldPath: `spec.containers{${name}}` } },
  );
  return { objects: [...app.all, told], logs: { [`shop/${name}-5d7f9b8c6-q5w9b/${name}`]: log } };
}

function inShop(
  name: string,
  summary: string,
  scene: { readonly objects: readonly Built[]; readonly logs: Readonly<Record<string, string>> },
  around: readonly Built[],
  expected: Expected,
  denied?: readonly string[],
): Story {
  const whole = { objects: [...nodes, namespaceObject('shop'), ...scene.objects, ...around], logs: scene.logs };
  return storyOf(`namespace/${name}`, summary, denied === undefined ? whole : { ...whole, denied }, expected, {
    runbook: 'namespace',
    inputs: { onlyNamespace: 'shop' },
  });
}

const REFUSED = '2025/11/15 18:14:41 not ready: dial tcp 10.96.40.7:5432: connect: connection refused\n';
const OUTSIDE = '2025/11/15 18:14:41 not ready: dial tcp: lookup db.example.com on 10.96.0.10:53: no such host\n';
const MISSPELT = '2025/11/15 18:14:41 not ready: dial tcp: lookup postgres on 10.96.0.10:53: no such host\n';
const DB = [{ name: 'DB_URL', value: 'postgres://db:5432/shop' }];

/** One story per tool, and those that look like it; then ten workloads that wait for the same. */
export const dependencyInit: readonly Story[] = [
  story(
    'waiting-command/nc',
    'A loop over nc waits for a database whose Service selects nobody; it says nothing of why.',
    NC,
    db.astray,
    astray('db', 'nc has asked for db:5432 since'),
  ),
  story(
    'waiting-command/nc-decoy',
    'The same, and the database is well: what lies between is not known.',
    NC,
    db.served,
    problem('dependency-refuses', 'likely', { says: ['was ready when wait said so last'] }),
  ),
  story(
    'waiting-command/nc-denied',
    'The same, and Services may not be looked at.',
    NC,
    db.astray,
    endless('Its command asks with nc'),
    ['services'],
  ),
  story(
    'waiting-command/young',
    'It has begun to wait a minute ago, and the database is up.',
    { ...OTHER, since: '2025-11-15T18:14:01Z' },
    db.served,
    inProgress({ says: ['the containers start after it'] }),
  ),
  story(
    'waiting-command/pg-isready',
    'pg_isready in a loop; a variable names the host.',
    PG,
    db.astray,
    astray('db', 'db:5432 - no response'),
  ),
  story(
    'waiting-command/wait-for-it',
    'wait-for-it without a limit of time.',
    WAIT_FOR_IT,
    db.astray,
    astray('db', 'wait-for-it.sh has asked for db:5432'),
  ),
  story(
    'waiting-command/nslookup',
    'nslookup in a loop asks for a Service that does not exist; the namespace is its own.',
    NSLOOKUP,
    postgresql.served,
    problem('service-not-there', 'confirmed', {
      says: ['There is no Service shop/postgres', 'The nearest name there is postgresql'],
    }),
  ),
  story(
    'awaited-start/kubectl-wait',
    'kubectl waits for a Deployment whose pod crashes for want of disk.',
    KUBECTL,
    crashed.objects,
    problem('disk-full-inside', 'confirmed', { says: ['Deployment', 'No space left on device'] }),
    undefined,
    crashed.logs,
  ),
  story(
    'awaited-start/kubectl-wait-missing',
    'kubectl in a loop waits for a Deployment that does not exist.',
    {
      ...KUBECTL,
      command: sh('until kubectl rollout status deployment/db; do sleep 2; done'),
      log: 'Error from server (NotFound): deployments.apps "db" not found\n',
    },
    [],
    problem('awaited-object-missing', 'confirmed', { says: ['There is no Deployment shop/db', 'NotFound'] }),
  ),
  story(
    'awaited-start/kubectl-wait-denied',
    'The same, and Deployments may not be looked at.',
    KUBECTL,
    crashed.objects,
    endless('kubectl'),
    ['deployments.apps'],
    crashed.logs,
  ),
  story(
    'awaited-start/job',
    'k8s-wait-for waits for a Job that has given up.',
    MIGRATED,
    [gone, lastAttempt],
    problem('job-attempt-failed', 'confirmed', { says: ['Job shop/migrate'] }),
    undefined,
    { 'shop/migrate-d2k6w/migrate': 'ERROR: relation "orders" already exists\n' },
  ),
  story(
    'awaited-start/job-gone',
    'The same Job was taken away when its time was over.',
    MIGRATED,
    [],
    problem('awaited-object-missing', 'confirmed', {
      says: ['There is no Job shop/migrate', 'ttlSecondsAfterFinished'],
    }),
  ),
  story(
    'waiting-command/several',
    'It waits for two; the database is well, and the Service of the broker selects nobody.',
    TWO,
    [...db.served, ...broker.astray],
    astray('broker'),
  ),
  story(
    'waiting-command/several-decoy',
    'It waits for two, and both are well: neither is blamed.',
    TWO,
    [...db.served, ...broker.served],
    endless('Its command asks with nc'),
  ),
  story(
    'waiting-command/other',
    'It waits for a file; that a Service of a name like its own leads nowhere is not what it waits for.',
    OTHER,
    db.astray,
    { ...endless('waiting for /shared/ready'), never },
  ),
  ended(
    'ends',
    'It gives up after a minute and is started again; nc says nothing, and the Service selects nobody.',
    db.astray,
    astray('db', 'nc asks for db:5432, and its container ended with exit code 1'),
  ),
  ended(
    'ends-decoy',
    'The same, and the database is well: what its script does besides is not known.',
    db.served,
    problem('init-container-fails', 'confirmed', { never }),
  ),
  ended(
    'ends-denied',
    'The same, and Services may not be looked at.',
    db.astray,
    problem('init-container-fails', 'confirmed', { never }),
    ['services'],
  ),
  workloadStory(
    'awaited-start/healthy',
    'The twin is past its init container, which waited for a Job that is gone by now.',
    { objects: [...nodes, ...running('web').all], logs: { [LOG]: MIGRATED.log } },
    healthy,
  ),
  workloadStory(
    'waiting-command/healthy',
    'The twin is past its init container.',
    { objects: [...nodes, ...running('web').all, ...db.astray], logs: { [LOG]: NC.log } },
    healthy,
  ),
  inShop(
    'one-service-many-unready',
    'Ten workloads that run and are not ready need one database, whose Service selects nobody: one cause. Some name it, some do not.',
    crowd((name) => unready(name, name < 'app-5' ? REFUSED : 'warming caches\n', DB)),
    db.astray,
    problem('service-selects-nothing', 'confirmed', { says: ['"alsoAffects":[{', 'app-9'] }),
  ),
  inShop(
    'one-crash-many-unready',
    'Ten workloads need one database, which crashes: one cause, and the database stands first.',
    { ...crowd((name) => unready(name, REFUSED, DB)) },
    [...crashed.objects, ...serving(crashed.app, 5432)],
    problem('container-crashes', 'likely', { says: ['"alsoAffects":[{', 'app-9'] }),
  ),
  inShop(
    'one-name-many-unready',
    'Ten workloads ask for a Service by a name that none has: one cause.',
    crowd((name) => unready(name, MISSPELT)),
    postgresql.served,
    problem('service-not-there', 'confirmed', { says: ['"alsoAffects":[{', 'app-9'] }),
  ),
  inShop(
    'one-host-many-unready',
    'Ten workloads do not reach a host outside of the cluster: one cause.',
    crowd((name) => unready(name, OUTSIDE)),
    [],
    problem('outside-not-reached', 'likely', { says: ['"alsoAffects":[{', 'app-9', 'db.example.com'] }),
  ),
  inShop(
    'two-services-many-unready',
    'Ten workloads that are not ready, five of them for the database and five for the broker: two causes.',
    crowd((name) => unready(name, name < 'app-5' ? REFUSED : REFUSED.replace('.7:5432', '.8:5672'))),
    [...db.astray, ...broker.astray],
    problems([
      ['service-selects-nothing', 'confirmed'],
      ['service-selects-nothing', 'confirmed'],
    ]),
  ),
  inShop(
    'one-service-many-unready-denied',
    'The ten with the database, and Services may not be looked at: each is told by itself, and as no more than it is.',
    crowd((name) => unready(name, REFUSED, DB)),
    db.astray,
    problems(Array.from({ length: 10 }, () => ['probe-fails', 'likely'] as const)),
    ['services'],
  ),
];

import { settled, type App } from './build/app.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { object, type Built, type Change } from './build/build.ts';
import { coderGround, coderServer, SERVING_LOG, workingServer } from './build/coder-server.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { failing, type Failing } from './build/failing.ts';
import { namespaceObject } from './build/namespace.ts';
import { pressedNode } from './build/node-state.ts';
import { service, sliceOf } from './build/traffic.ts';
import { openSockets } from './build/coder-outside.ts';
import type { Expected, Story } from './story.ts';

/**
 * Coder servers that run, and their database. The lines of the log are those of coderd/database/pubsub and of the
 * driver of Coder 2.28. The password of every address is `hunter2`, which must stand in no report.
 */
const POD = 'coder/coder-5d7f9b8c6-q5w9b/coder';
const ALLOWED = 'coder/coder-db-url/url';

/** The Secret of a server with an address in it. */
function secret(url: string): Built {
  const data = { url: Buffer.from(url).toString('base64') };
  return object(
    { apiVersion: 'v1', kind: 'Secret', namespace: 'coder', name: 'coder-db-url', created: '2025-11-01T09:00:00Z' },
    { type: 'Opaque', data },
  );
}

const IN_CLUSTER = secret('postgres://coder:hunter2@postgresql.data:5432/coder?sslmode=disable');
const SKETCH = { name: 'postgresql', namespace: 'data', image: 'registry.example/postgres:16' };
const working = settled({ ...SKETCH, since: '2025-11-15T17:30:00Z' });
const STARTING = [
  '2025-11-15 18:12:40.611 UTC [1] LOG:  starting PostgreSQL 16.4 (Debian 16.4-1.pgdg120+1) on x86_64-pc-linux-gnu, compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit',
  '2025-11-15 18:12:41.010 UTC [29] FATAL:  could not write to file "pg_wal/xlogtemp.29": No space left on device',
  '2025-11-15 18:12:41.015 UTC [1] LOG:  startup process (PID 29) exited with exit code 1',
  '',
].join('\n');
const full: Failing = failing('postgresql', STARTING, { ...SKETCH });
const FULL_LOG = { 'data/postgresql-5d7f9b8c6-q5w9b/postgresql.previous': STARTING };

/** The Service of the database in namespace data. */
function databaseService({ newPod }: App, name = 'postgresql'): readonly Built[] {
  const own = service(
    name,
    {
      ports: [{ name: 'main', port: 5432, protocol: 'TCP', targetPort: 8080 }],
      selector: { 'app.kubernetes.io/name': 'postgresql' },
    },
    { metadata: { namespace: 'data' } },
  );
  return [own, sliceOf(own, [newPod], { ports: [{ name: 'main', port: 8080, protocol: 'TCP' }] })];
}

const around = [...coderGround, namespaceObject('data')];
const server = workingServer();

/** A server that works, with what its log says at its end, beside other objects. */
function scene(objects: readonly Built[] = [], lines: readonly string[] = [], own: App = server): Scene {
  const log = [SERVING_LOG.trimEnd(), ...lines, ''].join('\n');
  return { objects: [...own.all, ...around, ...objects], logs: { [POD]: log } };
}

const LOST_EOF = '2025-11-15 18:11:02.114 [erro]  pubsub: pubsub disconnected from postgres  error=EOF';
const REFUSED =
  '2025-11-15 18:11:03.120 [warn]  pubsub: pubsub failed to dial postgres  error="dial tcp 10.96.40.7:5432: connect: connection refused"';
const BACK = '2025-11-15 18:12:09.002 [info]  pubsub: pubsub reconnected to postgres';

function asked(
  name: string,
  summary: string,
  of: Scene,
  expected: Expected,
  inputs: Readonly<Record<string, string>> = { readSecret: ALLOWED },
): Story {
  const never = ['hunter2', 'aHVudGVyM', ...(expected.never ?? [])];
  return storyOf(
    `coder-database/${name}`,
    summary,
    of,
    { ...expected, never },
    {
      runbook: 'coder',
      inputs: { onlyNamespace: '', ...inputs },
    },
  );
}

const told = (...says: readonly string[]): Expected => ({ ...healthy, says });

/** What a pod went through that started anew after its watchdog. */
const ENDED_ONCE: Change = {
  status: {
    containerStatuses: [
      {
        name: 'coder',
        image: 'ghcr.io/coder/coder:v2.28.1',
        imageID: 'ghcr.io/coder/coder:v2.28.1@sha256:0',
        containerID: 'containerd://2',
        ready: true,
        started: true,
        restartCount: 1,
        state: { running: { startedAt: '2025-11-15T17:36:00Z' } },
        lastState: {
          terminated: {
            containerID: 'containerd://1',
            reason: 'Error',
            exitCode: 1,
            startedAt: '2025-11-15T17:30:02Z',
            finishedAt: '2025-11-15T17:35:31Z',
          },
        },
      },
    ],
  },
};

const WATCHDOG = [
  '2025-11-15 17:24:31.003 [crit]  pubsub_watchdog: pubsub watchdog timeout',
  'Unexpected error, shutting down server: pubsub Watchdog timed out',
  '',
].join('\n');

const rds = 'coder-prod.cluster-c3x9q2m1kzab.us-east-2.rds.amazonaws.com';
const atAws = secret(`postgres://coder:hunter2@${rds}:5432/coder?sslmode=require`);

const staging = workingServer({
  ...coderServer({ CODER_WILDCARD_ACCESS_URL: 'https://apps.staging.example.org' }),
  namespace: 'staging',
});

/** One story per place of a database, and per way to lose it. */
export const coderDatabase: readonly Story[] = [
  storyOf(
    'coder/two-installations',
    'Two servers in one cluster; the wildcard address of the second is no host.',
    {
      objects: [...server.all, ...staging.all, ...coderGround, namespaceObject('staging')],
      logs: { [POD]: SERVING_LOG, 'staging/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG },
    },
    problem('wildcard-malformed', 'likely', { says: ['--read-secret staging/coder-db-url/url'] }),
    { runbook: 'coder', inputs: { onlyNamespace: '' } },
  ),
  asked(
    'in-cluster-healthy',
    'The Secret may be read: the database is in the cluster, and runs.',
    scene([IN_CLUSTER, ...working.all, ...databaseService(working)]),
    told('replicas 1, each up to 10, for nothing is set'),
  ),
  asked(
    'not-read',
    'Nobody allowed the Secret to be read.',
    scene([IN_CLUSTER, ...working.all, ...databaseService(working)]),
    told('--read-secret coder/coder-db-url/url reads host, port and sslmode'),
    {},
  ),
  asked(
    'another-secret',
    'The Secret that may be read is not the one that this server takes its address from.',
    scene([IN_CLUSTER]),
    told('--read-secret coder/coder-db-url/url reads host, port and sslmode'),
    { readSecret: 'coder/other/url' },
  ),
  asked(
    'denied',
    'The person allowed it, and the cluster does not.',
    { ...scene([IN_CLUSTER]), denied: ['secrets'] },
    incomplete({ says: ['get secrets coder-db-url in namespace coder'] }),
  ),
  asked('gone', 'The Secret is not there.', scene(), incomplete({ says: ['holds no address'] })),
  asked(
    'no-address',
    'The key holds something else.',
    scene([secret('hunter2')]),
    incomplete({ says: ['holds no address'] }),
  ),
  asked(
    'written-out',
    'The address stands in the Deployment, with its password: its host is followed, the password is not shown.',
    scene(
      [...working.all, ...databaseService(working)],
      [],
      workingServer(
        coderServer({ CODER_PG_CONNECTION_URL: 'postgres://coder:hunter2@postgresql.data:5432/coder?sslmode=disable' }),
      ),
    ),
    told('postgresql.data:5432, sslmode disable'),
    {},
  ),
  asked(
    'as-words',
    'The address is written as host=… port=….',
    scene([
      secret("host=postgresql.data port=5432 user=coder password='hunter2' dbname=coder sslmode=disable"),
      ...working.all,
      ...databaseService(working),
    ]),
    told('postgresql.data:5432, sslmode disable'),
  ),
  asked(
    'unescaped',
    'The password holds a question mark (16319): which part is the host is not guessed.',
    scene([secret('postgres://coder:hunter2?x@postgresql.data:5432/coder')]),
    told('not percent-encoded', '%3F'),
  ),
  asked(
    'sslmode-unknown',
    'The address was changed to a sslmode that psql knows and Coder does not; the pods have not read it yet.',
    scene([
      secret('postgres://coder:hunter2@postgresql.data:5432/coder?sslmode=prefer'),
      ...working.all,
      ...databaseService(working),
    ]),
    problem('database-sslmode-unknown', 'likely', { says: ['prefer', 'verify-full', 'Secret coder-db-url, key url'] }),
  ),
  asked(
    'service-missing',
    'The host of the documentation is in the Secret, and the Service has another name (18751).',
    scene([
      secret('postgres://coder:hunter2@coder-db-postgresql.data.svc:5432/coder'),
      ...working.all,
      ...databaseService(working, 'coder-postgresql'),
    ]),
    problem('database-service-missing', 'likely', { says: ['The nearest name there is coder-postgresql.'] }),
  ),
  asked(
    'database-crashes',
    'The server is ready; its database has no room on its disk (E2).',
    {
      ...scene([IN_CLUSTER, ...full.objects, ...databaseService(full.app)], [LOST_EOF, REFUSED]),
      logs: { [POD]: [SERVING_LOG.trimEnd(), LOST_EOF, REFUSED, ''].join('\n'), ...FULL_LOG },
    },
    problem('disk-full-inside', 'confirmed', { never: ['database-lost'] }),
  ),
  asked(
    'lost',
    'The server says that it lost its database, and where that is may not be read.',
    scene([], [LOST_EOF]),
    problem('database-lost', 'likely', {
      says: ['error=EOF', '--rm', 'current_setting', 'select count', 'secretKeyRef'],
    }),
    {},
  ),
  asked(
    'came-back',
    'It lost its database and has it again: that is history.',
    scene([IN_CLUSTER, ...working.all, ...databaseService(working)], [LOST_EOF, REFUSED, BACK]),
    told('and got it back each time'),
  ),
  asked(
    'connections-used-up',
    'The database takes no more connections.',
    scene(
      [],
      [
        LOST_EOF,
        '2025-11-15 18:11:03.120 [warn]  pubsub: pubsub failed to dial postgres  error="pq: sorry, too many clients already"',
      ],
    ),
    problem('database-connections-used-up', 'likely', { says: ['CODER_PG_CONN_MAX_OPEN', '10, for nothing is set'] }),
    {},
  ),
  asked(
    'full-for-requests',
    'The messages keep their connection, and requests get none.',
    scene(
      [],
      [
        '2025-11-15 18:13:03.120 [erro]  coderd: GET  host=coder.example.org  path=/api/v2/workspaces  response_body="{\\"message\\":\\"Internal error fetching workspaces.\\",\\"detail\\":\\"pq: sorry, too many clients already\\"}"  status_code=500',
      ],
    ),
    problem('database-connections-used-up', 'likely', { says: ['10, for nothing is set'] }),
    {},
  ),
  asked(
    'read-only',
    'After a failover the server is still connected to what was the writer.',
    scene(
      [],
      [
        '2025-11-15 18:14:03.120 [erro]  replicasync: run replica update loop  error="update replica: pq: cannot execute UPDATE in a read-only transaction"',
      ],
    ),
    problem('database-read-only', 'likely', { says: ['only reads'] }),
    {},
  ),
  asked(
    'read-only-before-decoy',
    'That was an hour ago.',
    scene(
      [],
      [
        '2025-11-15 17:31:03.120 [erro]  replicasync: run replica update loop  error="update replica: pq: cannot execute UPDATE in a read-only transaction"',
      ],
    ),
    { ...healthy, never: ['database-read-only'] },
    {},
  ),
  asked(
    'disk-full',
    'The database answers, and has no room to write.',
    scene(
      [],
      [
        '2025-11-15 18:14:03.120 [erro]  coderd: acquire job  error="pq: could not extend file \\"base/16384/24577\\": No space left on device"',
      ],
    ),
    problem('database-disk-full', 'likely', { says: ['Never delete files of pg_wal'] }),
    {},
  ),
  asked(
    'watchdog-of-a-pressed-node',
    'The run before ended by its watchdog; the node is short of memory, and the database is well (21410).',
    {
      objects: [
        ...settled({ ...coderServer(), since: '2025-11-15T17:30:00Z' }, { change: ENDED_ONCE }).all,
        ...working.all,
        ...databaseService(working),
        IN_CLUSTER,
        pressedNode('node-1', 'MemoryPressure'),
        namespaceObject('coder'),
        namespaceObject('data'),
      ],
      logs: { [POD]: SERVING_LOG, [`${POD}.previous`]: WATCHDOG },
    },
    told('ended itself', 'Its node node-1 is short of memory now'),
  ),
  asked(
    'at-aws',
    'The database is Aurora: AWS is not asked, and the commands for it are told.',
    scene([atAws]),
    told(
      'aws rds describe-db-clusters --db-cluster-identifier coder-prod --region us-east-2',
      'aws ec2 describe-security-group-rules',
    ),
  ),
  asked(
    'outside-unknown-here',
    'No name server knows the host, asked from here; it may be a private name.',
    {
      ...scene([secret('postgres://coder:hunter2@db.corp.internal:5432/coder')]),
      commands: [
        { dns: 'db.corp.internal', type: 'A', outcome: 'no-such-name' },
        { get: 'https://coder.example.org/healthz', status: 200, body: 'OK' },
        { get: 'https://kubedoc-asks.coder.example.org/', status: 400, body: 'Invalid Application URL' },
        ...openSockets,
      ],
    },
    told('A name of a private zone is known only in its network'),
    { readSecret: ALLOWED, network: 'yes' },
  ),
];

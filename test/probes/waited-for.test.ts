import { describe, expect, it, test } from 'vitest';
import { waitedFor } from '../../src/probes/waited-for.ts';
import { run } from './release-builder.ts';

const TOOLS = [
  { names: ['nc', 'ncat'], takes: 'host-and-port', valued: ['-w', '-i', '-q'] },
  { names: ['nslookup', 'getent'], takes: 'host', valued: [] },
  { names: ['curl', 'wget', 'wait-for-it.sh', 'dockerize'], takes: 'addresses', valued: [] },
  {
    names: ['pg_isready'],
    takes: 'options',
    valued: ['-h', '--host', '-p', '--port', '-U'],
    host: ['-h', '--host'],
    port: ['-p', '--port'],
    else: '5432',
  },
  { names: ['psql'], takes: 'options', valued: ['-h', '-p', '-c'], host: ['-h'], port: ['-p'], else: '5432' },
  { names: ['kubectl'], takes: 'objects', valued: ['-n', '--namespace', '--for', '--timeout', '-l'] },
  { names: ['k8s-wait-for'], takes: 'objects', valued: ['-n'] },
];
const KINDS = {
  deployment: 'Deployment',
  deploy: 'Deployment',
  job: 'Job',
  statefulset: 'StatefulSet',
  service: 'Service',
};

function asked(container: object): Record<string, unknown> {
  const pod = {
    metadata: { name: 'web-1', namespace: 'shop' },
    spec: { initContainers: [{ name: 'wait', ...container }] },
  };
  return run(waitedFor, { pod, container: 'wait', tools: TOOLS, kinds: KINDS });
}

function hostsOf(script: string, env: readonly object[] = []): unknown {
  return asked({ command: ['sh', '-c', script], env })['hosts'];
}

describe('a host that a script asks for', () => {
  test.each([
    ['until nc -z db 5432; do echo waiting; sleep 2; done', 'db', '5432'],
    ['until nc -z -v -w30 db 5432\ndo\n  sleep 1\ndone', 'db', '5432'],
    ['while ! nc -zv -w 2 db.data 5432; do sleep 1; done;', 'db.data', '5432'],
    ['set -e; until nc -z "$DB_HOST" "${DB_PORT:-5432}" 2>/dev/null; do sleep 1; done', 'db', '5432'],
    ['until nc -z ${DB_HOST} 5432; do sleep 1; done', 'db', '5432'],
    ['HOST=cache; until nc -z $HOST 6379; do sleep 1; done', 'cache', '6379'],
    ["timeout 60 sh -c 'until nc -z db 5432; do sleep 1; done'", 'db', '5432'],
    ['until pg_isready -h db -U app; do sleep 2; done', 'db', '5432'],
    ['until pg_isready --host=db --port=5433; do sleep 2; done', 'db', '5433'],
    ["until psql -h db -c 'select 1 from schema_migrations'; do sleep 2; done", 'db', '5432'],
    ['until psql postgres://app:word@db:5432/shop -c "select 1"; do sleep 2; done', 'db', '5432'],
    ['until curl -fsS http://api:8080/healthz; do sleep 2; done', 'api', '8080'],
    ['until wget -q --spider http://api.shop/ready; do sleep 2; done', 'api.shop', '80'],
    ['/wait-for-it.sh db:5432 --timeout=0 -- echo up', 'db', '5432'],
    ['dockerize -wait tcp://db:5432 -timeout 60s', 'db', '5432'],
    ['until (echo > /dev/tcp/db/5432) >/dev/null 2>&1; do sleep 1; done', 'db', '5432'],
    ['while ! timeout 1 bash -c "</dev/tcp/db/5432"; do sleep 1; done', 'db', '5432'],
    [
      'until nslookup mydb.$(cat /var/run/secrets/kubernetes.io/serviceaccount/namespace).svc.cluster.local; do echo waiting for mydb; sleep 2; done',
      'mydb.shop.svc.cluster.local',
      '',
    ],
    ['until getent hosts db; do sleep 1; done', 'db', ''],
  ])('%s', (script, host, port) => {
    expect(hostsOf(script, [{ name: 'DB_HOST', value: 'db' }])).toMatchObject([{ host, port }]);
  });

  test.each([
    ['until nc -z localhost 5432; do sleep 1; done'],
    ['# nc -z db 5432\nsleep infinity'],
    ["echo 'nc -z db 5432'"],
    ['until nc -z "$NOT_KNOWN" 5432; do sleep 1; done'],
    ['until nc -z $(hostname -f) 5432; do sleep 1; done'],
    ['python -m wait db 5432'],
    ['until [ -f /ready ]; do sleep 1; done'],
  ])('not in %s', (script) => {
    expect(hostsOf(script)).toEqual([]);
  });

  it('may be several, each once', () => {
    expect(hostsOf('until nc -z db 5432; do sleep 1; done; until nc -z mq 5672; do nc -v mq 5672; done')).toMatchObject(
      [
        { tool: 'nc', host: 'db' },
        { tool: 'nc', host: 'mq' },
      ],
    );
  });

  it('may stand in the command itself, or in what the image is called with', () => {
    expect(asked({ command: ['/wait-for-it.sh', 'db:5432', '-t', '0'] })['hosts']).toMatchObject([{ host: 'db' }]);
    expect(
      asked({ command: ['nc'], args: ['-z', '$(DB)', '5432'], env: [{ name: 'DB', value: 'db' }] })['hosts'],
    ).toMatchObject([{ host: 'db', port: '5432' }]);
    expect(
      asked({ image: 'r.example/tools/dockerize:v0.9@sha256:0', args: ['-wait', 'tcp://db:5432'] })['hosts'],
    ).toMatchObject([{ tool: 'dockerize', host: 'db' }]);
  });

  it('comes without what else stands in an address', () => {
    expect(
      JSON.stringify(asked({ command: ['sh', '-c', 'until psql postgres://app:word@db/shop; do :; done'] })),
    ).not.toContain('word');
  });
});

describe('an object that a command asks for', () => {
  test.each([
    ['kubectl wait --for=condition=available deployment/db -n data --timeout=-1s', 'Deployment', 'db', 'data'],
    ['kubectl wait --for condition=complete job migrate', 'Job', 'migrate', 'shop'],
    ['until kubectl -n data rollout status statefulset/db; do sleep 2; done', 'StatefulSet', 'db', 'data'],
    ['kubectl wait deployment.apps/db --for=condition=available', 'Deployment', 'db', 'shop'],
  ])('%s', (script, kind, name, namespace) => {
    expect(asked({ command: ['sh', '-c', script] })['objects']).toMatchObject([
      { tool: 'kubectl', kind, name, namespace },
    ]);
  });

  it('may be what an image of its own is called with', () => {
    const image = 'ghcr.io/groundnuty/k8s-wait-for:v2.0';
    expect(asked({ image, args: ['job', 'migrate', '-n', 'data'] })['objects']).toEqual([
      { tool: 'k8s-wait-for', kind: 'Job', name: 'migrate', namespace: 'data' },
    ]);
  });

  it('is not a list by labels', () => {
    expect(asked({ command: ['kubectl', 'wait', 'pod', '-l', 'app=db', '--for=condition=ready'] })['objects']).toEqual(
      [],
    );
  });
});

it('knows nothing of a container that is not there', () => {
  expect(waitedFor.run({ pod: { spec: {} }, container: 'wait', tools: [], kinds: {} })).toBeUndefined();
});

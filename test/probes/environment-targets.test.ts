import { describe, expect, it, test } from 'vitest';
import { environmentTargets } from '../../src/probes/environment-targets.ts';
import { run } from './release-builder.ts';

type Part = Record<string, unknown>;

function pod(env: readonly Part[], rest: Part = {}): Part {
  return {
    metadata: { name: 'web-1', namespace: 'shop' },
    spec: { containers: [{ name: 'web', env, ...rest }], hostAliases: [{ hostnames: ['legacy'] }] },
  };
}

function servicesOf(name: string, value: string): unknown {
  return run(environmentTargets, { pod: pod([{ name, value }]) })['services'];
}

describe('a value that names a Service', () => {
  test.each([
    ['CACHE_URL', 'redis://cache:6379/0', 'cache', 'shop', 6379],
    ['DB_URL', 'jdbc:postgresql://db.data.svc:5432/shop', 'db', 'data', 5432],
    ['DB_URL', 'postgres://me:word@db.data.svc.cluster.local/shop?x=y', 'db', 'data', null],
    ['QUEUE', 'amqp://queue', 'queue', 'shop', null],
    ['CACHE_HOST', 'Cache', 'cache', 'shop', null],
    ['CACHE_ADDR', 'cache:6379', 'cache', 'shop', 6379],
    ['API', 'http://api.shop/v1', 'api', 'shop', null],
    ['ConnectionStrings__Shop', 'Host=db;Port=5432;Database=shop;Username=app;Password=word', 'db', 'shop', 5432],
    ['DATABASE', 'host=db.data.svc port=5433 user=app password=word dbname=shop', 'db', 'data', 5433],
    ['ConnectionStrings__Sql', 'Server=tcp:sql,1433;Initial Catalog=shop;User ID=app', 'sql', 'shop', 1433],
    ['ConnectionStrings__Sql', 'Data Source=sql;Initial Catalog=shop', 'sql', 'shop', null],
    ['ANYTHING', 'db-0.db.data.svc.cluster.local:5432', 'db', 'data', 5432],
  ])('%s=%s', (name, value, service, namespace, port) => {
    expect(servicesOf(name, value)).toMatchObject([{ container: 'web', variable: name, service, namespace, port }]);
  });

  it('may name several, behind commas', () => {
    const rows = servicesOf('KAFKA_BROKERS', 'kafka-0.kafka.shop.svc:9092, kafka-b:9093');
    expect(rows).toMatchObject([
      { service: 'kafka', port: 9092 },
      { service: 'kafka-b', port: 9093 },
    ]);
  });

  it('is told whole only where it can hold no secret', () => {
    expect(servicesOf('U', 'redis://cache:6379/0')).toMatchObject([{ value: 'redis://cache:6379/0' }]);
    expect(servicesOf('U', 'redis://me:word@cache:6379/0')).toMatchObject([{ host: 'cache', value: '' }]);
    expect(servicesOf('U', 'http://cache/?token=abc')).toMatchObject([{ host: 'cache', value: '' }]);
    expect(JSON.stringify(servicesOf('U', 'redis://me:word@cache:6379/0'))).not.toContain('word');
  });
});

test.each([
  ['SITE_URL', 'https://www.example.com'],
  ['API_URL', 'http://api.other/v1'],
  ['LISTEN_ADDR', '0.0.0.0:8080'],
  ['DB_HOST', '10.0.0.7'],
  ['DB_HOST', 'localhost'],
  ['DB_HOST', 'legacy'],
  ['SELF_URL', 'http://web:8080'],
  ['IMAGE', 'redis:7'],
  ['COLOUR', 'blue'],
  ['START', '12:30'],
  ['DB_HOST', ''],
  ['DB_HOST', 'two words'],
  ['JAVA_OPTS', '-Dhost=db -Xmx1g'],
  ['LABELS', 'server=web'],
  ['BIG_HOST', 'x'.repeat(5000)],
])('%s=%s names none', (name, value) => {
  expect(servicesOf(name, value)).toEqual([]);
});

describe('a variable that a ConfigMap gives', () => {
  const configmaps = [{ metadata: { name: 'wiring' }, data: { broker: 'queue', CACHE_URL: 'redis://cache:6379/0' } }];
  const servicesIn = (part: Part, given: readonly Part[] | undefined = configmaps): unknown =>
    run(environmentTargets, {
      pod: { ...pod([]), spec: { containers: [{ name: 'web', ...part }] } },
      configmaps: given,
    })['services'];
  const key = { name: 'BROKER_HOST', valueFrom: { configMapKeyRef: { name: 'wiring', key: 'broker' } } };

  it('by a key names its Service', () => {
    expect(servicesIn({ env: [key] })).toMatchObject([
      { variable: 'BROKER_HOST', service: 'queue', namespace: 'shop' },
    ]);
  });

  it('with all others names it with the prefix that they get, unless the container sets it itself', () => {
    const envFrom = [{ prefix: 'APP_', configMapRef: { name: 'wiring' } }];
    expect(servicesIn({ envFrom })).toMatchObject([{ variable: 'APP_CACHE_URL', service: 'cache', port: 6379 }]);
    expect(servicesIn({ envFrom, env: [{ name: 'APP_CACHE_URL', value: 'redis://other' }] })).toMatchObject([
      { service: 'other' },
    ]);
  });

  it('names none where the ConfigMap or its key is not there, or was not read', () => {
    const elsewhere = { name: 'BROKER_HOST', valueFrom: { configMapKeyRef: { name: 'wiring', key: 'brokers' } } };
    expect(servicesIn({ env: [elsewhere] })).toEqual([]);
    expect(servicesIn({ env: [key] }, [])).toEqual([]);
    expect(servicesOf('BROKER_HOST', '')).toEqual([]);
  });
});

describe('references to variables', () => {
  const references = (env: readonly Part[], rest: Part = {}): unknown =>
    run(environmentTargets, { pod: pod(env, rest) })['references'];

  it('lead nowhere where the variable is not set, or only further down', () => {
    expect(
      references([
        { name: 'URL', value: 'http://$(HOST_NAME)/' },
        { name: 'HOST_NAME', value: 'x' },
      ]),
    ).toEqual([{ container: 'web', list: 'containers', variable: 'URL', wants: 'HOST_NAME' }]);
  });

  test.each([
    [
      [
        { name: 'A', value: 'x' },
        { name: 'B', value: '$(A)' },
      ],
      {},
    ],
    [[{ name: 'B', value: '$$(A)' }], {}],
    [[{ name: 'B', value: '$(CACHE_SERVICE_HOST):$(CACHE_PORT)' }], {}],
    [[{ name: 'B', value: '$(A)' }], { envFrom: [{ configMapRef: { name: 'x' } }] }],
  ])('are fine in %j', (env, rest) => {
    expect(references(env, rest)).toEqual([]);
  });
});

it('of a pod without its spec nothing is known', () => {
  expect(environmentTargets.run({ pod: { metadata: { name: 'web-1' } } })).toBeUndefined();
});

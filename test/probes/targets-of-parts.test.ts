import { expect, test } from 'vitest';
import { targetsOfParts } from '../../src/probes/targets-of-parts.ts';
import { run } from './release-builder.ts';

const SORTS = [
  { names: '(?:^|[^a-z])(?:db|database|datasource)|postgres|npgsql|mysql', ports: ['5432', '3306'] },
  { names: 'redis|cache|valkey', ports: ['6379'] },
  { names: 'rabbit|amqp', ports: ['5672'] },
];
const TARGETS = [
  { service: 'main', variable: 'PGHOST', port: 5432 },
  { service: 'sessions', variable: 'REDIS_URL', port: null },
  { service: 'inventory', variable: 'INVENTORY_URL', port: 8080 },
  { service: 'orders-db', variable: 'ORDERS', port: null },
  { service: 'otel-collector', variable: 'OTEL_EXPORTER_OTLP_ENDPOINT', port: 4317 },
];

test.each([
  [['db'], ['main', 'orders-db']],
  [['npgsql'], ['main', 'orders-db']],
  [['dataSource'], ['main', 'orders-db']],
  [['redis'], ['sessions']],
  [['inventoryService'], ['inventory']],
  [
    ['redis', 'inventory'],
    ['sessions', 'inventory'],
  ],
  [['rabbit'], []],
  [['diskSpace'], []],
  [[], []],
])('%j means %j', (parts, services) => {
  const result = run(targetsOfParts, { parts, targets: TARGETS, sorts: SORTS });
  expect(result).toMatchObject({ targets: services.map((service) => ({ service })), known: services.length > 0 });
});

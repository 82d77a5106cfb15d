import { storyOf, workloadStory } from './build/ask.ts';
import { problem } from './build/expect.ts';
import { failing, nodes, serving, type Failing } from './build/failing.ts';
import type { Story } from './story.ts';

/** Programs that need each other: one cause, however many suffer from it. */
const refusedBy = (host: string, port: number): string =>
  `2025/11/15 18:12:36 starting\n2025/11/15 18:12:41 Get "http://${host}:${String(port)}/healthz": dial tcp 10.96.40.7:${String(port)}: connect: connection refused\n`;
const NO_SPACE = [
  'PostgreSQL Database directory appears to contain a database; Skipping initialization',
  '2025-11-15 18:12:40.611 UTC [1] LOG:  starting PostgreSQL 16.4 (Debian 16.4-1.pgdg120+1) on x86_64-pc-linux-gnu, compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit',
  '2025-11-15 18:12:40.702 UTC [29] LOG:  database system was interrupted; last known up at 2025-11-15 17:48:11 UTC',
  '2025-11-15 18:12:41.010 UTC [29] FATAL:  could not write to file "pg_wal/xlogtemp.29": No space left on device',
  '2025-11-15 18:12:41.015 UTC [1] LOG:  startup process (PID 29) exited with exit code 1',
  '',
].join('\n');
const dead = failing('db', NO_SPACE);
const orders = failing('orders', refusedBy('db', 5432));
const web = failing('web', refusedBy('orders.shop.svc.cluster.local', 8080));
const needy = Array.from({ length: 10 }, (_, index) => failing(`app${String(index)}`, refusedBy('db', 5432)));
const mutual = [failing('web', refusedBy('orders', 8080)), failing('orders', refusedBy('web', 8080))];

const served = (scenes: readonly Failing[], port: number) => scenes.flatMap(({ app }) => serving(app, port));
const sceneOf = (scenes: readonly Failing[]) => ({
  objects: [...nodes, ...scenes.flatMap(({ objects }) => objects)],
  logs: Object.assign({}, ...scenes.map(({ logs }) => logs)) as Readonly<Record<string, string>>,
});
const three = sceneOf([web, orders, dead]);
const ten = sceneOf([...needy, dead]);
const two = sceneOf(mutual);

/** Chains, circles, and many that suffer from one. */
export const dependencyChain: readonly Story[] = [
  workloadStory(
    'dependency/chain-of-three',
    'web needs orders, orders needs db, and db has no room left on its disk: that is the one cause.',
    { ...three, objects: [...three.objects, ...served([web, orders], 8080), ...served([dead], 5432)] },
    problem('disk-full-inside', 'confirmed', {
      says: ['No space left on device', '"name":"orders-5d7f9b8c6-q5w9b"'],
      never: ['container-crashes'],
    }),
  ),
  workloadStory(
    'dependency/chain-of-three-denied',
    'The same, and no log may be read: which of them is the cause cannot be told.',
    {
      ...three,
      objects: [...three.objects, ...served([web, orders], 8080), ...served([dead], 5432)],
      denied: ['pods/log'],
    },
    problem('container-crashes', 'likely', { says: ['Its log could not be read'] }),
  ),
  storyOf(
    'dependency/ten-of-one',
    'Ten programs need one database, which has no room left on its disk: one cause, and ten that suffer.',
    { ...ten, objects: [...ten.objects, ...served(needy, 8080), ...served([dead], 5432)] },
    problem('disk-full-inside', 'confirmed', { says: ['"alsoAffects":[{'], never: ['container-crashes'] }),
    { runbook: 'traffic-of-namespace', inputs: { onlyNamespace: 'shop' } },
  ),
  workloadStory(
    'dependency/circle',
    'Two programs wait for each other.',
    { ...two, objects: [...two.objects, ...served(mutual, 8080)] },
    problem('container-crashes', 'likely', { says: ['connection refused'] }),
  ),
];

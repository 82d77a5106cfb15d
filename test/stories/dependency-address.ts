import { workloadStory } from './build/ask.ts';
import type { Built } from './build/build.ts';
import { clusterDns } from './build/cluster-dns.ts';
import { healthy, problem } from './build/expect.ts';
import { failing, nodes, running, serving, type Failing } from './build/failing.ts';
import type { Expected, Story } from './story.ts';

/** Programs that keep the address of a Service instead of its name. */
const refused = (address: string): string => `2025/11/15 18:12:41 dial tcp ${address}: connect: connection refused\n`;
const keeping = (address: string): Failing =>
  failing('web', refused(address), { container: { env: [{ name: 'CACHE_ADDR', value: address }] } });
const db = running('db');
const around: readonly Built[] = [...db.all, ...serving(db, 5432), ...clusterDns];

function story(name: string, summary: string, scene: Failing, expected: Expected, denied?: readonly string[]): Story {
  const whole = {
    objects: [...nodes, ...scene.objects, ...around],
    logs: { 'shop/db-5d7f9b8c6-q5w9b/db': 'ready\n', ...scene.logs },
  };
  return workloadStory(`dependency/${name}`, summary, denied === undefined ? whole : { ...whole, denied }, expected);
}

/** One story per way in which such an address is told of, and those that look like it. */
export const dependencyAddress: readonly Story[] = [
  story(
    'address-gone',
    'A variable holds the address of a Service that was made anew since, with another address.',
    keeping('10.96.12.12:6379'),
    problem('service-address-gone', 'likely', {
      says: [
        'it is an address of Services, and no Service has it',
        'deleted and made anew',
        'its variable CACHE_ADDR',
        'Let variable CACHE_ADDR of container web name the Service instead of an address',
      ],
      never: ['outside of the cluster'],
    }),
  ),
  story(
    'address-outside-decoy',
    'The same of an address that no Service of this cluster can have.',
    keeping('10.120.12.12:6379'),
    problem('outside-not-reached', 'likely', { never: ['an address of Services'] }),
  ),
  story(
    'address-kept-decoy',
    'The same of the address of a Service that is there and leads to ready pods.',
    keeping('10.96.40.7:5432'),
    problem('dependency-refuses', 'likely', { never: ['an address of Services'] }),
  ),
  story(
    'address-services-denied',
    'Services may not be looked at, so nobody knows where their addresses lie.',
    keeping('10.96.12.12:6379'),
    problem('container-crashes', 'likely', { never: ['an address of Services', 'outside of the cluster'] }),
    ['services'],
  ),
  story(
    'address-healthy',
    "The twin is ready; the line is from a run before, and nobody's business.",
    { ...keeping('10.96.12.12:6379'), objects: running('web').all },
    healthy,
  ),
];

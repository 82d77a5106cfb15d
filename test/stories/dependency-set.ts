import { namespace } from './build/admission.ts';
import { workloadStory } from './build/ask.ts';
import type { Built } from './build/build.ts';
import { clusterDns, corePod } from './build/cluster-dns.ts';
import { crashedContainer } from './build/app-status.ts';
import { healthy, problem } from './build/expect.ts';
import { failing, nodes, running, type Failing } from './build/failing.ts';
import { database, member, NEW } from './build/statefulset.ts';
import { service, sliceOf } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** Programs that ask for a pod of a StatefulSet by its name, and whether its Service gives it one. */
const CORE_LOG = `kube-system/${(corePod['metadata'] as { name: string }).name}/coredns`;
const FULL = 'db-0.db.shop.svc.cluster.local';
const line = (host: string): string =>
  `{"time":"2025-11-15T18:12:41.220Z","level":"ERROR","msg":"cannot join","err":"dial tcp: lookup ${host} on 10.96.0.10:53: no such host"}\n`;
const set = database();
const members = [0, 1, 2].map((index) => member(set, index));
const chosen = { 'app.kubernetes.io/name': 'db' };
const headless = service('db', { clusterIP: 'None', clusterIPs: ['None'], selector: chosen });
const withAddress = service('db', { selector: chosen });

function story(
  name: string,
  summary: string,
  scene: Failing,
  around: readonly Built[],
  expected: Expected,
  denied?: readonly string[],
): Story {
  const whole = {
    objects: [...nodes, namespace('shop'), namespace('kube-system'), ...clusterDns, ...scene.objects, ...around],
    logs: { [CORE_LOG]: '.:53\nCoreDNS-1.12.3\n', ...scene.logs },
    ...(denied === undefined ? {} : { denied }),
  };
  return workloadStory(`dependency/${name}`, summary, whole, expected);
}

/** A StatefulSet that comes up one after the other, whose first pod looks for itself by its name. */
const young = database({
  availableReplicas: 0,
  currentReplicas: 1,
  readyReplicas: undefined,
  replicas: 1,
  updatedReplicas: 1,
});
const lonely = member(young, 0, NEW, crashedContainer('db', 'registry.example/db:17', 9));

/** One story per way in which such a name is or is not there. */
export const dependencySet: readonly Story[] = [
  story(
    'set-without-service',
    'A StatefulSet names a Service that was never made, and a program asks for its first pod.',
    failing('web', line(FULL)),
    [set, ...members],
    problem('stateful-set-without-service', 'confirmed', {
      says: [
        'There is no such Service.',
        'clusterIP: None',
        'selector: {\\"app.kubernetes.io/name\\": \\"db\\"}',
        FULL,
      ],
      never: ['Make Service db anew'],
    }),
  ),
  story(
    'set-without-service-short',
    'The same by the short name, which might as well be one of another namespace.',
    failing('web', line('db-0.db')),
    [set, ...members],
    problem('stateful-set-without-service', 'confirmed', { says: ['There is no such Service.'] }),
  ),
  story(
    'set-not-headless',
    'The Service is there and has an address of its own, so that pods have no names under it.',
    failing('web', line(FULL)),
    [set, ...members, withAddress, sliceOf(withAddress, members)],
    problem('stateful-set-without-service', 'confirmed', {
      says: ['That Service is not headless: it has the address 10.96.40.7', 'Make Service db anew'],
    }),
  ),
  story(
    'set-with-service-decoy',
    'The Service is headless and leads to its pods: that the name was not known has another reason.',
    failing('web', line(FULL)),
    [set, ...members, headless, sliceOf(headless, members)],
    problem('name-not-resolved', 'likely', { never: ['have no names in DNS'] }),
  ),
  story(
    'set-without-service-denied',
    'StatefulSets may not be looked at: only that the Service is missing can be seen.',
    failing('web', line(FULL)),
    [set, ...members],
    problem('service-not-there', 'confirmed', { says: ['statefulsets.apps'], never: ['have no names in DNS'] }),
    ['statefulsets.apps'],
  ),
  workloadStory(
    'dependency/set-without-service-healthy',
    'The same StatefulSet without its Service, and nobody who asks for a pod by its name.',
    { objects: [...nodes, namespace('shop'), set, ...members, ...running('web').all] },
    healthy,
    'StatefulSet/shop/db',
  ),
  workloadStory(
    'dependency/set-asks-for-itself',
    'Its own first pod cannot look itself up, and so none comes after it.',
    {
      objects: [...nodes, namespace('shop'), namespace('kube-system'), ...clusterDns, young, lonely],
      logs: { [CORE_LOG]: '.:53\nCoreDNS-1.12.3\n', 'shop/db-0/db.previous': line(FULL) },
    },
    problem('stateful-set-without-service', 'confirmed', { says: ['There is no such Service.'] }),
    'StatefulSet/shop/db',
  ),
];

import { object, type Built } from '../../stories/build/build.ts';
import { listOf, partOf, textOf } from '../../stories/build/json-parts.ts';
import { surrounded, type Model } from '../kit/model.ts';
import { ago, later } from '../kit/moment.ts';
import { boundClaim, budget, configMap, HEADLESS, secret, service, serviceAccount } from '../kit/plain.ts';
import { scaler } from '../kit/scaling.ts';
import { migration, tally, tallyWell, UPGRADED } from './batch.ts';
import { CREATED, homeOf, BY_HELM, labelsOf, RELEASE, selectorOf, SPACE } from './home.ts';
import { workloads } from './workloads.ts';

const HOURLY = ago('20m');
const hourly = tally(HOURLY, later(HOURLY, 19));

const quota = object(
  { apiVersion: 'v1', kind: 'ResourceQuota', namespace: SPACE, name: 'cobaltmill-cap', created: ago('120d') },
  {
    spec: { hard: { 'requests.memory': '8Gi' } },
    status: { hard: { 'requests.memory': '8Gi' }, used: { 'requests.memory': '0' } },
  },
);

/** The Secret in which Helm keeps a revision. */
export function helmRevision(version: number, status: string, created: string): Built {
  return object(
    { apiVersion: 'v1', kind: 'Secret', namespace: SPACE, name: `sh.helm.release.v1.${RELEASE}.v${version}`, created },
    {
      metadata: {
        labels: {
          owner: 'helm',
          name: RELEASE,
          status,
          version: String(version),
          modifiedAt: String(Date.parse(created) / 1000),
        },
      },
      type: 'helm.sh/release.v1',
    },
  );
}

const plain: readonly Built[] = [
  serviceAccount(homeOf('account'), RELEASE),
  configMap(homeOf('wiring'), 'ambergris-wiring', {
    'broker-host': 'ambergris-hopper',
    'results-url': 'redis://ambergris-larder:6379/0',
    'tally-window': '1h',
  }),
  secret(homeOf('hopper'), 'ambergris-hopper-user'),
  secret(homeOf('basin'), 'ambergris-basin'),
  helmRevision(6, 'superseded', ago('40d')),
  helmRevision(7, 'deployed', UPGRADED),
  service(homeOf('intake'), 'ambergris-intake', selectorOf('intake'), [{ name: 'http', port: 80, target: 'http' }]),
  service(homeOf('hopper'), 'ambergris-hopper', selectorOf('hopper'), [
    { name: 'amqp', port: 5672, target: 'amqp' },
    { name: 'management', port: 15672, target: 'management' },
  ]),
  service(homeOf('hopper'), 'ambergris-hopper-peers', selectorOf('hopper'), [{ name: 'amqp', port: 5672 }], HEADLESS),
  service(homeOf('larder'), 'ambergris-larder', selectorOf('larder'), [{ name: 'redis', port: 6379, target: 'redis' }]),
  object(
    { apiVersion: 'v1', kind: 'Service', namespace: SPACE, name: 'ambergris-basin', created: CREATED },
    {
      metadata: { labels: labelsOf('basin'), annotations: BY_HELM },
      spec: {
        externalName: 'basin.c9xqz2.eu-central-1.rds.amazonaws.com',
        sessionAffinity: 'None',
        type: 'ExternalName',
      },
      status: { loadBalancer: {} },
    },
  ),
  ...boundClaim(homeOf('press'), 'ambergris-strata', { storage: '50Gi', storageClass: 'gp3', zone: 'eu-central-1a' }),
  ...boundClaim({ namespace: SPACE, created: CREATED, labels: selectorOf('hopper') }, 'data-ambergris-hopper-0', {
    storage: '8Gi',
    storageClass: 'gp3',
    zone: 'eu-central-1c',
  }),
  budget(homeOf('intake'), 'ambergris-intake', selectorOf('intake'), 1, { healthy: 2, all: 2 }),
  scaler(homeOf('intake'), {
    name: 'ambergris-intake',
    target: 'ambergris-intake',
    min: 2,
    max: 5,
    current: 2,
    used: 22,
    wanted: 75,
  }),
  scaler(homeOf('sieve'), {
    name: 'ambergris-sieve',
    target: 'ambergris-sieve',
    min: 2,
    max: 8,
    current: 2,
    used: 44,
    wanted: 80,
  }),
  hourly,
  quota,
];

/** The pipeline as it should be. */
export const pipeline: Model = {
  ...surrounded({
    namespace: SPACE,
    workloads,
    jobs: [migration, tallyWell(hourly, HOURLY), tallyWell(hourly, ago('1h20m'))],
    plain,
  }),
  finish: counted,
};

/** The quota controller's sum over the pods that have not ended. */
function counted(objects: readonly Built[]): readonly Built[] {
  const used = objects
    .filter((each) => each['kind'] === 'Pod' && partOf(each, 'metadata')['namespace'] === SPACE)
    .filter((each) => !['Succeeded', 'Failed'].includes(textOf(partOf(each, 'status')['phase'])))
    .flatMap((each) => listOf(partOf(each, 'spec')['containers']))
    .reduce((sum, each) => sum + mebibytes(textOf(partOf(each, 'resources', 'requests')['memory'])), 0);
  const status = { hard: { 'requests.memory': '8Gi' }, used: { 'requests.memory': `${used}Mi` } };
  return objects.map((each) => (each['kind'] === 'ResourceQuota' ? { ...each, status } : each));
}

function mebibytes(amount: string): number {
  const number = Number.parseInt(amount, 10);
  if (Number.isNaN(number)) return 0;
  return amount.endsWith('Gi') ? number * 1024 : number;
}

/** Every name of the pipeline. */
export const names = [
  'cobaltmill',
  'ambergris',
  'sedimentary',
  'sediment.tasks',
  'intake',
  'sieve',
  'tocsin',
  'larder',
  'hopper',
  'strata',
  'sluice',
  'ambergris-tally',
] as const;

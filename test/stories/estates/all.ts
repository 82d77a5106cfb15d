import type { Scene } from '../build/ask.ts';
import type { Built, Change } from '../build/build.ts';
import { workspace } from '../build/coder-workspace.ts';
import { deepMerge } from '../build/merge.ts';
import { digestOf } from '../build/digest.ts';
import { healthy, NOW } from '../build/expect.ts';
import { copier, maker } from '../build/key-rotator.ts';
import { nodePool } from '../build/node-pool.ts';
import { proxyApp } from '../build/preflight-place.ts';
import { ready, stalled } from '../build/web-release.ts';
import type { Story } from '../story.ts';
import {
  builders,
  CODER_RELEASE,
  controlGround,
  crashing,
  disks,
  distinct,
  emptyCluster,
  first,
  large,
  logsOf,
  modelBudget,
  models,
  outside,
  proxyCluster,
  quota,
  second,
  WORKSPACE_IMAGE,
} from './parts.ts';

/** One cluster of an estate: a folder that `workshop preflight --from` reads. */
function cluster(estate: string, context: string, summary: string, scene: Scene): Story {
  const { objects, denied, logs = {}, stats = {}, commands = [] } = scene;
  const whole = { capturedAt: NOW, context, version: 'v1.34.1', complete: true } as const;
  return {
    folder: `test/estates/${estate}/${context}`,
    summary,
    snapshot: denied === undefined ? whole : { ...whole, denied },
    objects: distinct(objects),
    logs,
    stats,
    commands,
    expected: healthy,
  };
}

const readyControl: Scene = {
  objects: [
    ...controlGround,
    large('node-2'),
    large('node-3'),
    large('node-4'),
    large('node-5'),
    ...builders(17),
    ...models(8),
    modelBudget,
    ...first.all,
    ...second.all,
    maker('0 8 * * *'),
    copier('5 8 * * *', '2025-11-15T16:05:00Z'),
    quota('60'),
    ready(CODER_RELEASE),
    ready(),
  ],
  logs: logsOf(models(8)),
  stats: { ...disks(40) },
  commands: outside('coder.example.org'),
};

const readyProxy = (region: string): Scene => ({
  objects: proxyCluster(region),
  commands: outside(`${region}.example.org`, undefined, true),
});

/** The second workspace with an older content of its image. */
const older = workspace('7b2a3c4d', 'node-3', WORKSPACE_IMAGE, {
  containerStatuses: [
    {
      ...((second.newPod['status'] as { containerStatuses: readonly Change[] }).containerStatuses[0] ?? {}),
      image: WORKSPACE_IMAGE,
      imageID: `ghcr.io/example/base@sha256:${digestOf('pushed before')}`,
    },
  ],
}).all;

/** A workspace that pulls with a Secret which nobody has made. */
const unpulled: readonly Built[] = first.all.map((each) =>
  each === first.newPod ? deepMerge(each, { spec: { imagePullSecrets: [{ name: 'registry' }] } }) : each,
);

const failingControl: Scene = {
  objects: [
    ...controlGround,
    large('node-2'),
    large('node-3', { metadata: { labels: { 'karpenter.sh/nodepool': 'general' } } }),
    ...builders(6),
    ...models(4),
    ...unpulled,
    ...older,
    ...crashing,
    maker('0 */4 * * *'),
    copier('5 */4 * * *', '2025-11-15T16:05:00Z'),
    quota('30'),
    nodePool('general', { cpu: '48', memory: '200Gi' }, { cpu: '32', memory: '128Gi' }),
    stalled(CODER_RELEASE),
    ready(),
  ],
  logs: {
    ...logsOf(models(4)),
    'workspaces/coder-8c3b4d5e-5d7f9b8c6-q5w9b/coder-8c3b4d5e.previous': 'fatal: no home\n',
  },
  stats: disks(88),
  commands: [
    { dns: 'coder.example.org', type: 'A', outcome: 'found', records: ['203.0.113.10'] },
    { dns: 'kubedoc-asks.coder.example.org', type: 'A', outcome: 'no-such-name' },
    ...outside('coder.example.org', '2025-11-15T21:00:00Z')
      .slice(2)
      .map((answer) =>
        answer['get'] === 'https://coder.example.org/healthz'
          ? { ...answer, status: 502, body: 'Bad Gateway' }
          : answer,
      ),
  ],
};

const FAR = '123456789012.dkr.ecr.eu-west-2.amazonaws.com/ghcr/coder/coder:v2.28.1';

/** The estates that the tests of a preflight look at, each a folder per cluster. */
export const allEstates: readonly Story[] = [
  cluster('all-go', 'us', 'The control plane, ready for forty people.', readyControl),
  cluster('all-go', 'emea', 'A proxy in Europe, ready.', readyProxy('emea')),
  cluster('all-go', 'apac', 'A proxy in Asia, ready.', readyProxy('apac')),
  cluster('every-fail', 'us', 'The control plane, where almost everything is wrong.', failingControl),
  cluster('every-fail', 'emea', 'A proxy from a mirror with older contents.', {
    objects: proxyCluster('emea', proxyApp(FAR)),
    commands: outside('emea.example.org', undefined, true),
  }),
  cluster('every-fail', 'apac', 'There is no proxy where one is to be.', { objects: emptyCluster }),
  cluster('role-too-small', 'us', 'The control plane, ready, seen by a role that may list little.', {
    ...readyControl,
    denied: ['nodes', 'secrets', 'ingresses', 'helmreleases', 'resourcequotas', 'cronjobs'],
  }),
];

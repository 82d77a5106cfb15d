import { firstStart, settled, type App, type AppSketch } from './build/app.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { object, pod, podMetrics, type Built, type Change } from './build/build.ts';
import { coderGround, coderServer, SERVING_LOG, workingServer } from './build/coder-server.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { helmRelease } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import type { Expected, Story } from './story.ts';

/** Coder servers that run, with too little of something, or with values that do not do what they say. */
const IMAGE = 'ghcr.io/coder/coder:v2.28.1';
const NAME = 'coder-5d7f9b8c6-q5w9b';
const LOG = { [`coder/${NAME}/coder`]: SERVING_LOG };
const USUAL = { requests: { cpu: '2', memory: '4Gi' } };
const DIGEST = 'sha256:7d1f6b0c9e5a4f3b2d1c0e9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b';
const OLDER = 'sha256:1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f809';

function sized(more: AppSketch = {}, env: Readonly<Record<string, string | null>> = {}): AppSketch {
  return { ...coderServer(env, more), ...USUAL, ...more, container: coderServer(env, more).container ?? {} };
}

/** The status of the server's container: it runs, and has been through something. */
function container(rest: Change, image = IMAGE, digest = DIGEST): Change {
  const running = { running: { startedAt: '2025-11-15T17:36:00Z' } };
  const base = {
    name: 'coder',
    image,
    imageID: `${image.replace(/:[^:]*$/, '')}@${digest}`,
    containerID: 'containerd://2',
    ready: true,
    started: true,
    restartCount: 0,
    state: running,
  };
  return { status: { containerStatuses: [deepMerge(base, rest)] } };
}

const ended = (reason: string, exitCode: number, finishedAt: string): Change => ({
  restartCount: 1,
  lastState: {
    terminated: { containerID: 'containerd://1', reason, exitCode, startedAt: '2025-11-10T17:30:02Z', finishedAt },
  },
});

function been(rest: Change, sketch: AppSketch = coderServer()): App {
  return settled({ since: '2025-11-15T17:30:00Z', ...sketch }, { change: container(rest) });
}

function scene(app: App, more: readonly Built[] = [], logs: Scene['logs'] = LOG): Scene {
  return { objects: [...app.all, ...coderGround, ...more], logs: { ...logs } };
}

const asked = (name: string, summary: string, of: Scene, expected: Expected): Story =>
  storyOf(`coder-figures/${name}`, summary, of, expected, { runbook: 'coder', inputs: { onlyNamespace: '' } });

const told = (...says: readonly string[]): Expected => ({ ...healthy, says });

/** A server that a HelmRelease of the chart declares. */
function declared(
  values: Change,
  strategy: Change = {},
  chart = 'coder-2.28.1',
  valuesFrom: readonly Change[] = [],
): readonly Built[] {
  const labels = {
    'helm.toolkit.fluxcd.io/name': 'coder',
    'helm.toolkit.fluxcd.io/namespace': 'coder',
    'helm.sh/chart': chart,
    'app.kubernetes.io/managed-by': 'Helm',
  };
  const sketch = sized({ labels });
  const app = workingServer({ ...sketch, deployment: { metadata: { labels }, spec: strategy } });
  const at = '2025-11-15T17:31:00Z';
  const ready = {
    type: 'Ready',
    status: 'True',
    reason: 'UpgradeSucceeded',
    message: 'Helm upgrade succeeded for release coder/coder.v2 with chart coder@2.28.1',
    lastTransitionTime: at,
    observedGeneration: 12,
  };
  const release = helmRelease({
    namespace: 'coder',
    name: 'coder',
    chart: 'coder',
    version: '2.28.1',
    spec: { values, ...(valuesFrom.length === 0 ? {} : { valuesFrom }) },
    conditions: [ready],
    history: [],
  });
  return [...app.all, ...coderGround, release];
}

const FROM_MAP = [{ kind: 'ConfigMap', name: 'coder-values' }];
const valuesMap = (text: string): Built =>
  object(
    { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'coder', name: 'coder-values', created: '2025-10-01T08:09:00Z' },
    { data: { 'values.yaml': text } },
  );

const whole = (objects: readonly Built[]): Scene => ({ objects, logs: LOG });

const BOTH: Change = { replicas: 2, readyReplicas: 2, availableReplicas: 2 };
const one = been({}, sized({ deployment: { spec: { replicas: 2 } } }));
const two: App = {
  ...one,
  all: one.all.map((each) => {
    if (each === one.deployment) return deepMerge(each, { status: { ...BOTH, updatedReplicas: 2 } });
    if (each !== one.newSet) return each;
    return deepMerge(each, { spec: { replicas: 2 }, status: { ...BOTH, fullyLabeledReplicas: 2 } });
  }),
};
const twin = (digest: string, image = IMAGE): Built =>
  deepMerge(
    pod(two.newSet, {
      name: 'coder',
      namespace: 'coder',
      image,
      created: '2025-11-15T17:30:00Z',
      pod: 'coder-5d7f9b8c6-t7h2k',
      node: 'node-1',
      ...USUAL,
    }),
    container({}, image, digest),
  );
const MOVED = 'docker.io/bitnami/postgresql:16.4.0-debian-12-r0';
const moved = firstStart(
  { name: 'postgresql', namespace: 'coder', image: MOVED },
  {
    change: {
      status: {
        phase: 'Pending',
        containerStatuses: [
          {
            name: 'postgresql',
            image: MOVED,
            imageID: '',
            ready: false,
            started: false,
            restartCount: 0,
            state: { waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${MOVED}"` } },
          },
        ],
      },
    },
  },
);
const KILLED = ended('OOMKilled', 137, '2025-11-15T17:35:31Z');

/** One story per figure and value. */
export const coderFigures: readonly Story[] = [
  asked(
    'usual-healthy',
    'It has what the chart gives.',
    scene(workingServer(sized())),
    told('That is what the chart gives where coder.resources is empty.'),
  ),
  asked(
    'small-healthy',
    'It has little, and nothing was ever wrong with it: that is told and no problem.',
    scene(workingServer()),
    told('It is enough for a few people'),
  ),
  asked(
    'denied',
    'Pods may not be listed.',
    { ...scene(workingServer(sized())), denied: ['pods'] },
    incomplete({ says: ['list pods'] }),
  ),
  asked(
    'killed-for-memory',
    'Its last run was killed for want of memory, three quarters of an hour ago.',
    scene(been(KILLED), [], { ...LOG, [`coder/${NAME}/coder.previous`]: SERVING_LOG }),
    problem('server-short-of-memory', 'confirmed', { says: ['512Mi', '4096Mi'] }),
  ),
  asked(
    'killed-long-ago',
    'That was five days ago, and is history.',
    scene(been(ended('OOMKilled', 137, '2025-11-10T18:00:00Z')), [], {
      ...LOG,
      [`coder/${NAME}/coder.previous`]: SERVING_LOG,
    }),
    healthy,
  ),
  asked(
    'starved',
    'It uses the quarter of a CPU that it may (8783).',
    scene(workingServer(), [
      podMetrics('coder', NAME, 'coder', { cpu: '249m', memory: '300Mi' }, '2025-11-15T18:14:40Z'),
    ]),
    problem('server-short-of-cpu', 'likely', { says: ['250m', '2000m'] }),
  ),
  asked(
    'small-and-idle',
    'It may use a quarter of a CPU and uses little of it.',
    scene(workingServer(), [
      podMetrics('coder', NAME, 'coder', { cpu: '40m', memory: '300Mi' }, '2025-11-15T18:14:40Z'),
    ]),
    healthy,
  ),
  asked(
    'strategy-ignored',
    'A strategy was written where no chart reads it (28797): the Deployment has another one.',
    whole(declared({ coder: { deploymentStrategy: { type: 'Recreate' } } })),
    problem('coder-values-ignored', 'confirmed', {
      says: ['coder.deploymentStrategy', 'has strategy RollingUpdate', 'postRenderers'],
    }),
  ),
  asked(
    'strategy-too-new',
    'The value that later charts read, with a chart that does not.',
    whole(declared({ coder: { strategy: { type: 'Recreate' } } })),
    problem('coder-values-ignored', 'confirmed', { says: ['charts up to 2.37.2'] }),
  ),
  asked(
    'strategy-read',
    'The same value with a chart that reads it.',
    whole(declared({ coder: { strategy: { type: 'RollingUpdate' } } }, {}, 'coder-2.38.0')),
    healthy,
  ),
  asked(
    'service-outside',
    'The settings of its Service stand beside coder instead of below it.',
    whole(declared({ service: { type: 'ClusterIP' } })),
    problem('coder-values-ignored', 'likely', { says: ['coder.service'] }),
  ),
  asked(
    'starved-at-two',
    'It uses both CPUs that the chart gives it.',
    scene(workingServer(sized()), [
      podMetrics('coder', NAME, 'coder', { cpu: '1960m', memory: '900Mi' }, '2025-11-15T18:14:40Z'),
    ]),
    problem('server-short-of-cpu', 'likely', { says: ['uses 1960m', '4000m', 'no less than the chart gives'] }),
  ),
  asked(
    'usage-denied',
    'What pods use may not be read: whether a limit holds it back is not known.',
    { ...scene(workingServer(sized())), denied: ['pods.metrics.k8s.io'] },
    incomplete({ says: ['holds it back is not known', 'pods.metrics.k8s.io'] }),
  ),
  asked(
    'values-in-map',
    'The value that no chart reads stands in a ConfigMap.',
    whole([
      ...declared({}, {}, 'coder-2.28.1', FROM_MAP),
      valuesMap('coder:\n  deploymentStrategy:\n    type: Recreate\n'),
    ]),
    problem('coder-values-ignored', 'likely', { says: ['in ConfigMap coder-values'] }),
  ),
  asked(
    'values-in-map-read',
    'A ConfigMap with values that the chart reads.',
    whole([...declared({}, {}, 'coder-2.28.1', FROM_MAP), valuesMap('coder:\n  replicaCount: 1\n')]),
    healthy,
  ),
  asked(
    'values-in-map-denied',
    'Which values there are may not be seen.',
    {
      ...whole([...declared({}, {}, 'coder-2.28.1', FROM_MAP), valuesMap('coder:\n  replicaCount: 1\n')]),
      denied: ['configmaps'],
    },
    incomplete({ says: ['Not all of its values could be seen'] }),
  ),
  asked(
    'values-in-secret',
    'Some values stand in a Secret, which is not read: that is told.',
    whole(declared({}, {}, 'coder-2.28.1', [{ kind: 'Secret', name: 'coder-secret-values' }])),
    told('come from Secret coder-secret-values, which is not read'),
  ),
  asked(
    'digests-differ',
    'A tag was pushed twice, and one node has the older image.',
    scene(two, [twin(OLDER)], { ...LOG, 'coder/coder-5d7f9b8c6-t7h2k/coder': SERVING_LOG }),
    problem('image-digests-differ', 'confirmed', { says: ['sha256:7d1f6b0c9e5a', 'sha256:1a2b3c4d5e6f'] }),
  ),
  asked(
    'two-replicas',
    'Two replicas of one image: what the licence says is not known.',
    scene(two, [twin(DIGEST)], { ...LOG, 'coder/coder-5d7f9b8c6-t7h2k/coder': SERVING_LOG }),
    told('takes a licence with high availability'),
  ),
  asked(
    'bitnami-moved',
    'A database beside it waits for an image that has moved.',
    scene(workingServer(sized()), moved.all),
    told('bitnamilegacy/postgresql'),
  ),
  asked(
    'floating-tag',
    'Its tag is latest.',
    scene(workingServer(sized({ image: 'ghcr.io/coder/coder:latest' }))),
    told('A push and a restart do not bring a new image there'),
  ),
];

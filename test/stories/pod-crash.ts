import { mediumNode, rollout, settled, type App } from './build/app.ts';
import { crashLoop, IMAGE, initTrouble, readyAgain, unready } from './build/app-status.ts';
import { workloadStory } from './build/ask.ts';
import { event, podMetrics, type Built, type Change } from './build/build.ts';
import { deepMerge } from './build/merge.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import type { Story } from './story.ts';

/** Containers that do not stay up, and those that stay up and do not pass their probes. */
const nodes: readonly Built[] = [mediumNode('node-1')];
const POD = 'shop/web-5d7f9b8c6-q5w9b';
const LAST_LINES = 'listening on :8080\nfatal: connect db.shop.svc:5432: connection refused\n';

function probe(port: number | string, path = '/healthz', rest: Change = {}): Change {
  return {
    httpGet: { path, port, scheme: 'HTTP' },
    periodSeconds: 10,
    failureThreshold: 3,
    timeoutSeconds: 1,
    ...rest,
  };
}

function unhealthy(app: App, message: string): Built {
  return event(app.newPod, { reason: 'Unhealthy', message, at: '2025-11-15T18:14:40Z', count: 260 });
}

const REFUSED =
  'Readiness probe failed: Get "http://10.1.0.9:9090/healthz": dial tcp 10.1.0.9:9090: connect: connection refused';
const crashing = rollout({}, { change: crashLoop(1) });
const between = rollout(
  {},
  {
    change: {
      ...crashLoop(1),
      status: {
        ...(crashLoop(1)['status'] as Change),
        containerStatuses: [
          {
            name: 'web',
            image: IMAGE,
            imageID: `${IMAGE}@sha256:0`,
            ready: false,
            started: false,
            restartCount: 0,
            lastState: {},
            state: {
              terminated: {
                reason: 'Error',
                exitCode: 3,
                finishedAt: '2025-11-15T18:15:01Z',
                startedAt: '2025-11-15T18:15:00Z',
              },
            },
          },
        ],
      },
    },
  },
);
const outOfMemory = rollout({}, { change: crashLoop(137, { reason: 'OOMKilled' }) });
/** Another pod of the same ReplicaSet, in the same state. */
function another(like: App, id: string): Built {
  const name = `web-5d7f9b8c6-${id}`;
  return deepMerge(like.newPod, { metadata: { name, uid: `uid-of-${name}` } });
}

/** What the pod of the revision before, which runs on, was measured to use. */
function beside(memory: string, at = '2025-11-15T18:14:40Z'): readonly Built[] {
  return [...outOfMemory.all, podMetrics('shop', 'web-74b9c6d5f8-x2x4z', 'web', { cpu: '80m', memory }, at)];
}

/** The kubelet writes the time before each line when it is asked to. */
function timed(second: number, text: string): string {
  return `2025-11-15T18:12:${String(second).padStart(2, '0')}.120000000Z ${text}\n`;
}

const UNSET = 'required key DATABASE_URL missing value';
const three = ['q5w9b', 'k2m4n', 'z8p6s'].map((id) => `shop/web-5d7f9b8c6-${id}/web.previous`);
const allThree = [...crashing.all, another(crashing, 'k2m4n'), another(crashing, 'z8p6s')];
const repeated = timed(1, UNSET) + timed(5, UNSET) + timed(9, UNSET);

/** What of several pods that crash is said by all, and what by one. */
const alike: readonly Story[] = [
  workloadStory(
    'crash/said-by-all',
    'Three pods crash, and all say the same, again and again.',
    { objects: [...nodes, ...allThree], logs: Object.fromEntries(three.map((place) => [place, repeated])) },
    problem('setting-missing', 'confirmed', {
      says: ['It said 3 times', 'from 2025-11-15 18:12:01 to 2025-11-15 18:12:09 UTC', 'in the logs of 3 of 3 pods'],
      never: ['18:12:01.120000000Z'],
    }),
  ),
  workloadStory(
    'crash/said-by-one',
    'Three pods crash, and each says something else.',
    {
      objects: [...nodes, ...allThree],
      logs: Object.fromEntries(
        three.map((place, index) => [place, timed(1, index === 1 ? UNSET : `attempt ${String(index)} gave up`)]),
      ),
    },
    problem('setting-missing', 'confirmed', { says: ['in the logs of 1 of 3 pods'] }),
  ),
];

const noCommand = rollout(
  {},
  {
    change: crashLoop(127, {
      reason: 'StartError',
      message:
        'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "serve": executable file not found in $PATH',
    }),
  },
);
const shellCannotFind = rollout({}, { change: crashLoop(127) });
const killed = rollout({ container: { livenessProbe: probe(8080) } }, { change: crashLoop(137) });
const initFails = rollout(
  { spec: { initContainers: [{ name: 'migrate', image: IMAGE, resources: {} }] } },
  {
    change: initTrouble(
      'migrate',
      { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container=migrate' } },
      {
        restartCount: 8,
        lastState: { terminated: { reason: 'Error', exitCode: 2, finishedAt: '2025-11-15T18:10:00Z' } },
      },
    ),
  },
);
const wrongPort = rollout(
  { container: { readinessProbe: probe(9090), livenessProbe: probe(8080, '/livez') } },
  { change: unready('2025-11-15T17:30:10Z') },
);
const rightPort = rollout(
  { container: { readinessProbe: probe('http', '/ready') } },
  { change: unready('2025-11-15T17:30:10Z') },
);
const warmingUp = rollout(
  { since: '2025-11-15T18:14:33Z', container: { startupProbe: probe('http', '/ready', { failureThreshold: 30 }) } },
  { change: unready('2025-11-15T18:14:35Z', { started: false }) },
);
const restartedAtNight = rollout(
  { since: '2025-11-15T02:00:00Z', container: { readinessProbe: probe('http', '/ready') } },
  {
    change: unready('2025-11-15T03:10:00Z', {
      restartCount: 2,
      lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: '2025-11-15T03:09:55Z' } },
    }),
  },
);
const noProbe = rollout({}, { change: unready('2025-11-15T17:30:10Z') });
const gated = rollout(
  { spec: { readinessGates: [{ conditionType: 'target-health.elbv2.k8s.aws/web' }] } },
  {
    change: {
      status: {
        conditions: ['Initialized', 'ContainersReady', 'PodScheduled']
          .map((type): Change => ({ type, status: 'True', lastTransitionTime: '2025-11-15T17:30:20Z' }))
          .concat([{ type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady' }]),
      },
    },
  },
);
const recovered = settled(
  {},
  { change: readyAgain(3, { reason: 'OOMKilled', exitCode: 137, finishedAt: '2025-11-15T17:35:50Z' }) },
);
const NO_SUCH_HOST = 'dial tcp: lookup index.shop.svc on 10.96.0.10:53: no such host\n';
const NOT_READY = 'Readiness probe failed: HTTP probe failed with statuscode: 503';

/** One story per way in which a container ends or does not become ready, and those that look like it. */
export const podCrash: readonly Story[] = [
  workloadStory(
    'crash/loop',
    'The program ends with an error, again and again; its last lines say why.',
    { objects: [...nodes, ...crashing.all], logs: { [`${POD}/web.previous`]: LAST_LINES, [`${POD}/web`]: LAST_LINES } },
    problem('container-crashes', 'confirmed', {
      says: ['db.shop.svc:5432: connection refused', 'code 1', '13 restarts'],
    }),
  ),
  workloadStory(
    'crash/loop-log-denied',
    'The same, and the log may not be read.',
    { objects: [...nodes, ...crashing.all], denied: ['pods/log'] },
    problem('container-crashes', 'likely', { says: ['code 1'], never: ['Last lines of its last run: unknown'] }),
  ),
  workloadStory(
    'crash/first-time',
    'The program has ended for the first time, a second ago.',
    { objects: [...nodes, ...between.all], logs: { [`${POD}/web`]: LAST_LINES } },
    problem('container-crashes', 'confirmed', { says: ['code 3', 'connection refused'] }),
  ),
  workloadStory(
    'crash/out-of-memory',
    'The kernel kills the program at its memory limit.',
    { objects: [...nodes, ...outOfMemory.all] },
    problem('out-of-memory', 'confirmed', { says: ['512Mi', 'OOMKilled'] }),
  ),
  workloadStory(
    'crash/out-of-memory-near-again',
    'The same; another pod of it comes near the limit at this moment.',
    { objects: [...nodes, ...beside('480Mi')] },
    problem('out-of-memory', 'confirmed', { says: ['480Mi of 512Mi', 'near its limit again'] }),
  ),
  workloadStory(
    'crash/out-of-memory-far-from-it',
    'The same; another pod of it uses little.',
    { objects: [...nodes, ...beside('90Mi')] },
    problem('out-of-memory', 'confirmed', { says: ['90Mi of 512Mi', 'not near its limit'] }),
  ),
  workloadStory(
    'crash/out-of-memory-measured-before',
    'The same; the samples are an hour old, and tell nothing of now.',
    { objects: [...nodes, ...beside('480Mi', '2025-11-15T17:11:00Z')] },
    problem('out-of-memory', 'confirmed', { never: ['Measured now'] }),
  ),
  workloadStory(
    'crash/out-of-memory-measures-denied',
    'The same; what pods use may not be looked at.',
    { objects: [...nodes, ...beside('480Mi')], denied: ['pods.metrics.k8s.io'] },
    problem('out-of-memory', 'confirmed', { says: ['list pods.metrics.k8s.io'], never: ['Measured now'] }),
  ),
  ...alike,
  workloadStory(
    'crash/no-command',
    'The image does not hold the program that the pod starts.',
    { objects: [...nodes, ...noCommand.all] },
    problem('command-not-in-image', 'confirmed', { says: ['executable file not found'] }),
  ),
  workloadStory(
    'crash/shell-finds-nothing',
    'A shell in the image does not find the command: exit code 127, and the log names it.',
    { objects: [...nodes, ...shellCannotFind.all], logs: { [`${POD}/web.previous`]: '/bin/sh: serve: not found\n' } },
    problem('command-cannot-start', 'confirmed', { says: ['serve: not found'] }),
  ),
  workloadStory(
    'crash/init-container',
    'An init container fails, so the container itself never starts.',
    {
      objects: [...nodes, ...initFails.all],
      logs: { [`${POD}/migrate.previous`]: 'migration 42: relation "orders" is locked\n' },
    },
    problem('init-container-fails', 'confirmed', {
      says: ['migrate', 'exit code 2', 'is locked', 'initContainerStatuses'],
    }),
  ),
  workloadStory(
    'crash/killed-by-probe',
    'The liveness probe has the container killed before it is up.',
    {
      objects: [
        ...nodes,
        ...killed.all,
        unhealthy(killed, 'Liveness probe failed: Get "http://10.1.0.9:8080/healthz": context deadline exceeded'),
      ],
      logs: { [`${POD}/web.previous`]: 'warming caches\n' },
    },
    problem('probe-times-out', 'likely', {
      says: ['Liveness probe failed', 'It has been restarted', 'warming caches'],
    }),
  ),
  workloadStory(
    'crash/killed-events-gone',
    'The same after the events have expired.',
    { objects: [...nodes, ...killed.all], logs: { [`${POD}/web.previous`]: 'warming caches\n' } },
    problem('killed-by-probe-or-node', 'likely', { says: ['liveness httpGet 8080'] }),
  ),
  workloadStory(
    'crash/decoy',
    'The container was killed three times an hour ago and has been ready since.',
    {
      objects: [
        ...nodes,
        ...recovered.all,
        event(recovered.newPod, {
          reason: 'BackOff',
          message: 'Back-off restarting failed container web in pod web-5d7f9b8c6-q5w9b',
          at: '2025-11-15T17:35:55Z',
          count: 12,
        }),
      ],
    },
    healthy,
  ),
  workloadStory(
    'failing-probe/wrong-port',
    'The readiness probe asks a port that the container does not serve; the liveness probe asks the right one.',
    { objects: [...nodes, ...wrongPort.all, unhealthy(wrongPort, REFUSED)] },
    problem('probe-asks-wrong-port', 'confirmed', {
      says: ['readiness httpGet 9090', 'liveness httpGet 8080', 'http 8080'],
    }),
  ),
  workloadStory(
    'failing-probe/fails',
    'The container runs, asks the right port, and says that it is not ready.',
    {
      objects: [...nodes, ...rightPort.all, unhealthy(rightPort, NOT_READY)],
      logs: { [`${POD}/web`]: 'waiting for the search index\n' },
    },
    problem('probe-fails', 'likely', { says: ['statuscode: 503', 'waiting for the search index'] }),
  ),
  workloadStory(
    'failing-probe/lacks-what-it-needs',
    'It says that it is not ready, and its log says why: the Service that it calls does not exist.',
    {
      objects: [...nodes, ...rightPort.all, unhealthy(rightPort, NOT_READY)],
      logs: { [`${POD}/web`]: `listening on :8080\n${NO_SUCH_HOST}` },
    },
    problem('service-not-there', 'confirmed', { says: ['index.shop.svc'] }),
  ),
  workloadStory(
    'failing-probe/lacked-it-before-decoy',
    'The same line from its start; then it connected, and it is not ready for another reason.',
    {
      objects: [...nodes, ...rightPort.all, unhealthy(rightPort, NOT_READY)],
      logs: { [`${POD}/web`]: `${NO_SUCH_HOST}http server started on [::]:8080\nwaiting for the search index\n` },
    },
    problem('probe-fails', 'likely', { never: ['service-not-there'] }),
  ),
  workloadStory(
    'failing-probe/fails-events-gone',
    'The same after the events have expired.',
    { objects: [...nodes, ...rightPort.all], logs: { [`${POD}/web`]: 'waiting for the search index\n' } },
    problem('probe-fails', 'possible', { says: ['waiting for the search index'] }),
  ),
  workloadStory(
    'failing-probe/fails-log-denied',
    'The same with neither events nor log within reach.',
    { objects: [...nodes, ...rightPort.all], denied: ['events', 'pods/log'] },
    problem('probe-fails', 'possible', { never: ['its log: unknown'] }),
  ),
  workloadStory(
    'failing-probe/warming-up',
    'The startup probe still allows for the start.',
    { objects: [...nodes, ...warmingUp.all, unhealthy(warmingUp, 'Startup probe failed: connection refused')] },
    inProgress(),
  ),
  workloadStory(
    'failing-probe/old-restart',
    'A restart for want of memory last night is history: what keeps the pod from being ready is its probe.',
    {
      objects: [...nodes, ...restartedAtNight.all, unhealthy(restartedAtNight, NOT_READY)],
      logs: { [`${POD}/web`]: 'waiting for the search index\n' },
    },
    problem('probe-fails', 'likely', { never: ['out-of-memory'] }),
  ),
  workloadStory(
    'failing-probe/decoy',
    'Its probes failed while it started, an hour ago, and it has been ready since.',
    { objects: [...nodes, ...recovered.all, unhealthy(recovered, NOT_READY)] },
    healthy,
  ),
  workloadStory(
    'pod/running-unexplained',
    'The container runs without any probe, and the pod is not ready all the same.',
    { objects: [...nodes, ...noProbe.all] },
    problem('pod-unexplained', 'possible'),
  ),
  workloadStory(
    'pod/readiness-gate-open',
    'The container is ready, and the load balancer has not said that it reaches it.',
    { objects: [...nodes, ...gated.all] },
    problem('readiness-gate-open', 'confirmed', { says: ['target-health.elbv2.k8s.aws/web'] }),
  ),
];

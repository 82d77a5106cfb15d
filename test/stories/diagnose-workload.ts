import { INSTALLED, mediumNode, rollout, settled } from './build/app.ts';
import { crashLoop, waiting } from './build/app-status.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { container, object, ownedBy, pod, type Built } from './build/build.ts';
import { healthy, incomplete, inProgress, problem } from './build/expect.ts';
import { attempt, done, endedWith, gaveUp, job, OUT_OF_ATTEMPTS } from './build/job.ts';
import { deepMerge } from './build/merge.ts';
import { database, DB_IMAGE, member } from './build/statefulset.ts';
import { appliedBy, chartOf, flux, ready, stalled } from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

/** One workload or pod that was asked about, and the sections of a namespace. */
const around: readonly Built[] = [mediumNode('node-1')];
const logs = { 'shop/web-5d7f9b8c6-q5w9b/web.previous': 'fatal: no configuration\n' };
const FROM = '2025-11-15T18:00:00Z';
const TO = '2025-11-15T18:00:09Z';
const well = settled({ since: INSTALLED });
const crashing = rollout({}, { change: crashLoop(1) });
const POD = 'Pod/shop/web-5d7f9b8c6-q5w9b';
const db = database({ readyReplicas: 2, availableReplicas: 2 });
const crashed = member(
  db,
  1,
  undefined,
  container(
    'db',
    DB_IMAGE,
    { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container=db pod=db-1_shop' } },
    { restartCount: 7, lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: FROM, finishedAt: TO } } },
  ),
);

const cron = object(
  { apiVersion: 'batch/v1', kind: 'CronJob', namespace: 'shop', name: 'migrate', created: INSTALLED },
  { spec: { schedule: '*/15 * * * *' }, status: { lastScheduleTime: FROM } },
);
const ofCron = (of: Built): Built => deepMerge(of, ownedBy(cron));
const failed = ofCron(
  job(gaveUp('BackoffLimitExceeded', OUT_OF_ATTEMPTS, '2025-11-15T18:01:52Z', 1), { backoffLimit: 0 }),
);
const succeeded = ofCron(job(done(TO)));
const SOLO = { name: 'web', namespace: 'shop', image: 'registry.example/shop/web:1.5.0', created: INSTALLED };
const solo = (change = {}): Built => pod(null, { ...SOLO, pod: 'debug', node: 'node-1' }, change);
const leaving = solo({ metadata: { deletionTimestamp: '2025-11-15T18:15:20Z', deletionGracePeriodSeconds: 60 } });

function application(name: string, workload: string, summary: string, scene: Scene, expected: Expected): Story {
  const inputs = { ...(workload === '' ? {} : { workload }), onlyNamespace: 'shop', onlyKind: '', onlyName: 'web' };
  return storyOf(`application/${name}`, summary, scene, expected, { runbook: 'application', inputs });
}

function owned(name: string, workload: string, summary: string, scene: Scene, expected: Expected): Story {
  return storyOf(`owned-workload/${name}`, summary, scene, expected, {
    runbook: 'owned-workload',
    inputs: { workload },
  });
}

function section(name: string, summary: string, scene: Scene, expected: Expected): Story {
  const inputs = { onlyNamespace: 'shop' };
  return storyOf(`workloads-of-namespace/${name}`, summary, scene, expected, {
    runbook: 'workloads-of-namespace',
    inputs,
  });
}

/** Stories of one workload, and of the section that finds them. */
export const diagnoseWorkload: readonly Story[] = [
  application('healthy', 'Deployment/shop/web', 'It is complete.', { objects: [...well.all, ...around] }, healthy),
  application(
    'crashes',
    'Deployment/shop/web',
    'Its new pod crashes; another workload does too, and was not asked about.',
    {
      objects: [
        ...crashing.all,
        ...rollout({ name: 'api' }, { change: waiting('CreateContainerConfigError', 'secret "shared-db" not found') })
          .all,
        ...around,
      ],
      logs,
    },
    problem('container-crashes', 'confirmed', { never: ['shared-db'] }),
  ),
  application(
    'release-stalled',
    'Deployment/shop/web',
    'The HelmRelease that declares it is stalled because of it.',
    {
      objects: [
        stalled(),
        chartOf(),
        ...flux,
        ...rollout({ labels: appliedBy() }, { change: crashLoop(1) }).all,
        ...around,
      ],
      logs,
    },
    problem('container-crashes', 'confirmed', { says: ['flux reconcile'] }),
  ),
  application(
    'release-ready-healthy',
    'Deployment/shop/web',
    'The HelmRelease that declares it is Ready, and it is complete.',
    { objects: [ready(), chartOf(), ...flux, ...settled({ labels: appliedBy() }).all, ...around] },
    healthy,
  ),
  application(
    'denied',
    '',
    'Nothing of that name may be read.',
    { objects: [...well.all, ...around], denied: ['deployments.apps'] },
    incomplete({ says: ['get deployments.apps', 'Whether it is there is not known'] }),
  ),
  application(
    'cronjob-failed',
    'CronJob/shop/migrate',
    'The last Job of a CronJob gave up.',
    {
      objects: [cron, failed, attempt(failed, 'd2k6w', FROM, endedWith(1, FROM, TO)), ...around],
      logs: { 'shop/migrate-d2k6w/migrate': 'ERROR: relation "orders" already exists\n' },
    },
    problem('job-attempt-failed', 'confirmed'),
  ),
  application(
    'cronjob-healthy',
    'CronJob/shop/migrate',
    'The last Job of a CronJob is done; one before it had given up.',
    {
      objects: [
        cron,
        succeeded,
        deepMerge(failed, {
          metadata: { name: 'migrate-before', uid: 'uid-before', creationTimestamp: '2025-11-15T17:45:00Z' },
        }),
        ...around,
      ],
    },
    healthy,
  ),
  application(
    'cronjob-never-ran',
    'CronJob/shop/migrate',
    'A CronJob has no Job, so nothing tells how it does.',
    { objects: [cron, ...around] },
    incomplete({ says: ['It has made no Job'] }),
  ),
  owned(
    'pod-of-a-deployment',
    POD,
    'A pod is asked about; its Deployment is found and the old pod is told apart.',
    { objects: [...crashing.all, ...around], logs },
    problem('container-crashes', 'confirmed'),
  ),
  owned(
    'pod-of-a-statefulset',
    'Pod/shop/db-1',
    'A pod of a StatefulSet crashes.',
    {
      objects: [db, member(db, 0), crashed, member(db, 2), ...around],
      logs: { 'shop/db-1/db.previous': 'fatal: no configuration\n' },
    },
    problem('container-crashes', 'confirmed'),
  ),
  owned('pod-healthy', POD, 'A pod of a Deployment is ready.', { objects: [...well.all, ...around] }, healthy),
  owned(
    'pod-stopped',
    'Pod/shop/debug',
    'A pod that nobody would make anew was evicted.',
    {
      objects: [
        solo({
          status: {
            phase: 'Failed',
            reason: 'Evicted',
            message: 'Usage of EmptyDir volume "scratch" exceeds the limit "1Gi". ',
            startTime: FROM,
            conditions: [],
            containerStatuses: [],
          },
        }),
        ...around,
      ],
    },
    problem('over-own-limit', 'confirmed'),
  ),
  owned(
    'pod-ending',
    'Pod/shop/debug',
    'A pod is to go and still has its grace.',
    { objects: [leaving, ...around] },
    inProgress(),
  ),
  owned(
    'pod-done-healthy',
    'Pod/shop/debug',
    'A pod without an owner has done its work.',
    { objects: [solo(endedWith(0, FROM, TO)), ...around] },
    healthy,
  ),
  owned(
    'of-argo-cd',
    'Deployment/shop/web',
    'Argo CD declares it.',
    {
      objects: [
        ...crashing.all.map((each) =>
          each['kind'] === 'Deployment'
            ? deepMerge(each, {
                metadata: { annotations: { 'argocd.argoproj.io/tracking-id': 'web:apps/Deployment:shop/web' } },
              })
            : each,
        ),
        ...around,
      ],
      logs,
    },
    problem('container-crashes', 'confirmed', { says: ['Argo CD application web'] }),
  ),
  owned('healthy', 'Deployment/shop/web', 'It is complete.', { objects: [...well.all, ...around] }, healthy),
  owned(
    'denied',
    'Deployment/shop/web',
    'Its pods may not be listed.',
    { objects: [...well.all, ...around], denied: ['pods'] },
    incomplete({ says: ['list pods'] }),
  ),
  section('healthy', 'Every workload is complete.', { objects: [...well.all, ...around] }, healthy),
  section(
    'crashes',
    'One of two workloads crashes.',
    { objects: [...crashing.all, ...settled({ name: 'api' }).all, ...around], logs },
    problem('container-crashes', 'confirmed'),
  ),
  section(
    'denied',
    'StatefulSets may not be listed.',
    { objects: [...well.all, ...around], denied: ['statefulsets.apps'] },
    incomplete({ says: ['list statefulsets.apps'] }),
  ),
];

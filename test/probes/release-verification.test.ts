import { expect, test } from 'vitest';
import { releaseVerification } from '../../src/probes/release-verification.ts';
import { buildRelease, buildSecrets, NOW, run, SEEN } from './release-builder.ts';

const LIMITS = { lately: 120, passOver: ['DriftDetected'] };

const healthy = {
  release: buildRelease({ conditions: SEEN.ready, history: ['v3:deployed:2.28.1', 'v2:failed:2.28.3'] }),
  now: NOW,
  ...LIMITS,
  workloads: [deployment({})],
  pods: [{ metadata: { name: 'coder-a' }, status: { phase: 'Running' } }],
  events: [],
};

test('a recovered release holds in every check', () => {
  const result = run(releaseVerification, healthy);
  expect(result['missing']).toEqual([]);
  expect(result['allHold']).toBe(true);
  expect(result['checks']).toContainEqual({
    name: 'the newest Helm revision is deployed',
    holds: true,
    seen: 'revision 3 is deployed, 2d21h old',
  });
});

test.each([
  'failedUpgrade14',
  'failedUpgrade16',
  'rolledBack14',
  'rolledBack16',
  'retryOnFailure16',
  'upgrading',
] as const)('%s has not recovered', (set) => {
  const release = buildRelease({ conditions: SEEN[set], status: { lastAttemptedRevision: '2.28.3' } });
  const result = run(releaseVerification, { ...healthy, release });
  expect(result['allHold']).toBe(false);
  expect(result['missing']).toContain(
    'the wanted chart version is deployed: 2.28.1 deployed, 2.28.3 attempted last, policy *',
  );
});

test('a rollback is told by its condition even beside a true Ready', () => {
  const release = buildRelease({ conditions: [...SEEN.ready, 'Remediated=True RollbackSucceeded'] });
  expect(run(releaseVerification, { ...healthy, release })['missing']).toEqual([
    'not Remediated: Remediated True RollbackSucceeded',
  ]);
});

test('the conditions of a suspended release prove nothing', () => {
  const release = buildRelease({ conditions: SEEN.ready, spec: { suspend: true } });
  expect(run(releaseVerification, { ...healthy, release })['missing']).toEqual([
    'the release is not suspended: spec.suspend is true, so its conditions are history',
  ]);
});

test('what was not looked at does not hold', () => {
  const { release } = healthy;
  expect(run(releaseVerification, { release, now: NOW, ...LIMITS })).toMatchObject({
    allHold: false,
    missing: [
      'its workloads are complete: not known (workloads not listed)',
      'no pod is pending or crashing: not known (pods not listed)',
      'no warning since it became Ready: not known (events not listed)',
    ],
  });
});

test("Helm's own Secret tells of a revision that the status does not know", () => {
  const secrets = buildSecrets(['v4:pending-upgrade', 'v3:deployed']);
  expect(run(releaseVerification, { ...healthy, secrets })['missing']).toEqual([
    'the newest Helm revision is deployed: revision 4 is pending-upgrade, 5m old',
    'the wanted chart version is deployed: not known (no chart version in the newest revision)',
  ]);
});

test.each([
  ['2025-11-12T20:29:29Z', true],
  ['2025-11-12T20:29:30Z', false],
])('a fix of %s is older than the revision: %s', (since, allHold) => {
  expect(run(releaseVerification, { ...healthy, since })['allHold']).toBe(allHold);
});

test('a version outside the policy is not the wanted one', () => {
  const chart = { spec: { chart: 'coder', version: '3.x', sourceRef: { kind: 'HelmRepository', name: 'r' } } };
  const release = buildRelease({ conditions: SEEN.ready, spec: { chart } });
  expect(run(releaseVerification, { ...healthy, release })['missing']).toEqual([
    'the wanted chart version is deployed: 2.28.1 deployed, 2.28.1 attempted last, policy 3.x',
  ]);
});

test('a stale source is behind a true Ready', () => {
  const source = (status: string, revision: string): unknown => ({
    kind: 'HelmChart',
    metadata: { generation: 1 },
    status: {
      observedGeneration: 1,
      artifact: { revision },
      conditions: [{ type: 'Ready', status, reason: 'ChartPullError' }],
    },
  });
  const missing = (object: unknown): unknown => run(releaseVerification, { ...healthy, source: object })['missing'];
  expect(missing(source('True', '2.28.1'))).toEqual([]);
  expect(missing(source('False', '2.28.1'))).toEqual(['its source is ready: HelmChart Ready False ChartPullError']);
  expect(missing(source('True', '2.28.3'))).toEqual([
    "its source's chart version was taken: 2.28.3 in the source, 2.28.1 attempted",
  ]);
});

test.each([
  ['an old pod is still there', { replicas: 2 }, '1 updated, 1 ready, 2 in all, 1 wanted'],
  ['the new pod is not ready', { readyReplicas: 0 }, '1 updated, 0 ready, 1 in all, 1 wanted'],
  ['nothing is updated', { updatedReplicas: 0 }, '0 updated, 1 ready, 1 in all, 1 wanted'],
  [
    'the change is not seen',
    { observedGeneration: 1 },
    '1 updated, 1 ready, 1 in all, 1 wanted; its controller has not seen the change',
  ],
])('a rollout is not complete when %s', (_story, status, seen) => {
  expect(run(releaseVerification, { ...healthy, workloads: [deployment(status)] })['missing']).toEqual([
    `Deployment coder/coder is complete: ${seen}`,
  ]);
});

test('a DaemonSet counts its nodes', () => {
  const counts = { desiredNumberScheduled: 2, currentNumberScheduled: 2, updatedNumberScheduled: 2 };
  const daemon = (numberReady: number): unknown => ({
    kind: 'DaemonSet',
    metadata: { name: 'd', namespace: 'coder' },
    status: { ...counts, numberReady },
  });
  expect(run(releaseVerification, { ...healthy, workloads: [daemon(2)] })['allHold']).toBe(true);
  expect(run(releaseVerification, { ...healthy, workloads: [daemon(1)] })['allHold']).toBe(false);
});

test('a workload of the inventory that was deleted by hand is missed; one of another namespace is not known', () => {
  const withInventory = (id: string): unknown =>
    run(releaseVerification, {
      ...healthy,
      release: buildRelease({ conditions: SEEN.ready, status: { inventory: { entries: [{ id }] } } }),
    })['missing'];
  expect(withInventory('coder_coder_apps_Deployment')).toEqual([]);
  expect(withInventory('coder_gone_apps_Deployment')).toEqual([
    'every workload of its inventory exists: Deployment coder/gone not found',
  ]);
  expect(withInventory('other_gone_apps_Deployment')).toEqual([
    'every workload of its inventory exists: not known (Deployment other/gone not found)',
  ]);
  expect(withInventory('coder_gone__ConfigMap')).toEqual([]);
});

test.each([
  [{ status: { phase: 'Pending' } }, 'p Pending'],
  [{ status: { phase: 'Running', containerStatuses: [waiting('CrashLoopBackOff')] } }, 'p CrashLoopBackOff'],
  [{ status: { phase: 'Pending', initContainerStatuses: [waiting('ImagePullBackOff')] } }, 'p ImagePullBackOff'],
  [{ status: { phase: 'Pending', containerStatuses: [waiting('ContainerCreating')] } }, 'p Pending'],
])('the pod %j is trouble', (pod, seen) => {
  const pods = [{ metadata: { name: 'p' }, ...pod }];
  expect(run(releaseVerification, { ...healthy, pods })['missing']).toEqual([`no pod is pending or crashing: ${seen}`]);
});

test('finished and deleted pods are no trouble', () => {
  const pods = [
    { metadata: { name: 'job' }, status: { phase: 'Succeeded' } },
    { metadata: { name: 'old', deletionTimestamp: NOW }, status: { phase: 'Pending' } },
  ];
  expect(run(releaseVerification, { ...healthy, pods })['allHold']).toBe(true);
});

test.each([
  ['2025-11-15T18:14:03Z', 'Warning', 'BackOff', ['no warning since it became Ready: BackOff of Pod coder-a']],
  ['2025-11-15T18:10:03Z', 'Warning', 'BackOff', []],
  ['2025-11-15T18:14:03Z', 'Normal', 'Pulled', []],
  ['2025-11-15T18:14:03Z', 'Warning', 'DriftDetected', []],
])('an event of %s, %s %s', (lastTimestamp, type, reason, missing) => {
  const events = [{ type, reason, lastTimestamp, involvedObject: { kind: 'Pod', name: 'coder-a' } }];
  expect(run(releaseVerification, { ...healthy, events })['missing']).toEqual(missing);
});

test('what is lately, and which warnings do not count, is what it is told', () => {
  const event = (reason: string): unknown => ({ type: 'Warning', reason, lastTimestamp: '2025-11-15T18:10:03Z' });
  const events = [event('BackOff'), event('DriftDetected')];
  const missing = (more: object): unknown => run(releaseVerification, { ...healthy, events, ...more })['missing'];
  expect(missing({ lately: 600 })).toEqual(['no warning since it became Ready: BackOff of  ']);
  expect(missing({ lately: 600, passOver: ['BackOff', 'DriftDetected'] })).toEqual([]);
  expect(releaseVerification.run({ ...healthy, lately: undefined })).toBeUndefined();
});

test('a warning from before it became Ready is history', () => {
  const conditions = ['Ready=True UpgradeSucceeded "Helm upgrade succeeded" @2025-11-15T18:14:30Z'];
  const release = buildRelease({ conditions, history: ['v3:deployed:2.28.1'] });
  const events = [{ type: 'Warning', reason: 'Unhealthy', lastTimestamp: '2025-11-15T18:14:03Z' }];
  expect(run(releaseVerification, { ...healthy, release, events })['allHold']).toBe(true);
});

test('a request that nobody has taken up may change everything yet', () => {
  const asked = (lastHandledReconcileAt: string): unknown => {
    const annotations = { 'reconcile.fluxcd.io/requestedAt': 'b' };
    const release = buildRelease({
      conditions: SEEN.ready,
      metadata: { annotations },
      status: { lastHandledReconcileAt },
    });
    return run(releaseVerification, { ...healthy, release })['missing'];
  };
  expect(asked('b')).toEqual([]);
  expect(asked('a')).toEqual(['the last request to reconcile was taken up: asked at b, taken up a']);
});

test.each([
  ['0', 'interval', 'it stays so: for 0s of 10m'],
  ['599', 'interval', 'it stays so: for 9m59s of 10m'],
  ['600', 'interval', ''],
  ['30', '30', ''],
])('it has been so for %s s, and has to be for %s', (held, steady, missing) => {
  const result = run(releaseVerification, { ...healthy, held, steady });
  expect(result).toMatchObject({ missing: missing === '' ? [] : [missing], lasts: missing !== '' });
});

test('time alone is not what is missing where something else is', () => {
  const result = run(releaseVerification, { ...healthy, pods: undefined, held: '0', steady: '30' });
  expect(result).toMatchObject({ lasts: false, allHold: false });
});

test('a repository that fails is told, unless nobody ever reconciles it', () => {
  const repository = (spec: object): unknown => ({
    kind: 'HelmRepository',
    spec,
    status: { conditions: [{ type: 'Ready', status: 'False', reason: 'Failed' }] },
  });
  const missing = (spec: object): unknown =>
    run(releaseVerification, { ...healthy, repository: repository(spec) })['missing'];
  expect(missing({})).toEqual(["its chart's repository is ready: HelmRepository Ready False Failed"]);
  expect(missing({ type: 'oci' })).toEqual([]);
});

test('no release, nothing to verify', () => {
  expect(releaseVerification.run({ release: 1, now: NOW })).toBeUndefined();
});

function deployment(status: Record<string, unknown>): Record<string, unknown> {
  return {
    kind: 'Deployment',
    metadata: { name: 'coder', namespace: 'coder', generation: 2 },
    spec: { replicas: 1 },
    status: { observedGeneration: 2, replicas: 1, updatedReplicas: 1, readyReplicas: 1, ...status },
  };
}

function waiting(reason: string): unknown {
  return { state: { waiting: { reason } } };
}

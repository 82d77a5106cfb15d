import { expect, test } from 'vitest';
import { helmFailure } from '../../src/probes/helm-failure.ts';
import { buildRelease, run, SEEN } from './release-builder.ts';
import { fc } from '../support/random.ts';

test.each(['failedUpgrade14', 'rolledBack14'] as const)('%s: the error lives in Released', (set) => {
  expect(run(helmFailure, { release: buildRelease({ conditions: SEEN[set] }) })).toMatchObject({
    text: 'context deadline exceeded',
    action: 'upgrade',
    releaseName: 'coder',
    chart: 'coder',
    version: '2.28.3',
    from: 'Released',
    reason: 'UpgradeFailed',
    at: '2025-11-12T20:34:29Z',
    waitObjects: [],
    isWait: true,
  });
});

test.each(['failedUpgrade16', 'rolledBack16'] as const)('%s: the waiter names the object', (set) => {
  expect(run(helmFailure, { release: buildRelease({ conditions: SEEN[set] }) })).toMatchObject({
    from: 'Released',
    isWait: true,
    waitObjects: [{ kind: 'Deployment', namespace: 'coder', name: 'coder', status: 'InProgress' }],
  });
});

test('without Released the error is that of Ready, unframed where it has no frame', () => {
  expect(run(helmFailure, { release: buildRelease({ conditions: SEEN.missingValues }) })).toMatchObject({
    text: `could not resolve ConfigMap chart values reference 'coder/v' with key 'values.yaml': configmaps "v" not found`,
    action: '',
    from: 'Ready',
    reason: 'ValuesError',
    isWait: false,
  });
});

test('Ready telling of a successful rollback is no error: the newest warning is, and what Helm logged', () => {
  const conditions = [
    'Ready=False RollbackSucceeded "Helm rollback to previous release coder/coder.v3 with chart coder@2.28.1 succeeded"',
  ];
  const release = buildRelease({ conditions });
  const events = [
    warning('2025-11-12T20:00:00Z', 'Helm upgrade failed for release coder/coder with chart coder@2.28.2: older'),
    warning(
      '2025-11-12T21:00:00.500000Z',
      'Helm upgrade failed for release coder/coder with chart coder@2.28.3: newer\n\nLast Helm logs:\n\nline one\nline two',
    ),
    { type: 'Normal', message: 'Helm test failed', lastTimestamp: '2025-11-13T00:00:00Z' },
  ];
  expect(run(helmFailure, { release, events })).toMatchObject({
    text: 'newer',
    from: 'event',
    version: '2.28.3',
    lastLogs: 'line one\nline two',
    at: '2025-11-12T21:00:00.500000Z',
  });
});

test('the logs of the event about the same failure belong to the condition', () => {
  const release = buildRelease({ conditions: SEEN.failedUpgrade14 });
  const same = 'Helm upgrade failed for release coder/coder with chart coder@2.28.3: context deadline exceeded';
  const events = [
    warning('2025-11-12T20:34:29Z', `${same}\n\nLast Helm logs:\n\nDeployment is not ready`),
    warning('2025-11-12T20:35:29Z', 'Helm test failed for release x/y: other\n\nLast Helm logs:\n\nother'),
  ];
  expect(run(helmFailure, { release, events })).toMatchObject({
    from: 'Released',
    full: same,
    lastLogs: 'Deployment is not ready',
  });
});

test('with nothing else Stalled has the word', () => {
  const conditions = [
    'Stalled=True RetriesExceeded "Failed to upgrade after 2 attempt(s)"',
    'Ready=Unknown Progressing',
  ];
  expect(run(helmFailure, { release: buildRelease({ conditions }) })).toMatchObject({
    text: 'Failed to upgrade after 2 attempt(s)',
    from: 'Stalled',
    isWait: false,
  });
});

test('an old warning about a release that is ready is history', () => {
  const release = buildRelease({ conditions: SEEN.ready });
  expect(run(helmFailure, { release, events: [warning('2025-11-12T20:00:00Z', 'Helm upgrade failed')] })).toMatchObject(
    {
      text: '',
      from: '',
      waitObjects: [],
      isWait: false,
      lastLogs: '',
    },
  );
});

test.each([
  ['Helm install failed for release ai/db with chart db@1.0.0+1: boom', 'install', 'db', '1.0.0+1', 'boom'],
  ['Helm uninstall failed for release ai/db.v7 with chart db@1.0.0: boom: x', 'uninstall', 'db', '1.0.0', 'boom: x'],
  ['Helm test failed for release ai/db.v7 with chart db@1.0.0: boom', 'test', 'db', '1.0.0', 'boom'],
  ['Helm rollback to previous release ai/db.v2 with chart db@1.0.0 failed: boom', 'rollback', 'db', '1.0.0', 'boom'],
  [
    'Helm uninstall remediation for release ai/db.v2 with chart db@1.0.0 failed: two\nlines',
    'uninstall',
    'db',
    '1.0.0',
    'two\nlines',
  ],
  ['Something else: boom', '', '', '', 'Something else: boom'],
])('the frame of %j', (message, action, releaseName, version, text) => {
  const release = buildRelease({ conditions: [`Ready=False Failed "${message}"`] });
  expect(run(helmFailure, { release })).toMatchObject({ action, releaseName, version, text, full: message });
});

test.each([
  ['context deadline exceeded', true],
  ['client rate limiter Wait returned an error: context deadline exceeded', true],
  ['client rate limiter Wait returned an error: rate: Wait(n=1) would exceed context deadline', true],
  ['timed out waiting for the condition', true],
  ["failed early due to stalled resources: [StatefulSet/db/db status: 'Failed']", true],
  ['pre-upgrade hooks failed: 1 error occurred:\n\t* timed out waiting for the condition', false],
  ['failed post-install: 1 error occurred:\n\t* timed out waiting for the condition', false],
  ['failed calling webhook "x.y": Post "https://svc/mutate": context deadline exceeded', false],
  ['Kubernetes cluster unreachable: Get "https://10.0.0.1/version": context deadline exceeded', false],
  ['job is failed: shop/migrate', true],
  ['resource Deployment/shop/web not ready. status: Failed, message: Progress deadline exceeded', true],
  ["timeout waiting for: [Deployment/shop/web status: 'InProgress', StatefulSet/shop/db sta", true],
  ['ConfigMap/ns/x termination timeout: context deadline exceeded', false],
  ['Timeout: request did not complete within requested timeout - context deadline exceeded', false],
  ['admission webhook "x.y" denied the request: cannot verify image a/b:1: context deadline exceeded', false],
  ['failed to wait for CustomResourceDefinition(s): context deadline exceeded', false],
  ['Deployment.apps "x" is invalid: spec.selector: Invalid value: field is immutable', false],
])('whether %j is a wait: %s', (error, isWait) => {
  const message = `Helm upgrade failed for release coder/coder with chart coder@2.28.3: ${error}`;
  const release = buildRelease({ conditions: [`Released=False UpgradeFailed "${message}"`] });
  expect(run(helmFailure, { release })).toMatchObject({ isWait, text: error });
});

test('several objects in the list, one without a namespace', () => {
  const error = "timeout waiting for: [Deployment/ns/a status: 'InProgress', Namespace/b status: 'Unknown']";
  const release = buildRelease({ conditions: [`Released=False UpgradeFailed "${error}"`] });
  expect(run(helmFailure, { release })['waitObjects']).toEqual([
    { kind: 'Deployment', namespace: 'ns', name: 'a', status: 'InProgress' },
    { kind: 'Namespace', namespace: '', name: 'b', status: 'Unknown' },
  ]);
});

test.each([
  [
    "timeout waiting for: [Deployment/shop/web status: 'InProgress', StatefulSet/shop/db sta",
    [{ kind: 'Deployment', namespace: 'shop', name: 'web', status: 'InProgress' }],
  ],
  ['job is failed: shop/migrate', [{ kind: 'Job', namespace: 'shop', name: 'migrate', status: 'Failed' }]],
  [
    'resource Deployment/shop/web not ready. status: InProgress, message: Available: 0/1\nresource Namespace//x not ready. status: Unknown, message: \ncontext deadline exceeded',
    [
      { kind: 'Deployment', namespace: 'shop', name: 'web', status: 'InProgress' },
      { kind: 'Namespace', namespace: '', name: 'x', status: 'Unknown' },
    ],
  ],
])('what is still waited for is read from %j', (error, waitObjects) => {
  const release = buildRelease({ conditions: [`Released=False UpgradeFailed "${error}"`] });
  expect(run(helmFailure, { release })['waitObjects']).toEqual(waitObjects);
});

test('never throws, and finds every frame that it is given', () => {
  const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
  fc.assert(
    fc.property(name, name, fc.string(), fc.anything(), (namespace, chart, error, events) => {
      const message = `Helm upgrade failed for release ${namespace}/${chart} with chart ${chart}@1.2.3: ${error}`;
      const condition = { type: 'Released', status: 'False', reason: 'UpgradeFailed', message };
      const release = buildRelease({ status: { conditions: [condition] } });
      expect(run(helmFailure, { release, events })).toMatchObject({ text: error, chart, version: '1.2.3' });
    }),
  );
});

test('hostile text is read in good time', () => {
  const long = ['a'.repeat(30_000), ' '.repeat(30_000), 'a/'.repeat(15_000)];
  for (const part of long) {
    const message = `timeout waiting for: [${part}]${part}`;
    const condition = { type: 'Released', status: 'False', reason: 'UpgradeFailed', message };
    const release = buildRelease({ status: { conditions: [condition] } });
    expect(run(helmFailure, { release })).toMatchObject({ isWait: true, waitObjects: [] });
  }
});

test('a test that failed is no wait, though Helm 4 tells of it with the words of one', () => {
  const said = "failed early due to stalled resources: [Pod/ai/db-test status: 'Failed']";
  const release = buildRelease({
    conditions: [`Ready=False TestFailed "Helm test failed for release ai/db.v7 with chart db@1.0.0: ${said}"`],
  });
  expect(run(helmFailure, { release })).toMatchObject({ isWait: false, action: 'test', text: said });
});

test.each([undefined, 'x', {}])('%j is no release', (release) => {
  expect(helmFailure.run({ release })).toBeUndefined();
});

function warning(eventTime: string, message: string): unknown {
  return { type: 'Warning', reason: 'UpgradeFailed', message, eventTime, lastTimestamp: null };
}

import { expect, test } from 'vitest';
import { lockHolder } from '../../src/probes/lock-holder.ts';
import { buildRelease, run } from './release-builder.ts';

const SINCE = '2025-11-15T18:09:30Z';

function secret(version: number, status: string, manager?: string) {
  const written = manager === undefined ? {} : { managedFields: [{ manager, operation: 'Update', time: SINCE }] };
  return {
    metadata: {
      name: `sh.helm.release.v1.web.v${version}`,
      namespace: 'shop',
      creationTimestamp: SINCE,
      labels: { owner: 'helm', name: 'web', status, version: String(version) },
      ...written,
    },
  };
}

const release = buildRelease({ spec: { releaseName: 'web' } });
const held = (manager?: string) => [secret(1, 'deployed', 'helm-controller'), secret(2, 'pending-upgrade', manager)];
const controllerPod = (startedAt: string, reason?: string) => ({
  status: {
    containerStatuses: [
      { state: { running: { startedAt } }, ...(reason === undefined ? {} : { lastState: { terminated: { reason } } }) },
    ],
  },
});

test('a lock names its revision, its time and its writer', () => {
  expect(run(lockHolder, { release, secrets: held('helm-controller'), pods: [] })).toMatchObject({
    locked: true,
    revision: 2,
    status: 'pending-upgrade',
    since: SINCE,
    writer: 'helm-controller',
    byOther: false,
  });
});

test.each([
  ['Helm', true],
  ['helm', true],
  ['helm-controller', false],
  [undefined, false],
])('a lock that %s wrote is of another program: %s', (manager, byOther) => {
  expect(run(lockHolder, { release, secrets: held(manager) })).toMatchObject({ byOther });
});

test('a controller that started after the lock cannot hold it', () => {
  const pods = [controllerPod('2025-11-15T18:11:02Z', 'OOMKilled')];
  expect(run(lockHolder, { release, secrets: held('helm-controller'), pods })).toMatchObject({
    restartedAt: '2025-11-15T18:11:02Z',
    endedWith: 'OOMKilled',
  });
});

test('a controller that started before the lock may be at work', () => {
  const pods = [controllerPod('2025-11-15T08:00:00Z', 'OOMKilled')];
  expect(run(lockHolder, { release, secrets: held('helm-controller'), pods })).toMatchObject({
    restartedAt: '',
    endedWith: '',
  });
});

test('without a lock there is no holder, and without Secrets nothing is known', () => {
  expect(run(lockHolder, { release, secrets: [secret(1, 'deployed', 'Helm')] })).toMatchObject({
    locked: false,
    writer: '',
  });
  expect(lockHolder.run({ release, secrets: undefined })).toBeUndefined();
});

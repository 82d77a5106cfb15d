import { expect, test } from 'vitest';
import { releaseStanding } from '../../src/probes/release-standing.ts';
import { buildRelease, run } from './release-builder.ts';

const standing = (sketch: Parameters<typeof buildRelease>[0], text = 'boom') =>
  run(releaseStanding, { release: buildRelease(sketch), text });
const install = { lastAttemptedReleaseAction: 'install' };

test.each([
  ['a revision is deployed', ['v2:failed:2.28.3', 'v1:deployed:2.28.1'], {}, true, '2.28.1', 1],
  ['an upgrade failed, and the history was emptied', [], {}, true, '', 0],
  ['the first install failed', ['v1:failed:2.28.1'], install, false, '', 0],
  ['it was uninstalled since', ['v1:uninstalled:2.28.1'], {}, false, '', 0],
  ['nothing was ever installed', [], install, false, '', 0],
] as const)('%s', (_, history, status, serves, deployedVersion, deployedRevision) => {
  expect(standing({ history, status })).toMatchObject({ serves, deployedVersion, deployedRevision });
});

test.each([
  ['Ready', true],
  ['Released', true],
  ['Stalled', true],
  ['Drifted', false],
])('what the condition %s says is stated: %s', (type, stated) => {
  const conditions = [`${type}=False UpgradeFailed "Helm upgrade failed: boom"`];
  expect(standing({ conditions })).toMatchObject({ stated });
});

test('no text is stated by nobody, and without a release nothing is known', () => {
  expect(standing({}, '')).toMatchObject({ stated: false });
  expect(releaseStanding.run({ release: null, text: 'boom' })).toBeUndefined();
});

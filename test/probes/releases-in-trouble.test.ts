import { expect, test } from 'vitest';
import { releasesInTrouble } from '../../src/probes/releases-in-trouble.ts';
import { buildRelease, run } from './release-builder.ts';

const READY = 'Ready=True UpgradeSucceeded "Helm upgrade succeeded for release coder/coder.v2 with chart coder@2.28.3"';

test.each([
  ['is Ready', [READY], 0, 0],
  ['is Ready and says that nothing has drifted', [READY, 'Drifted=False NoDriftDetected "No drift detected"'], 0, 0],
  ['is Ready and says that it has drifted', [READY, 'Drifted=True DriftDetected "Deployment/a/b removed"'], 1, 0],
  ['is not Ready', ['Ready=False UpgradeFailed "boom"'], 1, 1],
] as const)('a release that %s', (_, conditions, noteworthy, troubledCount) => {
  const release = buildRelease({ conditions: [...conditions] });
  const told = run(releasesInTrouble, { releases: [release] });
  expect(told).toMatchObject({ total: 1, troubledCount });
  expect(told['troubled']).toHaveLength(noteworthy);
});

test('what is no list tells nothing', () => {
  expect(releasesInTrouble.run({ releases: 'x' })).toBeUndefined();
});

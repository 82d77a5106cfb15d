import { expect, test } from 'vitest';
import { whyMissing } from '../../src/commands/why-missing.ts';

function kustomization(
  name: string,
  reason: string,
  ids: readonly string[],
  spec: Record<string, unknown> = {},
): unknown {
  const conditions = [{ type: 'Ready', status: reason === 'ReconciliationSucceeded' ? 'True' : 'False', reason }];
  return {
    kind: 'Kustomization',
    metadata: { namespace: 'flux-system', name },
    spec,
    status: { conditions, inventory: { entries: ids.map((id) => ({ id, v: 'v2' })) } },
  };
}

const WEB = 'shop_web_helm.toolkit.fluxcd.io_HelmRelease';
const OTHER = 'shop_api_helm.toolkit.fluxcd.io_HelmRelease';
const GOOD = 'ReconciliationSucceeded';

test.each([
  ['none', [], ''],
  [
    'one that applied it and is well',
    [kustomization('apps', GOOD, [WEB])],
    'Kustomization flux-system/apps applied it, so somebody deleted it since; its next run brings it back',
  ],
  [
    'one that applied it and is suspended',
    [kustomization('apps', GOOD, [WEB], { suspend: true })],
    'Kustomization flux-system/apps applied it once and is suspended now, so it does not come back',
  ],
  [
    'one that applied it and fails',
    [kustomization('apps', 'BuildFailed', [WEB])],
    'Kustomization flux-system/apps applied it once and fails (BuildFailed) now, so it does not come back',
  ],
  [
    'one that fails beside it',
    [kustomization('apps', 'BuildFailed', [OTHER])],
    'Kustomization flux-system/apps fails (BuildFailed) and may be what is to bring it',
  ],
  [
    'one that has never applied anything',
    [kustomization('apps', 'ArtifactFailed', [])],
    'Kustomization flux-system/apps fails (ArtifactFailed) and may be what is to bring it',
  ],
  ['one that fails for another namespace', [kustomization('infra', 'BuildFailed', ['mail_x__ConfigMap'])], ''],
  ['one that is well', [kustomization('apps', GOOD, [OTHER])], ''],
  ['one that waits for what it applied', [kustomization('apps', 'HealthCheckFailed', [OTHER])], ''],
])('%s', (_what, kustomizations, words) => {
  expect(whyMissing('shop', 'web', kustomizations)).toBe(words);
});

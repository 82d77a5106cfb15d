import { expect, test } from 'vitest';
import { whyMissing } from '../../src/commands/why-missing.ts';
import type { Fact } from '../../src/model/fact.ts';
import { catalogue } from '../support/shipped.ts';

function kustomization(
  name: string,
  reason: string,
  ids: readonly string[],
  spec: Record<string, unknown> = {},
): unknown {
  const conditions = [{ type: 'Ready', status: reason === 'ReconciliationSucceeded' ? 'True' : 'False', reason }];
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
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
  [
    'four that fail: the first three',
    ['d', 'c', 'b', 'a'].map((name) => kustomization(name, 'BuildFailed', [])),
    ['a', 'b', 'c']
      .map((name) => `Kustomization flux-system/${name} fails (BuildFailed) and may be what is to bring it`)
      .join('; '),
  ],
])('%s', async (_what, kustomizations, words) => {
  expect(await missingWith({ state: 'known', value: kustomizations })).toBe(words);
});

test('Kustomizations that may not be listed say nothing', async () => {
  expect(await missingWith({ state: 'denied', need: 'list kustomizations' })).toBe('');
});

function missingWith(kustomizations: Fact): Promise<string> {
  const lookUp = (query: { readonly from: string }): Promise<Fact> =>
    Promise.resolve(query.from === 'list' ? kustomizations : { state: 'absent', what: 'object' });
  return whyMissing({ namespace: 'shop', name: 'web' }, lookUp, catalogue.runbooks);
}

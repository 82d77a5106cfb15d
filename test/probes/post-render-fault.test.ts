import { describe, expect, it } from 'vitest';
import { postRenderFault } from '../../src/probes/post-render-fault.ts';

const FRAME = 'error while running post render on files: ';
const OF_API = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  replicas: 2\n';
const STRATEGY = '- op: replace\n  path: /spec/strategy/type\n  value: Recreate\n';
const REPLICAS = '- {op: remove, path: /spec/replicas}\n';
const BROKEN = 'spec:\n  replicas: 2\n';
const target = { kind: 'Deployment', name: 'web' };

/** Two renderers: one with an image beside its patches, one with a single patch. */
const postRenderers = [
  { kustomize: { images: [{ name: 'a', newTag: '2' }], patches: [{ patch: OF_API }, { patch: REPLICAS, target }] } },
  { kustomize: { patches: [{ patch: STRATEGY, target }] } },
  { kustomize: { patches: [{ patch: BROKEN }, { patch: '', target }] } },
];

function run(error: string, spec: Readonly<Record<string, unknown>> = { postRenderers }) {
  const release = {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'web', namespace: 'shop' },
    spec,
  };
  return postRenderFault.run({ release, text: `${FRAME}${error}` });
}

/** What kustomize 0.20.1 and 0.21.1 said of these patches. */
describe('post-render-fault', () => {
  it.each([
    [
      'no resource matches strategic merge patch "Deployment.v1.apps/api.[noNs]": no matches for Id Deployment.v1.apps/api.[noNs]; failed to find unique target for patch Deployment.v1.apps/api.[noNs]',
      { kind: 'no target', what: 'Deployment api', entriesText: 'spec.postRenderers[0].kustomize.patches[0]' },
    ],
    [
      'replace operation does not apply: doc is missing path: /spec/strategy/type: missing value',
      { kind: 'no path', what: '/spec/strategy/type', entriesText: 'spec.postRenderers[1].kustomize.patches[0]' },
    ],
    [
      "error in remove for path: '/spec/replicas': Unable to remove nonexistent key: replicas: missing value",
      { kind: 'no path', what: '/spec/replicas', entriesText: 'spec.postRenderers[0].kustomize.patches[1]' },
    ],
    ['testing value /spec/replicas failed: test failed', { kind: 'no test', what: '/spec/replicas' }],
    [
      'trouble configuring builtin PatchTransformer with config: `\npatch: |\n  spec:\n    replicas: 2\n`: unable to parse SM or JSON patch from [patch: "spec:\\n  replicas: 2"]',
      { kind: 'unreadable patch', entriesText: 'spec.postRenderers[2].kustomize.patches[0]' },
    ],
    [
      'must specify a target for JSON patch [patch: "- op: replace\\n  path: /spec/strategy/type\\n  value: Recreate"]',
      { kind: 'unreadable patch', entriesText: 'spec.postRenderers[1].kustomize.patches[0]' },
    ],
    [
      'trouble configuring builtin PatchTransformer with config: `\ntarget:\n  kind: Deployment\n  name: web\n`: must specify one of patch and path in\ntarget:\n  kind: Deployment\n  name: web\n',
      { kind: 'unreadable patch', entriesText: 'spec.postRenderers[2].kustomize.patches[1]' },
    ],
  ])('finds the patch: %s', (error, expected) => {
    expect(run(error)).toMatchObject({ ...expected, ofPatch: true });
  });

  it.each([
    [
      'map[string]interface {}(nil): yaml: unmarshal errors:\n  line 54: mapping key "resources" already defined at line 53',
      { kind: 'duplicate key', what: 'resources' },
    ],
    [
      "accumulating resources: accumulation err='accumulating resources from 'helm-output.yaml': may not add resource with an already registered id: ConfigMap.v1.[noGrp]/a.[noNs]': must build at directory: '/helm-output.yaml': file is not directory",
      { kind: 'duplicate object', what: 'ConfigMap a' },
    ],
    ['something new', { kind: 'other', what: '' }],
  ])('blames no patch for what the chart renders: %s', (error, expected) => {
    expect(run(error)).toMatchObject({ ...expected, ofPatch: false, entries: [], entriesText: 'none', without: '' });
  });

  it('leaves out that patch, and the renderer that was nothing but it', () => {
    const found = run('replace operation does not apply: doc is missing path: /spec/strategy/type: missing value');
    expect(JSON.parse(String(found?.['without']))).toEqual([postRenderers[0], postRenderers[2]]);
    const images = run(
      'no matches for Id Deployment.v1.apps/api.[noNs]; failed to find unique target for patch Deployment.v1.apps/api.[noNs]',
    );
    const [first] = JSON.parse(String(images?.['without'])) as readonly unknown[];
    expect(first).toEqual({
      kustomize: { images: [{ name: 'a', newTag: '2' }], patches: [{ patch: REPLICAS, target }] },
    });
  });

  it('finds none where the patch is gone, nor one whose path only begins alike', () => {
    expect(run('no matches for Id Deployment.v1.apps/web.[noNs]; failed', {})).toMatchObject({
      ofPatch: true,
      entries: [],
    });
    expect(run('doc is missing path: /spec/strategy: missing value')).toMatchObject({ entries: [] });
  });
});

import { mediumNode, rollout, settled } from './build/app.ts';
import { crashLoop } from './build/app-status.ts';
import { releaseStory, storyOf, type Scene } from './build/ask.ts';
import { condition, event, type Built, type Change } from './build/build.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import { kustomization } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import { appliedBy, chartOf, flux, ready, stalled } from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

/** The Kustomization that applies the releases does not do so. */
const AT = '2025-11-15T18:10:40Z';
const complete = settled({ labels: appliedBy() }).all;
const below: readonly Built[] = [ready(), chartOf(), ...complete, mediumNode('node-1')];
const withoutKustomization = flux.filter(({ kind }) => kind !== 'Kustomization');
const apps = kustomization('./apps/shop');

/** kustomize-controller 1.6 keeps trying, and says why on Ready. */
function failing(reason: string, message: string, change: Change = {}): Built {
  const progressing = 'Reconciling new object generation (1)';
  return deepMerge(apps, {
    status: {
      observedGeneration: -1,
      lastAttemptedRevision: 'main@sha1:1',
      conditions: [
        condition('Reconciling', 'True', 'ProgressingWithRetry', progressing, AT),
        condition('Ready', 'False', reason, message, AT),
      ],
    },
    ...change,
  });
}

function around(built: Built): readonly Built[] {
  return [built, ...withoutKustomization];
}

/** A story that asks about the Kustomization itself. */
function ofApps(folder: string, summary: string, scene: Scene, expected: Expected): Story {
  return storyOf(`flux-kustomization/${folder}`, summary, scene, expected, {
    runbook: 'flux-kustomization',
    inputs: { kustomization: 'Kustomization/flux-system/apps' },
  });
}

const decrypting: Change = { spec: { decryption: { provider: 'sops', secretRef: { name: 'sops-age' } } } };
const keySecret: Built = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { namespace: 'flux-system', name: 'sops-age', uid: 'a', creationTimestamp: AT, resourceVersion: '1' },
  type: 'Opaque',
};
const FRAME = `decryption failed for 'web-values': failed to decrypt and format 'shop/web-values' Secret data: cannot get sops data key: Failed to get the data key required to decrypt the SOPS file.

Group 0: FAILED
  age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p: FAILED
    - | `;
const WRONG_KEY = `${FRAME}failed to create reader for decrypting sops data key with
      | age: identity did not match any of the recipients: incorrect
      | identity for recipient block`;
const NO_KEY = `${FRAME}failed to load age identities. Did not find keys in
      | locations 'SOPS_AGE_SSH_PRIVATE_KEY_FILE',`;
const missingKey = failing('BuildFailed', 'secrets "sops-age" not found', decrypting);

const decryption: readonly Story[] = [
  releaseStory(
    'flux-kustomization/key-secret-missing',
    'The release runs, and nothing new reaches it: the Secret with the key of its Kustomization is gone.',
    { objects: [...around(missingKey), ...below] },
    problem('key-secret-missing', 'confirmed', {
      says: ['What Git says of shop/web does not arrive', 'Secret flux-system/sops-age'],
      never: ['flux reconcile helmrelease'],
    }),
  ),
  ofApps(
    'key-secret-missing-denied',
    'The same, and whether the Secret exists may not be seen.',
    { objects: [...around(missingKey), ...below], denied: ['secrets'] },
    problem('key-secret-missing', 'likely'),
  ),
  releaseStory(
    'flux-kustomization/key-secret-missing-decoy',
    'The key was brought; the warning of before is left.',
    {
      objects: [
        ...around(deepMerge(apps, decrypting)),
        event(apps, {
          reason: 'BuildFailed',
          message: 'secrets "sops-age" not found',
          at: AT,
          by: 'kustomize-controller',
        }),
        keySecret,
        ...below,
      ],
    },
    healthy,
  ),
  ofApps(
    'wrong-key',
    'The file in Git is encrypted for another key than the one in the cluster.',
    { objects: [...around(failing('BuildFailed', WRONG_KEY, decrypting)), keySecret, ...below] },
    problem('cannot-decrypt', 'confirmed', { says: ['the file is encrypted for another one', 'sops updatekeys'] }),
  ),
  ofApps(
    'key-under-wrong-name',
    'The Secret holds the key under a name that kustomize-controller passes over.',
    { objects: [...around(failing('BuildFailed', NO_KEY, decrypting)), keySecret, ...below] },
    problem('cannot-decrypt', 'confirmed', { says: ['has to end in .agekey or .asc'] }),
  ),
  ofApps(
    'decryption-not-set-up',
    'An encrypted Secret was moved below a Kustomization without decryption.',
    {
      objects: [
        ...around(
          failing(
            'ReconciliationFailed',
            'Secret/shop/web-values is SOPS encrypted, configuring decryption is required for this secret to be reconciled',
          ),
        ),
        ...below,
      ],
    },
    problem('decryption-not-set-up', 'confirmed', { says: ['provider: sops'] }),
  ),
];

const infra = deepMerge(failing('BuildFailed', 'kustomize build failed: accumulating resources: missing file'), {
  metadata: { name: 'infra', uid: 'infra' },
});
const IMMUTABLE =
  'Job/shop/migrate dry-run failed (Invalid): Job.batch "migrate" is invalid: spec.template: Invalid value: {}: field is immutable';
const gone = deepMerge(flux.find(({ kind }) => kind === 'GitRepository') ?? {}, {
  status: {
    conditions: [
      condition(
        'Ready',
        'False',
        'GitOperationFailed',
        "failed to checkout and determine revision: unable to list remote for 'ssh://git@git.example/fleet': ssh: handshake failed: knownhosts: key mismatch",
        AT,
      ),
    ],
  },
});
const advanced = deepMerge(flux.find(({ kind }) => kind === 'GitRepository') ?? {}, {
  status: { artifact: { revision: 'main@sha1:1' } },
});
const withoutGit = withoutKustomization.filter(({ kind }) => kind !== 'GitRepository');

const others: readonly Story[] = [
  ofApps(
    'suspended',
    'Somebody has suspended the Kustomization.',
    { objects: [...around(deepMerge(apps, { spec: { suspend: true } })), ...below] },
    problem('kustomization-suspended', 'confirmed', { says: ['flux resume kustomization apps -n flux-system'] }),
  ),
  releaseStory(
    'helmreleases/kustomization-suspended',
    'Every release is Ready, and the Kustomization that applies one of them is suspended: that is on purpose, and told.',
    { objects: [...around(deepMerge(apps, { spec: { suspend: true } })), ...below] },
    {
      ...healthy,
      says: ['Nothing new from Git arrives while these are suspended: flux-system/apps, which applies shop/web'],
    },
  ),
  storyOf(
    'namespace/kustomization-suspended',
    'The same, asked about the namespace.',
    { objects: [...around(deepMerge(apps, { spec: { suspend: true } })), ...below] },
    {
      ...healthy,
      says: ['Nothing new from Git arrives while these are suspended: flux-system/apps, which applies'],
    },
    { runbook: 'namespace', inputs: { onlyNamespace: 'shop' } },
  ),
  releaseStory(
    'helmrelease/fix-cannot-arrive',
    'The new version crashes, and the Kustomization that would bring a fix is suspended.',
    {
      objects: [
        stalled(),
        chartOf(),
        ...rollout({ labels: appliedBy() }, { change: crashLoop(1) }).all,
        mediumNode('node-1'),
        ...around(deepMerge(apps, { spec: { suspend: true } })),
      ],
      logs: { 'shop/web-5d7f9b8c6-q5w9b/web.previous': 'fatal: no configuration\n' },
    },
    problem('container-crashes', 'confirmed', {
      says: ['is suspended: a fix in Git does not arrive before it is resumed'],
    }),
  ),
  releaseStory(
    'helmrelease/fix-cannot-be-fetched',
    'The new version crashes, and the GitRepository that would bring a fix cannot be fetched; its Kustomization stays Ready.',
    {
      objects: [
        stalled(),
        chartOf(),
        ...rollout({ labels: appliedBy() }, { change: crashLoop(1) }).all,
        mediumNode('node-1'),
        ...[apps, gone, ...withoutGit],
      ],
      logs: { 'shop/web-5d7f9b8c6-q5w9b/web.previous': 'fatal: no configuration\n' },
    },
    problems(
      [
        ['container-crashes', 'confirmed'],
        ['kustomization-source-fails', 'confirmed'],
      ],
      {
        says: ['cannot be fetched (GitOperationFailed)', 'neither does a fix'],
      },
    ),
  ),
  releaseStory(
    'helmrelease/victim-of-its-own',
    'The Kustomization says HealthCheckFailed because the release does not become ready: that is no second cause.',
    {
      objects: [
        stalled(),
        chartOf(),
        ...rollout({ labels: appliedBy() }, { change: crashLoop(1) }).all,
        mediumNode('node-1'),
        ...around(healthCheckFailed()),
      ],
      logs: { 'shop/web-5d7f9b8c6-q5w9b/web.previous': 'fatal: no configuration\n' },
    },
    problem('container-crashes', 'confirmed', { never: ['a fix in Git does not arrive', 'kustomization-fails'] }),
  ),
  ofApps(
    'health-check-failed',
    'Everything is applied, and a HelmRelease of it does not become ready: that is not the affair of the Kustomization.',
    { objects: [...around(healthCheckFailed()), ...below] },
    healthy,
  ),
  ofApps(
    'waits-for-another',
    'It waits for infra, which cannot be built.',
    {
      objects: [
        ...around(
          failing('DependencyNotReady', "dependency 'flux-system/infra' is not ready", {
            spec: { dependsOn: [{ name: 'infra' }] },
          }),
        ),
        infra,
        ...below,
      ],
    },
    problem('kustomization-waits', 'confirmed', { says: ['flux-system/infra itself says: kustomize build failed'] }),
  ),
  ofApps(
    'waits-for-another-denied',
    'It waits for infra, and which Kustomizations there are may not be seen.',
    {
      objects: [
        ...around(
          failing('DependencyNotReady', "dependency 'flux-system/infra' is not ready", {
            spec: { dependsOn: [{ name: 'infra' }] },
          }),
        ),
        infra,
        ...below,
      ],
      denied: ['kustomizations.kustomize.toolkit.fluxcd.io'],
    },
    problem('kustomization-waits', 'likely', { never: ['infra itself says'] }),
  ),
  ofApps(
    'path-gone',
    'Somebody has renamed the folder in Git.',
    {
      objects: [
        ...around(
          failing(
            'ArtifactFailed',
            'kustomization path not found: stat /tmp/kustomization-2389752395/apps/shop: no such file or directory',
          ),
        ),
        ...below,
      ],
    },
    problem('kustomization-path-gone', 'confirmed', { says: ['prune: true'] }),
  ),
  ofApps(
    'refused',
    'One of its objects cannot be changed, and so nothing is applied.',
    { objects: [...around(failing('ReconciliationFailed', IMMUTABLE)), ...below] },
    problem('kustomization-refused', 'confirmed', { says: ['field is immutable'] }),
  ),
  ofApps(
    'build-fails',
    'A file that the folder names is not there.',
    {
      objects: [
        ...around(
          failing(
            'BuildFailed',
            "kustomize build failed: accumulating resources: accumulation err='accumulating resources from 'web.yaml': open /tmp/kustomization-2389752395/apps/shop/web.yaml: no such file or directory'",
          ),
        ),
        ...below,
      ],
    },
    problem('kustomization-fails', 'confirmed'),
  ),
  ofApps(
    'source-fails',
    'The Kustomization is Ready with what it has, and its GitRepository cannot be fetched any more.',
    { objects: [apps, gone, ...withoutGit, ...below] },
    problem('kustomization-source-fails', 'confirmed', { says: ['knownhosts: key mismatch'] }),
  ),
  releaseStory(
    'flux-kustomization/source-fails-below',
    'The release runs, and nothing new reaches it: what its Kustomization applies from cannot be fetched.',
    { objects: [apps, gone, ...withoutGit, ...below] },
    problem('kustomization-source-fails', 'confirmed', { says: ['knownhosts: key mismatch'] }),
  ),
  storyOf(
    'flux-kustomization/source-fails-around',
    'The same, asked about the namespace.',
    { objects: [apps, gone, ...withoutGit, ...below] },
    problem('kustomization-source-fails', 'confirmed'),
    { runbook: 'namespace', inputs: { onlyNamespace: 'shop' } },
  ),
  releaseStory(
    'flux-kustomization/source-denied-below',
    'The GitRepository may not be seen: whether what Git says of the release arrives is not known.',
    { objects: [...flux, ...below], denied: ['gitrepositories.source.toolkit.fluxcd.io'] },
    incomplete({ says: ['gitrepositories.source.toolkit.fluxcd.io'] }),
  ),
  storyOf(
    'flux-kustomization/source-denied-around',
    'The same, asked about the namespace.',
    { objects: [...flux, ...below], denied: ['gitrepositories.source.toolkit.fluxcd.io'] },
    incomplete({ says: ['gitrepositories.source.toolkit.fluxcd.io'] }),
    { runbook: 'namespace', inputs: { onlyNamespace: 'shop' } },
  ),
  ofApps(
    'behind',
    'The source has a newer revision than the one that was applied.',
    { objects: [apps, advanced, ...withoutGit, ...below] },
    problem('kustomization-behind', 'likely', { says: ['main@sha1:1'] }),
  ),
  ofApps('healthy', 'The newest revision is applied.', { objects: [...flux, ...below] }, healthy),
  ofApps(
    'denied',
    'The GitRepository may not be seen: whether it fetches, and what is newest there, is not known.',
    { objects: [...flux, ...below], denied: ['gitrepositories.source.toolkit.fluxcd.io'] },
    incomplete({ says: ['gitrepositories.source.toolkit.fluxcd.io'] }),
  ),
];

/** All is applied, and one HelmRelease does not become ready. */
function healthCheckFailed(): Built {
  const said = "health check failed after 5m0.1s: timeout waiting for: [HelmRelease/shop/web status: 'InProgress']";
  return failing('HealthCheckFailed', said, { spec: { wait: true } });
}

/** One story per way in which a Kustomization keeps what Git says from arriving. */
export const releaseKustomization: readonly Story[] = [...decryption, ...others];

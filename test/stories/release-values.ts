import { mediumNode, settled } from './build/app.ts';
import { releaseStory, storyOf } from './build/ask.ts';
import { condition, event, object, type Built, type Change } from './build/build.ts';
import { definition } from './build/definition.ts';
import { healthy, problem } from './build/expect.ts';
import { kustomization } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import { appliedBy, chartOf, flux, ready, unprepared } from './build/web-release.ts';
import type { Story } from './story.ts';

/** The objects that a release takes its values from are missing, or cannot be used. */
const CREATED = '2025-10-01T08:10:00Z';
const AT = '2025-11-15T17:29:58Z';
const app = settled({ labels: appliedBy(), image: 'registry.example/web:1.4.0' });
const around: readonly Built[] = [mediumNode('node-1'), ...flux, chartOf(), ...app.all];
const named = { runbook: 'helmrelease', inputs: { release: 'HelmRelease/shop/web' } };

/** What helm-controller 1.4 and 1.6 say alike (fluxcd/pkg/chartutil, ErrValuesReference). */
function reference(kind: string, name: string, key: string, why: string): string {
  return `could not resolve ${kind} chart values reference 'shop/${name}' with key '${key}': ${why}`;
}

function lacking(said: string, ...valuesFrom: readonly Change[]): Built {
  return unprepared('ValuesError', said, { spec: { valuesFrom } });
}

const FROM_SECRET: Change = { kind: 'Secret', name: 'web-credentials' };
const NO_SECRET = reference('Secret', 'web-credentials', 'values.yaml', 'secrets "web-credentials" not found');
const withoutSecret = lacking(NO_SECRET, FROM_SECRET);
const FROM_CONFIG: Change = { kind: 'ConfigMap', name: 'web-values' };
const withoutConfig = lacking(
  reference('ConfigMap', 'web-values', 'values.yaml', 'configmaps "web-values" not found'),
  FROM_CONFIG,
);

/** A Secret as its metadata shows it. */
function secret(name: string, namespace = 'shop'): Built {
  return object({ apiVersion: 'v1', kind: 'Secret', namespace, name, created: CREATED }, { type: 'Opaque' });
}

function configMap(name: string, data: Readonly<Record<string, string>>): Built {
  return object({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name, created: CREATED }, { data });
}

/** An ExternalSecret in the words of External Secrets (pkg/controllers/externalsecret). */
function externalSecret(synced: boolean): Built {
  const says = synced
    ? condition('Ready', 'True', 'SecretSynced', 'secret synced', AT)
    : condition('Ready', 'False', 'SecretSyncedError', 'could not get secret data from provider', AT);
  return object(
    {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      namespace: 'shop',
      name: 'web',
      created: CREATED,
    },
    {
      spec: {
        refreshInterval: '1h',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
        target: { name: 'web-credentials', creationPolicy: 'Owner', deletionPolicy: 'Retain' },
        data: [{ secretKey: 'password', remoteRef: { key: 'shop/web', property: 'password' } }],
      },
      status: { conditions: [says] },
    },
  );
}
const externalSecrets = definition({
  group: 'external-secrets.io',
  plural: 'externalsecrets',
  kind: 'ExternalSecret',
  created: CREATED,
});

/** kustomize-controller 1.6 with a key that does not open the file (internal/decryptor, getsops/sops). */
const NOT_DECRYPTED =
  "decryption failed for 'web-credentials': failed to decrypt and format 'shop/web-credentials' Secret data: cannot get sops data key: Failed to get the data key required to decrypt the SOPS file.";
const undecrypted = deepMerge(kustomization('./secrets'), {
  metadata: { name: 'secrets', uid: '5ec4e75a-0000-4000-8000-5ec4e75a5ec4' },
  spec: { decryption: { provider: 'sops', secretRef: { name: 'sops-age' } } },
  status: { conditions: [condition('Ready', 'False', 'BuildFailed', NOT_DECRYPTED, AT)] },
});

const noKey = (kind: string, name: string): string => reference(kind, name, 'values.yaml', 'key not found');
const SYNTAX = 'error converting YAML to JSON: yaml: line 3: mapping values are not allowed in this context';
const NO_MAP =
  'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go value of type chartutil.Values';
const NO_PATH = 'unable to parse key: interface conversion: interface {} is string, not map[string]interface {}';
const broken = (why: string): Built => lacking(reference('ConfigMap', 'web-values', 'values.yaml', why), FROM_CONFIG);

/** The warning of an attempt before the release went through. */
function oldWarning(about: Built, message: string): Built {
  return event(about, { reason: 'ValuesError', message, at: '2025-11-15T17:20:00Z', by: 'helm-controller' });
}

export const releaseValues: readonly Story[] = [
  releaseStory(
    'chart-values/secret-missing',
    'The release takes values from a Secret that is not there; one of nearly the same name is.',
    { objects: [withoutSecret, secret('web-credential'), secret('registry'), ...around] },
    problem('values-reference-missing', 'confirmed', {
      says: [
        'There is Secret shop/web-credential.',
        'No failing Kustomization names it.',
        '\\"name\\":\\"web-credential\\"',
        'flux reconcile helmrelease web -n shop',
        'A reset changes nothing: no retry counter has run out.',
      ],
      never: ['--reset', 'get secret web-credential -n shop -o'],
    }),
  ),
  storyOf(
    'chart-values/secret-missing-decoy',
    'The Secret came an hour ago, and the release went through; the warning about it is left.',
    {
      objects: [
        ready({ spec: { valuesFrom: [FROM_SECRET] } }),
        oldWarning(withoutSecret, NO_SECRET),
        secret('web-credentials'),
        mediumNode('node-1'),
        ...flux,
        chartOf(),
        ...settled({ labels: appliedBy() }).all,
      ],
    },
    healthy,
    named,
  ),
  releaseStory(
    'chart-values/secret-missing-denied',
    'The same as at first, and Secrets may not be looked at, not even their names.',
    { objects: [withoutSecret, secret('web-credential'), ...around], denied: ['secrets'] },
    problem('values-reference-missing', 'possible', { says: ['secrets'], never: ['\\"web-credential\\"'] }),
  ),
  releaseStory(
    'chart-values/secret-elsewhere',
    'The Secret was made in another namespace, where the release does not look.',
    { objects: [withoutSecret, secret('web-credentials', 'vault'), ...around] },
    problem('values-reference-missing', 'confirmed', {
      says: ['Of that name there is one in namespace vault', 'in the namespace of the HelmRelease alone'],
    }),
  ),
  releaseStory(
    'chart-values/secret-not-synced',
    'An ExternalSecret should have made the Secret, and its store does not answer.',
    { objects: [withoutSecret, externalSecrets, externalSecret(false), ...around] },
    problem('values-secret-not-synced', 'confirmed', {
      says: [
        'could not get secret data from provider',
        'kubectl describe externalsecrets.external-secrets.io web -n shop',
        'flux reconcile helmrelease web -n shop',
      ],
      never: ['--reset'],
    }),
  ),
  releaseStory(
    'chart-values/secret-not-synced-denied',
    'The same, and ExternalSecrets may not be looked at: that the Secret is missing is all that is known.',
    {
      objects: [withoutSecret, externalSecrets, externalSecret(false), ...around],
      denied: ['externalsecrets.external-secrets.io'],
    },
    problem('values-reference-missing', 'likely', { never: ['No ExternalSecret of this namespace'] }),
  ),
  releaseStory(
    'chart-values/secret-not-decrypted',
    'The Secret lies encrypted in Git, and the Kustomization that applies it cannot decrypt it.',
    { objects: [withoutSecret, undecrypted, ...around] },
    problem('values-not-applied', 'confirmed', {
      says: ['Kustomization flux-system/secrets', 'cannot get sops data key', 'Do not put the plain Secret into Git'],
      never: ['--reset'],
    }),
  ),
  releaseStory(
    'chart-values/config-map-missing',
    'The release takes values from a ConfigMap that nobody declared.',
    { objects: [withoutConfig, ...around] },
    problem('values-reference-missing', 'confirmed', {
      says: ['kind: ConfigMap', 'values.yaml: <values>', 'reconcile.fluxcd.io/watch'],
      never: ['--reset', 'No ExternalSecret'],
    }),
  ),
  releaseStory(
    'chart-values/config-map-there-since',
    'The ConfigMap is there by now, and Flux has not looked again.',
    { objects: [withoutConfig, configMap('web-values', { 'values.yaml': 'replicas: 2\n' }), ...around] },
    problem('prerequisite-met-now', 'likely', { says: ['flux reconcile helmrelease web -n shop'] }),
  ),
  releaseStory(
    'chart-values/key-missing',
    'The ConfigMap is there, under another key.',
    {
      objects: [
        lacking(noKey('ConfigMap', 'web-values'), FROM_CONFIG),
        configMap('web-values', { 'value.yaml': 'replicas: 2\n' }),
        ...around,
      ],
    },
    problem('values-key-missing', 'confirmed', {
      says: ['\\"valuesKey\\":\\"value.yaml\\"'],
      never: ['replicas: 2\\n'],
    }),
  ),
  releaseStory(
    'chart-values/key-of-secret-missing',
    'The Secret is there; its keys are not read, and the ExternalSecret that makes it names another one.',
    {
      objects: [
        lacking(noKey('Secret', 'web-credentials'), FROM_SECRET),
        secret('web-credentials'),
        externalSecrets,
        externalSecret(true),
        ...around,
      ],
    },
    problem('values-key-missing', 'likely', { says: ['makes it with these keys: password'] }),
  ),
  releaseStory(
    'chart-values/no-yaml',
    'What the ConfigMap holds is no YAML.',
    { objects: [broken(SYNTAX), configMap('web-values', { 'values.yaml': 'a: 1\nb: 2\nc: 3: 4\n' }), ...around] },
    problem('values-unreadable', 'likely', { says: ['see line 3 of that key', 'reconcile.fluxcd.io/watch'] }),
  ),
  releaseStory(
    'chart-values/no-map',
    'What the ConfigMap holds is a single text, and no targetPath says where it goes.',
    { objects: [broken(NO_MAP), configMap('web-values', { 'values.yaml': 'web.example.org' }), ...around] },
    problem('values-unreadable', 'likely', { says: ['targetPath'] }),
  ),
  releaseStory(
    'chart-values/target-path-refused',
    'A password of a Secret is to go below a value that is a text already.',
    {
      objects: [
        lacking(
          `could not resolve Secret chart values reference 'shop/web-credentials' with key 'password': ${NO_PATH}`,
          { kind: 'Secret', name: 'web-credentials', valuesKey: 'password', targetPath: 'database.password' },
        ),
        secret('web-credentials'),
        ...around,
      ],
    },
    problem('values-path-refused', 'confirmed', { says: ['database.password', 'unable to parse key'] }),
  ),
  storyOf(
    'chart-values/healthy',
    'The release takes values from a ConfigMap and a Secret, and both are there.',
    {
      objects: [
        ready({ spec: { valuesFrom: [FROM_CONFIG, FROM_SECRET] } }),
        configMap('web-values', { 'values.yaml': 'replicas: 1\n' }),
        secret('web-credentials'),
        mediumNode('node-1'),
        ...flux,
        chartOf(),
        ...settled({ labels: appliedBy() }).all,
      ],
    },
    healthy,
    named,
  ),
];

import { mediumNode, rollout, settled, type App, type AppSketch } from './build/app.ts';
import { waiting } from './build/app-status.ts';
import { workloadStory } from './build/ask.ts';
import { condition, event, object, ownedBy, type Built, type Change } from './build/build.ts';
import { definition } from './build/definition.ts';
import { healthy, problem } from './build/expect.ts';
import { gitRepository, kustomization } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import type { Story } from './story.ts';

/** References to ConfigMaps and Secrets that lead nowhere: what was meant, who should have made it, who has to change it. */
const nodes: readonly Built[] = [mediumNode('node-1')];
const CREATED = '2025-10-01T08:00:00Z';
const AT = '2025-11-15T17:30:05Z';

function config(name: string, data: Change, metadata: Change = {}): Built {
  return object({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name, created: AT }, { metadata, data });
}

function secret(name: string): Built {
  return object({ apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name, created: AT }, { type: 'Opaque' });
}

function failing(message: string, app: AppSketch): App {
  return rollout(app, { change: waiting('CreateContainerConfigError', message) });
}

function variable(name: string, from: Change): Change {
  return { env: [{ name, valueFrom: from }] };
}

const ofSecret = variable('DB_PASSWORD', { secretKeyRef: { name: 'web-bd', key: 'password' } });
const ofKey = variable('LOG_LEVEL', { configMapKeyRef: { name: 'web-config', key: 'log-levl' } });
const ofOptional = variable('LOG_LEVEL', {
  configMapKeyRef: { name: 'web-config', key: 'log-levl', optional: true },
});
const FLUX: Change = {
  metadata: {
    labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' },
  },
};
const HELM: Change = {
  metadata: {
    labels: { 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: { 'meta.helm.sh/release-name': 'shop', 'meta.helm.sh/release-namespace': 'shop' },
  },
};
const ARGO: Change = {
  metadata: { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/web' } },
};
const operator = object(
  { apiVersion: 'apps.example.com/v1', kind: 'WebApp', namespace: 'shop', name: 'web', created: AT },
  { spec: {} },
);

const misspelt = (deployment: Change): App => failing('secret "web-bd" not found', { container: ofSecret, deployment });
const byFlux = misspelt(FLUX);
const byHelm = misspelt(HELM);
const byArgo = misspelt(ARGO);
const byOperator = misspelt(ownedBy(operator));
const byHand = misspelt({
  metadata: {
    managedFields: [
      {
        manager: 'kubectl-client-side-apply',
        operation: 'Update',
        apiVersion: 'apps/v1',
        time: '2025-11-15T17:30:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:spec': { 'f:template': {} } },
      },
    ],
  },
});
const noKey = failing("couldn't find key log-levl in ConfigMap shop/web-config", {
  container: ofKey,
  deployment: FLUX,
});
const fine = settled({ container: ofOptional });
const fineNow = settled({ container: ofSecret });

const mounted = rollout(
  {
    spec: {
      volumes: [
        {
          name: 'settings',
          configMap: { name: 'web-config', items: [{ key: 'app.yml', path: 'app.yml' }], defaultMode: 420 },
        },
      ],
    },
    deployment: FLUX,
  },
  { change: waiting('ContainerCreating') },
);
const mountFails = event(mounted.newPod, {
  reason: 'FailedMount',
  message: 'MountVolume.SetUp failed for volume "settings" : configmap references non-existent config key: app.yml',
  at: '2025-11-15T18:13:50Z',
  count: 22,
});

/** Words of External Secrets (pkg/controllers/externalsecret) and of Sealed Secrets (pkg/controller). */
function externalSecret(status: 'True' | 'False'): Built {
  const ready =
    status === 'True'
      ? condition('Ready', 'True', 'SecretSynced', 'secret synced', AT)
      : condition('Ready', 'False', 'SecretSyncedError', 'could not get secret data from provider', AT);
  return object(
    { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', namespace: 'shop', name: 'database', created: AT },
    {
      spec: { target: { name: 'web-bd' }, secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' } },
      status: { conditions: [ready] },
    },
  );
}

const sealedSecret = object(
  { apiVersion: 'bitnami.com/v1alpha1', kind: 'SealedSecret', namespace: 'shop', name: 'web-bd', created: AT },
  {
    spec: { template: { metadata: { name: 'web-bd', namespace: 'shop' } } },
    status: {
      observedGeneration: 1,
      conditions: [
        {
          type: 'Synced',
          status: 'False',
          message: 'no key could decrypt secret (password)',
          lastTransitionTime: AT,
          lastUpdateTime: AT,
        },
      ],
    },
  },
);

const kinds: readonly Built[] = [
  definition({ group: 'external-secrets.io', kind: 'ExternalSecret', plural: 'externalsecrets', created: CREATED }),
  deepMerge(definition({ group: 'bitnami.com', kind: 'SealedSecret', plural: 'sealedsecrets', created: CREATED }), {
    spec: { versions: [{ name: 'v1alpha1', served: true, storage: true }] },
    status: { storedVersions: ['v1alpha1'] },
  }),
];

/** kustomize-controller with a key that does not open the file (internal/decryptor, getsops/sops). */
const NOT_DECRYPTED =
  "decryption failed for 'web-bd': failed to decrypt and format 'shop/web-bd' Secret data: cannot get sops data key: Failed to get the data key required to decrypt the SOPS file.";
const undecrypted = deepMerge(kustomization('./secrets'), {
  metadata: { name: 'secrets', uid: '5ec4e75a-0000-4000-8000-5ec4e75a5ec4' },
  spec: { decryption: { provider: 'sops', secretRef: { name: 'sops-age' } } },
  status: { conditions: [condition('Ready', 'False', 'BuildFailed', NOT_DECRYPTED, AT)] },
});

const web = (
  folder: string,
  summary: string,
  objects: readonly Built[],
  expected: Story['expected'],
  denied?: string[],
): Story =>
  workloadStory(
    `container-config/${folder}`,
    summary,
    { objects: [...nodes, ...objects], ...(denied === undefined ? {} : { denied }) },
    expected,
  );

const RENAMED = '{\\"secretKeyRef\\":{\\"name\\":\\"web-db\\",\\"key\\":\\"password\\"}}';

/** One story per thing that was meant, and per owner that has to say so. */
export const configMissing: readonly Story[] = [
  web(
    'secret-misspelt',
    'Two letters of the name are swapped; Flux applies the Deployment, so the name is put right in Git.',
    [...byFlux.all, secret('web-db'), secret('registry')],
    problem('secret-missing', 'confirmed', {
      says: [
        'called nearly so: web-db',
        RENAMED,
        'the manifest of Deployment shop/web that Kustomization flux-system/apps applies',
        'Kustomization flux-system/apps undoes a change by hand.',
      ],
      never: ['There are:'],
    }),
  ),
  web(
    'secret-misspelt-denied',
    'The same, and which Secrets there are may not be looked at.',
    [...byFlux.all, secret('web-db')],
    problem('secret-missing', 'likely', { never: ['web-db'] }),
    ['secrets'],
  ),
  web(
    'secret-misspelt-healthy',
    'The Secret has that name after all, and the pod runs.',
    [...fineNow.all, secret('web-bd'), secret('web-db')],
    healthy,
  ),
  web(
    'secret-nothing-near',
    'No Secret has a name like it, so the names that there are are told.',
    [...byFlux.all, secret('registry'), secret('sh.helm.release.v1.shop.v3')],
    problem('secret-missing', 'confirmed', { says: ['There are: registry.'], never: ['called nearly so'] }),
  ),
  web(
    'secret-misspelt-helm',
    'The same in what a Helm release renders.',
    [...byHelm.all, secret('web-db')],
    problem('secret-missing', 'confirmed', {
      says: ['the values of Helm release shop/shop', 'may be undone by the next upgrade of Helm release shop/shop'],
    }),
  ),
  web(
    'secret-misspelt-argocd',
    'The same in what Argo CD syncs.',
    [...byArgo.all, secret('web-db')],
    problem('secret-missing', 'confirmed', {
      says: ['the source of Argo CD application shop', 'no longer than until the next sync'],
    }),
  ),
  web(
    'secret-misspelt-operator',
    'The same in what an operator makes: a patch of the Deployment would be undone, so none is offered.',
    [...byOperator.all, secret('web-db')],
    problem('secret-missing', 'confirmed', {
      says: ['WebApp shop/web', 'whose controller writes it anew'],
      never: [RENAMED],
    }),
  ),
  web(
    'secret-misspelt-by-hand',
    'The same in what somebody applied with kubectl.',
    [...byHand.all, secret('web-db')],
    problem('secret-missing', 'confirmed', {
      says: ['whoever applies Deployment shop/web by hand', RENAMED],
    }),
  ),
  web(
    'key-misspelt',
    'The ConfigMap is there and has a key that is called nearly so.',
    [...noKey.all, config('web-config', { 'log-level': 'debug', port: '8080' })],
    problem('config-key-missing', 'confirmed', {
      says: [
        'has no key log-levl',
        'Its keys: log-level, port.',
        'variable LOG_LEVEL of container web',
        'Ask for key log-level',
      ],
      never: ['"debug"', 'debug'],
    }),
  ),
  web(
    'key-misspelt-denied',
    'The same, and the ConfigMap may not be read.',
    [...noKey.all, config('web-config', { 'log-level': 'debug' })],
    problem('config-key-missing', 'likely', { says: ['has no key log-levl'], never: ['log-level'] }),
    ['configmaps'],
  ),
  web(
    'key-of-another-file',
    'A volume picks a key that the ConfigMap has under another name; the kubelet names the volume only.',
    [...mounted.all, mountFails, config('web-config', { 'app.yaml': 'x: y' })],
    problem('config-key-missing', 'confirmed', {
      says: ['ConfigMap shop/web-config has no key app.yml', 'volume settings', 'Ask for key app.yaml'],
      never: ['x: y'],
    }),
  ),
  web(
    'key-optional-decoy',
    'A key that the ConfigMap does not have is optional, and the pod runs without it.',
    [...fine.all, config('web-config', { 'log-level': 'debug' })],
    healthy,
  ),
  web(
    'secret-not-made',
    'An ExternalSecret should have made the Secret, and its store does not answer.',
    [...byFlux.all, ...kinds, externalSecret('False'), secret('web-db')],
    problem('secret-not-made', 'confirmed', {
      says: ['ExternalSecret shop/database', 'could not get secret data from provider', 'Secret shop/web-bd'],
      never: [RENAMED],
    }),
  ),
  web(
    'secret-not-made-denied',
    'The same, and ExternalSecrets may not be looked at: that the Secret is missing is all that is known.',
    [...byFlux.all, ...kinds, externalSecret('False')],
    problem('secret-missing', 'likely', { never: ['could not get secret data'] }),
    ['externalsecrets.external-secrets.io'],
  ),
  web(
    'secret-not-made-decoy',
    'Its ExternalSecret could not be synced for a while; the Secret is there from before, and the pod runs.',
    [...fineNow.all, ...kinds, externalSecret('False'), secret('web-bd')],
    healthy,
  ),
  web(
    'secret-of-an-operator',
    'The Secrets of this namespace are made by an operator, one for each object of its kind; this one it has not made.',
    [
      ...byFlux.all,
      deepMerge(secret('queue'), {
        metadata: {
          ownerReferences: [{ apiVersion: 'queue.example.org/v1', kind: 'QueueUser', name: 'queue', uid: 'q' }],
        },
      }),
    ],
    problem('secret-missing', 'confirmed', { says: ['is there a QueueUser web-bd'] }),
  ),
  web(
    'secret-deleted-since',
    'An ExternalSecret calls itself synced, and the Secret was deleted after that.',
    [...byFlux.all, ...kinds, externalSecret('True')],
    problem('secret-missing', 'confirmed', { says: ['makes it and calls itself synced'] }),
  ),
  web(
    'secret-not-unsealed',
    'The SealedSecret was sealed for another cluster, so its controller cannot open it.',
    [...byFlux.all, ...kinds, sealedSecret],
    problem('secret-not-made', 'confirmed', {
      says: ['SealedSecret shop/web-bd', 'no key could decrypt secret (password)'],
    }),
  ),
  web(
    'secret-not-decrypted',
    'The Secret lies in Git, encrypted, and the Kustomization that should apply it cannot open it.',
    [...byFlux.all, undecrypted, gitRepository('https://git.example.org/team/fleet')],
    problem('cannot-decrypt', 'confirmed', { says: ['Kustomization flux-system/secrets'] }),
  ),
];

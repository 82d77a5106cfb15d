import { releaseStory, storyOf, type Scene } from './build/ask.ts';
import { condition, object, pod, type Built, type Change } from './build/build.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { controller, helmRepository } from './build/flux.ts';
import { deepMerge } from './build/merge.ts';
import {
  byReference,
  chart,
  emptyChart,
  failing,
  FAILED_AT,
  givenUp,
  neverInstalled,
  ociHelmRepository,
  OPAQUE,
  otherChart,
  repository,
  running,
  satisfied,
  source,
  stale,
  upToDate,
  waiting,
  warned,
} from './build/source.ts';
import { unprepared } from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

/** What keeps source-controller from fetching a source (F30 to F33). */
const INDEX = 'failed to fetch Helm repository index: failed to cache index to temporary file: ';
const GET = `${INDEX}Get "https://charts.example/web/index.yaml": `;
const NOT_FOUND = `${INDEX}failed to fetch https://charts.example/web/index.yaml : 404 Not Found`;

/** A first install that waits for a HelmRepository with these words. */
function repositorySays(message: string, reason = 'Failed', change: Change = {}): readonly Built[] {
  return [neverInstalled(), emptyChart, deepMerge(failing(repository, reason, message), change), ...running];
}

/** The same of a HelmRepository that gives up until its spec changes. */
function repositoryGaveUp(message: string, reason: string, change: Change): readonly Built[] {
  return [neverInstalled(), emptyChart, givenUp(deepMerge(repository, change), reason, message), ...running];
}

const OCI = 'oci://registry.example/charts';

/** A release whose HelmChart comes from an OCI registry and says this. */
function ociSays(message: string, url = OCI, change: Change = {}): readonly Built[] {
  const words = `chart pull error: ${message}`;
  return [waiting(), failing(chart(change), 'ChartPullError', words), ociHelmRepository(url), ...running];
}

const OCI_OPAQUE = "OCIRepository 'flux-system/web' is not ready: latest generation of object has not been reconciled";

/** A release from an OCIRepository that says this. */
function ociRepositorySays(reason: string, message: string, spec: Change = {}): readonly Built[] {
  const own = source(
    'OCIRepository',
    'web',
    { url: `${OCI}/web`, provider: 'generic', ref: { tag: '1.5.0' }, ...spec },
    '1.5.0@sha256:0123',
  );
  return [waiting(OCI_OPAQUE, byReference), failing(own, reason, message), ...running];
}

/** A release whose chart lies in a Git repository or a bucket that says this. */
function filesSay(kind: 'GitRepository' | 'Bucket', reason: string, message: string, spec: Change): readonly Built[] {
  const from = { kind, name: 'web-source', namespace: 'flux-system' };
  const waits = deepMerge(neverInstalled(), {
    spec: { chart: { spec: { chart: './charts/web', version: undefined, sourceRef: from } } },
  });
  const without = failing(
    chart({ spec: { chart: './charts/web', version: '*', sourceRef: { kind, name: 'web-source' } } }),
    'NoSourceArtifact',
    `no artifact available for ${kind} source 'web-source'`,
  );
  return [waits, without, failing(source(kind, 'web-source', spec, 'main@sha1:0'), reason, message), ...running];
}

const GIT_URL = 'https://git.example/charts';
const nothingWrong = (...left: readonly Built[]): readonly Built[] => [
  satisfied(),
  chart(),
  repository,
  ...left,
  ...upToDate,
];

const addresses: readonly Story[] = [
  releaseStory(
    'source-address/index-not-found',
    'As in temporalio/helm-charts#313: the repository has moved, and its old address answers 404.',
    { objects: repositorySays(NOT_FOUND) },
    problem('index-not-fetched', 'confirmed', {
      says: ['<address>', 'https://charts.example/web'],
      never: ['--reset'],
    }),
  ),
  releaseStory(
    'source-address/index-not-found-decoy',
    'The repository has answered again for an hour; the warning is left.',
    { objects: nothingWrong(warned(repository, 'Failed', NOT_FOUND)) },
    healthy,
  ),
  releaseStory(
    'source-address/index-not-found-denied',
    'The repository has moved, and neither it nor the HelmChart may be read.',
    { objects: repositorySays(NOT_FOUND), denied: ['helmrepositories', 'helmcharts'] },
    problem('source-not-ready', 'possible', { says: ['helmrepositories'] }),
  ),
  releaseStory(
    'source-address/index-file-in-address',
    'The address of the repository ends with its index, and Flux adds that once more.',
    {
      objects: repositorySays(
        `${INDEX}failed to fetch https://charts.example/web/index.yaml/index.yaml : 404 Not Found`,
        'Failed',
        {
          spec: { url: 'https://charts.example/web/index.yaml' },
        },
      ),
    },
    problem('index-not-fetched', 'confirmed', {
      says: ['Flux adds /index.yaml itself', 'url: https://charts.example/web\\n'],
    }),
  ),
  releaseStory(
    'source-address/type-missing',
    'The repository has an OCI address and not the type oci.',
    {
      objects: repositoryGaveUp(
        "invalid Helm repository URL: 'oci' URL scheme cannot be used with 'default' HelmRepository type",
        'URLInvalid',
        { spec: { url: OCI } },
      ),
    },
    problem('source-type-missing', 'confirmed', { says: ['type: oci'], never: ['flux reconcile source helm'] }),
  ),
  releaseStory(
    'source-address/address-invalid',
    'An OCIRepository has its tag in the address.',
    {
      objects: ociRepositorySays(
        'URLInvalid',
        `URL validation failed for '${OCI}/web:1.5.0': URL must not contain a tag; remove ':1.5.0'`,
        {
          url: `${OCI}/web:1.5.0`,
        },
      ),
    },
    problem('source-url-invalid', 'confirmed', { says: ['must not contain a tag'] }),
  ),
  releaseStory(
    'source-address/chart-name-twice',
    'As in fluxcd/flux2#3438: the address of an OCI Helm repository ends with the name of the chart, and the registry hides with a 403 that there is nothing.',
    {
      objects: ociSays(
        `failed to get chart version for remote reference: could not get tags for "web": could not fetch tags for "${OCI}/web/web": failed to fetch anonymous token: unexpected status: 403 Forbidden`,
        `${OCI}/web`,
        { spec: { version: '>=1.0.0' } },
      ),
    },
    problem('chart-name-twice', 'confirmed', {
      says: [`url: ${OCI}\\n`, `${OCI}/web/web`],
      never: ['flux reconcile source helm'],
    }),
  ),
  releaseStory(
    'source-address/tag-missing',
    'The registry has the chart and not the version of it.',
    {
      objects: ociSays(
        `failed to download chart for remote reference: failed to get '${OCI}/web:1.5.0': failed to perform "FetchReference" on source: registry.example/charts/web:1.5.0: not found`,
      ),
    },
    problem('registry-image-missing', 'confirmed', { says: [`flux list artifacts ${OCI}/web`, '<version>'] }),
  ),
  releaseStory(
    'source-address/oci-tag-missing',
    'An OCIRepository asks for a tag that its registry does not have.',
    {
      objects: ociRepositorySays(
        'OCIArtifactPullFailed',
        'failed to determine artifact digest: GET https://registry.example/v2/charts/web/manifests/1.5.0: MANIFEST_UNKNOWN: manifest unknown',
      ),
    },
    problem('registry-image-missing', 'confirmed', { says: ['semver: <version>'] }),
  ),
  releaseStory(
    'source-address/rate-limited',
    'A public registry lets nobody ask that often without an account.',
    {
      objects: ociRepositorySays(
        'OCIArtifactPullFailed',
        `failed to pull artifact from '${OCI}/web': GET https://registry.example/v2/charts/web/manifests/1.5.0: TOOMANYREQUESTS: You have reached your unauthenticated pull rate limit.`,
      ),
    },
    problem('source-rate-limited', 'confirmed', { says: ['<interval>'] }),
  ),
  releaseStory(
    'source-address/name-unknown-to-dns',
    'The name of the repository is not known to the DNS.',
    { objects: repositorySays(`${GET}dial tcp: lookup charts.example on 10.96.0.10:53: no such host`) },
    problem('source-dns', 'confirmed', { says: ['kubectl get networkpolicies -n flux-system'] }),
  ),
  releaseStory(
    'source-address/connection-refused',
    'Nothing listens where the repository was.',
    { objects: repositorySays(`${GET}dial tcp 10.1.2.3:443: connect: connection refused`) },
    problem('source-unreachable', 'confirmed', { never: ['NetworkPolicy, a proxy'] }),
  ),
  releaseStory(
    'source-address/provider-fails',
    'The server of the repository answers 503.',
    {
      objects: repositorySays(
        `${INDEX}failed to fetch https://charts.example/web/index.yaml : 503 Service Unavailable`,
      ),
    },
    problem('source-failing', 'confirmed', { says: ['(503)'], never: ['<address>'] }),
  ),
  releaseStory(
    'source-address/index-too-large',
    'As in fluxcd/source-controller#1462: the index has grown beyond what source-controller reads.',
    { objects: repositorySays(`${INDEX}index exceeds the maximum index file size of 52428800 bytes`) },
    problem('index-too-large', 'confirmed', { says: ['--helm-index-max-size', '52428800'] }),
  ),
  releaseStory(
    'source-address/index-is-a-page',
    'At the address is a page for people.',
    {
      objects: repositorySays(
        'failed to load Helm repository from index YAML: failed to load index: error converting YAML to JSON: yaml: line 8: mapping values are not allowed in this context',
        'IndexationFailed',
      ),
    },
    problem('index-unreadable', 'confirmed', { says: ['a page for people'] }),
  ),
];

const files: readonly Story[] = [
  releaseStory(
    'git-or-bucket/branch-missing',
    'The branch that a GitRepository follows was deleted after it was merged.',
    {
      objects: filesSay(
        'GitRepository',
        'GitOperationFailed',
        `failed to checkout and determine revision: unable to clone '${GIT_URL}': couldn't find remote ref "refs/heads/release"`,
        { url: GIT_URL, ref: { branch: 'release' } },
      ),
    },
    problem('git-reference-missing', 'confirmed', { says: ['refs/heads/release', 'ref: <reference>'] }),
  ),
  releaseStory(
    'git-or-bucket/branch-missing-decoy',
    'The branch is there again; the warning is left.',
    {
      objects: nothingWrong(
        warned(
          repository,
          'GitOperationFailed',
          `failed to checkout and determine revision: unable to clone '${GIT_URL}': couldn't find remote ref "refs/heads/release"`,
        ),
      ),
    },
    healthy,
  ),
  releaseStory(
    'git-or-bucket/branch-missing-denied',
    'The branch is gone, and GitRepositories may not be read.',
    {
      objects: filesSay(
        'GitRepository',
        'GitOperationFailed',
        `failed to checkout and determine revision: unable to clone '${GIT_URL}': couldn't find remote ref "refs/heads/release"`,
        { url: GIT_URL, ref: { branch: 'release' } },
      ),
      denied: ['gitrepositories'],
    },
    problem('source-without-artifact', 'likely', { says: ['gitrepositories'] }),
  ),
  releaseStory(
    'git-or-bucket/repository-gone',
    'The Git repository was moved.',
    {
      objects: filesSay(
        'GitRepository',
        'GitOperationFailed',
        `failed to checkout and determine revision: unable to list remote for '${GIT_URL}': repository not found`,
        {
          url: GIT_URL,
          ref: { branch: 'main' },
        },
      ),
    },
    problem('git-not-checked-out', 'confirmed', { says: ['<address>'] }),
  ),
  releaseStory(
    'git-or-bucket/bucket-gone',
    'The bucket was renamed.',
    {
      objects: filesSay('Bucket', 'BucketOperationFailed', "bucket 'charts' not found", {
        bucketName: 'charts',
        endpoint: 'minio.example',
        provider: 'generic',
      }),
    },
    problem('bucket-not-read', 'confirmed', { says: ['<bucket>', '<endpoint>'] }),
  ),
];

const secretIn = (name: string): Built =>
  object(
    { apiVersion: 'v1', kind: 'Secret', namespace: 'flux-system', name, created: '2025-10-01T08:00:00Z' },
    { type: 'Opaque' },
  );
const WITH_SECRET: Change = { spec: { secretRef: { name: 'charts-login' } } };
const NO_SECRET = `failed to get authentication secret 'flux-system/charts-login': secrets "charts-login" not found`;
const withoutSecret = repositorySays(NO_SECRET, 'AuthenticationFailed', WITH_SECRET);

const ECR = 'oci://123456789012.dkr.ecr.eu-central-1.amazonaws.com/charts/web';
const ECR_REFUSES =
  'failed to determine artifact digest: GET https://123456789012.dkr.ecr.eu-central-1.amazonaws.com/v2/charts/web/manifests/1.5.0: unexpected status code 401 Unauthorized: Not Authorized\n';
const ECR_READY = source(
  'OCIRepository',
  'web',
  { url: ECR, provider: 'aws', ref: { tag: '1.5.0' } },
  '1.5.0@sha256:0123',
);

const access: readonly Story[] = [
  releaseStory(
    'source-access/secret-missing',
    'The Secret that the repository refers to was never made; another has nearly its name.',
    { objects: [...withoutSecret, secretIn('chart-login')] },
    problem('source-credentials-missing', 'confirmed', {
      says: ['There is no Secret flux-system/charts-login', 'There is chart-login', 'name: chart-login'],
    }),
  ),
  releaseStory(
    'source-access/secret-missing-decoy',
    'The Secret came later, and the repository was read; the warning is left.',
    { objects: nothingWrong(secretIn('charts-login'), warned(repository, 'AuthenticationFailed', NO_SECRET)) },
    healthy,
  ),
  releaseStory(
    'source-access/secret-missing-denied',
    'Whether the Secret is there may not be looked at.',
    { objects: withoutSecret, denied: ['secrets'] },
    problem('source-credentials-missing', 'likely', { says: ['secrets'], never: ['There is no Secret'] }),
  ),
  releaseStory(
    'source-access/secret-made-since',
    'The Secret was made a moment ago, and source-controller has not tried again.',
    { objects: [...withoutSecret, secretIn('charts-login')] },
    problem('prerequisite-met-now', 'likely'),
  ),
  releaseStory(
    'source-access/key-missing',
    'The Secret has a user and no password.',
    {
      objects: [
        ...repositorySays(
          "failed to detect authentication methods: secret 'flux-system/charts-login': key 'password' not found",
          'AuthenticationFailed',
          WITH_SECRET,
        ),
        secretIn('charts-login'),
      ],
    },
    problem('source-credentials-missing', 'confirmed', { says: ['has no password', 'username and password'] }),
  ),
  releaseStory(
    'source-access/identity-refused',
    'source-controller runs without a role of the cloud whose registry it is to ask.',
    {
      objects: [
        ...ociRepositorySays(
          'AuthenticationFailed',
          'failed to get credential from aws: operation error ECR: GetAuthorizationToken, get identity: get credentials: failed to refresh cached credentials, no EC2 IMDS role found',
          { provider: 'aws', url: ECR },
        ),
        object(
          {
            apiVersion: 'v1',
            kind: 'ServiceAccount',
            namespace: 'flux-system',
            name: 'source-controller',
            created: '2025-10-01T08:00:00Z',
          },
          {},
        ),
      ],
    },
    problem('source-identity-refused', 'confirmed', {
      says: ['names no role', 'kubectl describe serviceaccount source-controller'],
    }),
  ),
  releaseStory(
    'source-access/registry-refuses',
    'A registry of a cloud is asked without its credentials.',
    {
      objects: ociRepositorySays('OCIArtifactPullFailed', ECR_REFUSES, { url: ECR }),
    },
    problem('registry-denied', 'confirmed', { says: ['spec.provider is not aws', 'provider: aws'] }),
  ),
  releaseStory(
    'source-access/registry-refuses-decoy',
    'The registry lets source-controller in again; the warning of the day before is left.',
    {
      objects: [
        satisfied(byReference),
        ECR_READY,
        warned(ECR_READY, 'OCIArtifactPullFailed', ECR_REFUSES),
        ...upToDate,
      ],
    },
    healthy,
  ),
  releaseStory(
    'source-access/registry-refuses-denied',
    'The registry refuses, and OCIRepositories may not be read.',
    { objects: ociRepositorySays('OCIArtifactPullFailed', ECR_REFUSES, { url: ECR }), denied: ['ocirepositories'] },
    problem('source-not-ready', 'possible', { says: ['ocirepositories'] }),
  ),
  releaseStory(
    'source-access/password-refused',
    'The password in the Secret has expired.',
    {
      objects: [
        ...repositorySays(
          `${INDEX}failed to fetch https://charts.example/web/index.yaml : 401 Unauthorized`,
          'Failed',
          WITH_SECRET,
        ),
        secretIn('charts-login'),
      ],
    },
    problem('registry-denied', 'confirmed', { says: ['have expired', 'flux-system/charts-login'] }),
  ),
  releaseStory(
    'source-access/authority-unknown',
    'The certificate of the repository is signed by an authority of the company.',
    {
      objects: repositorySays(`${GET}tls: failed to verify certificate: x509: certificate signed by unknown authority`),
    },
    problem('source-tls', 'confirmed', { says: ['certSecretRef', '<secret>', 'under the key ca.crt'] }),
  ),
  releaseStory(
    'source-access/certificate-expired',
    'The certificate of the repository ran out five days ago.',
    {
      objects: repositorySays(
        `${GET}tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2025-11-15T17:29:40Z is after 2025-11-10T00:00:00Z`,
      ),
    },
    problem('source-certificate-expired', 'confirmed', { never: ['certSecretRef:'] }),
  ),
  releaseStory(
    'source-access/certificate-of-another-name',
    'The repository answers under its old name only.',
    {
      objects: repositorySays(
        `${GET}tls: failed to verify certificate: x509: certificate is valid for charts.old.example, not charts.example`,
      ),
    },
    problem('source-certificate-name', 'confirmed', { says: ['charts.old.example', '<address>'] }),
  ),
  releaseStory(
    'source-access/host-key-changed',
    'The Git server got a new host key.',
    {
      objects: filesSay(
        'GitRepository',
        'GitOperationFailed',
        "failed to checkout and determine revision: unable to list remote for 'ssh://git@git.example/charts': ssh: handshake failed: knownhosts: key mismatch",
        { url: 'ssh://git@git.example/charts', ref: { branch: 'main' }, secretRef: { name: 'git-key' } },
      ),
    },
    problem('source-host-key', 'confirmed', { says: ['known_hosts', 'flux-system/git-key'] }),
  ),
  releaseStory(
    'source-access/not-signed',
    'The chart is to be verified, and nobody signed it.',
    {
      objects: ociRepositorySays(
        'VerificationError',
        `failed to verify the signature using provider 'cosign keyless': no matching signatures were found for '${OCI}/web:1.5.0'`,
        { verify: { provider: 'cosign' } },
      ),
    },
    problem('source-not-verified', 'confirmed', { says: ['nobody vouches for'] }),
  ),
];

const GONE = 'Source not ready: artifact not found. Retrying in 30s';
const CLOSED =
  'Could not load chart: GET http://source-controller.flux-system.svc.cluster.local./helmchart/flux-system/shop-web/web-1.5.0.tgz giving up after 10 attempt(s): Get "http://source-controller.flux-system.svc.cluster.local./helmchart/flux-system/shop-web/web-1.5.0.tgz": dial tcp 10.96.12.7:80: i/o timeout';
const lost = (words: string): Built => unprepared('ArtifactFailed', words);

/** source-controller with its storage in an emptyDir, and its pod since the given time. */
function sourceControllerSince(since: string, change: Change = {}): readonly Built[] {
  const deployment = controller(
    'source-controller',
    '1.7.0',
    deepMerge({ spec: { template: { spec: { volumes: [{ name: 'data', emptyDir: {} }] } } } }, change),
  );
  const sketch = {
    pod: 'source-controller-5d9c8b7f6-x2x4z',
    name: 'source-controller',
    namespace: 'flux-system',
    created: since,
    image: 'ghcr.io/fluxcd/source-controller:v1.7.0',
    node: 'node-1',
  };
  return [deployment, pod(null, sketch, { metadata: { labels: { app: 'source-controller' } } })];
}

const withoutSourceController = running.filter(
  ({ metadata }) => (metadata as { name: string }).name !== 'source-controller',
);
const AWAY: Change = { status: { readyReplicas: undefined, availableReplicas: undefined, unavailableReplicas: 1 } };
const unseen = deepMerge(chart(), { metadata: { generation: 2 } });
const [lateController = repository, latePod = repository] = sourceControllerSince('2025-11-15T17:25:00Z');

const controllers: readonly Story[] = [
  releaseStory(
    'source-controller/artifact-lost',
    'source-controller was started anew, and what it had fetched went with its old pod.',
    { objects: [lost(GONE), chart(), repository, ...withoutSourceController, lateController, latePod] },
    problem('artifact-missing', 'confirmed', {
      says: ['emptyDir', 'flux reconcile source chart shop-web -n flux-system'],
      never: ['flux reconcile source helm'],
    }),
  ),
  releaseStory(
    'source-controller/artifact-lost-decoy',
    'source-controller was started anew and has fetched everything again; the warning is left.',
    {
      objects: [
        satisfied(),
        chart({ status: { artifact: { lastUpdateTime: '2025-11-15T17:26:00Z' } } }),
        repository,
        warned(satisfied(), 'ArtifactFailed', GONE),
        ...upToDate.filter(({ metadata }) => (metadata as { name: string }).name !== 'source-controller'),
        lateController,
        latePod,
      ],
    },
    healthy,
  ),
  releaseStory(
    'source-controller/artifact-lost-denied',
    'The same as at first, and the pods of source-controller may not be seen.',
    {
      objects: [lost(GONE), chart(), repository, ...withoutSourceController, lateController, latePod],
      denied: ['pods'],
    },
    problem('artifact-missing', 'likely', { says: ['pods'] }),
  ),
  releaseStory(
    'source-controller/artifact-made-again',
    'The chart was made again after the release had complained; it waits for its next attempt.',
    {
      objects: [
        lost(GONE),
        chart({ status: { artifact: { lastUpdateTime: '2025-11-15T18:14:50Z' } } }),
        repository,
        ...withoutSourceController,
        lateController,
        latePod,
      ],
    },
    problem('prerequisite-met-now', 'likely'),
  ),
  releaseStory(
    'source-controller/network-closed',
    'A NetworkPolicy keeps helm-controller from source-controller.',
    {
      objects: [
        lost(CLOSED),
        chart(),
        repository,
        ...withoutSourceController,
        ...sourceControllerSince('2025-11-01T09:00:00Z'),
      ],
    },
    problem('artifact-missing', 'likely', {
      says: ['NetworkPolicy of flux-system', 'kubectl get networkpolicies -n flux-system'],
    }),
  ),
  releaseStory(
    'source-controller/away',
    'source-controller crashes, and the HelmChart of a changed release is not seen.',
    {
      objects: [
        waiting(),
        unseen,
        repository,
        ...withoutSourceController,
        controller('source-controller', '1.7.0', AWAY),
      ],
    },
    problem('source-not-observed', 'confirmed', {
      says: ['"severity":"P1"', 'kubectl rollout restart deployment/source-controller -n flux-system'],
    }),
  ),
  releaseStory(
    'source-controller/storage-full',
    'The disk that source-controller keeps its artifacts on is full.',
    {
      objects: [
        waiting(),
        failing(
          chart(),
          'ArchiveOperationFailed',
          'unable to copy Helm chart to storage: write /data/helmchart/flux-system/shop-web/web-1.5.0.tgz2815: no space left on device',
        ),
        repository,
        ...withoutSourceController,
        ...sourceControllerSince('2025-11-01T09:00:00Z'),
      ],
    },
    problem('source-controller-full', 'confirmed', { says: ['emptyDir', '"severity":"P1"'] }),
  ),
];

const NO_SOURCE = `HelmChart 'flux-system/shop-web' is not ready: failed to get source: helmrepositories.source.toolkit.fluxcd.io "web-charts" not found`;
const noSource = failing(
  chart(),
  'SourceUnavailable',
  'failed to get source: helmrepositories.source.toolkit.fluxcd.io "web-charts" not found',
);
const elsewhere = deepMerge(repository, {
  metadata: { namespace: 'team', uid: 'c0ffee00-0000-4000-8000-c0ffee00c0ff' },
});
const nearby = helmRepository('webs', 'https://charts.example/web');
const DENIED = "cross-namespace references are not allowed: cannot access 'HelmRepository/flux-system/web-charts'";

/** A release that may not use its source: helm-controller gives up until the spec changes. */
const notAllowed = deepMerge(unprepared('AccessDenied', DENIED), {
  status: {
    conditions: [
      condition('Stalled', 'True', 'AccessDenied', DENIED, FAILED_AT),
      condition('Ready', 'False', 'AccessDenied', DENIED, FAILED_AT),
    ].map((each) => ({ ...each, observedGeneration: 12 })),
    observedGeneration: 12,
  },
});

const references: readonly Story[] = [
  releaseStory(
    'source-reference/in-another-namespace',
    'The repository was moved to another namespace, and the release still looks in the old one.',
    { objects: [waiting(NO_SOURCE), noSource, elsewhere, ...running] },
    problem('source-missing', 'confirmed', { says: ['in another namespace', 'namespace: team'] }),
  ),
  releaseStory(
    'source-reference/name-mistyped',
    'The release refers to a repository of nearly the right name.',
    { objects: [waiting(), noSource, nearby, ...running] },
    problem('source-missing', 'confirmed', { says: ['whose name comes near', 'name: webs-charts'] }),
  ),
  releaseStory(
    'source-reference/nothing-of-that-name',
    'The repository was deleted, and no other has a name like it.',
    { objects: [waiting(), noSource, helmRepository('database', 'https://charts.example/db'), ...running] },
    problem('source-missing', 'confirmed', { says: ['<source>', 'There are: flux-system/database-charts'] }),
  ),
  releaseStory(
    'source-reference/in-another-namespace-decoy',
    'The reference was corrected; the warning is left.',
    { objects: nothingWrong(warned(chart(), 'SourceUnavailable', NO_SOURCE)) },
    healthy,
  ),
  releaseStory(
    'source-reference/in-another-namespace-denied',
    'Whether the repository is there may not be looked at.',
    { objects: [waiting(NO_SOURCE), noSource, elsewhere, ...running], denied: ['helmrepositories'] },
    problem('source-missing', 'likely', { says: ['helmrepositories'] }),
  ),
  releaseStory(
    'source-reference/suspended',
    'Somebody suspended the repository before the version of the release was changed.',
    { objects: [waiting(), unseen, deepMerge(repository, { spec: { suspend: true } }), ...running] },
    problem('source-suspended', 'confirmed', { says: ['suspend: false'], never: ['flux reconcile source helm'] }),
  ),
  releaseStory(
    'source-reference/not-allowed',
    'Flux runs without references across namespaces, and the release makes one.',
    { objects: [notAllowed, chart(), repository, ...running] },
    problem('cross-namespace-denied', 'confirmed', { says: ['gives up until the spec changes'] }),
  ),
];

/** The overview looks only at releases in trouble; this is asked of the release itself. */
function behindReady(folder: string, summary: string, scene: Scene, expected: Expected): Story {
  return storyOf(folder, summary, scene, expected, {
    runbook: 'helmrelease',
    inputs: { release: 'HelmRelease/shop/web' },
  });
}

const behind: readonly Story[] = [
  behindReady(
    'flux-source/stale-behind-ready',
    'The release is Ready, and its repository has not been read for hours: nothing newer arrives, and nothing says so.',
    { objects: [satisfied(), chart(), stale(repository, 'Failed', NOT_FOUND), ...upToDate] },
    problem('index-not-fetched', 'confirmed', { says: ['"severity":"P3"', 'Ready all the same', '<address>'] }),
  ),
  behindReady(
    'flux-source/stale-behind-ready-decoy',
    'The repository of another release fails; that of this one does not.',
    {
      objects: [
        satisfied(),
        chart(),
        repository,
        stale(helmRepository('api', 'https://charts.example/api'), 'Failed', NOT_FOUND),
        ...upToDate,
      ],
    },
    healthy,
  ),
  behindReady(
    'flux-source/stale-behind-ready-denied',
    'The release is Ready, and whether its repository is read may not be looked at.',
    {
      objects: [satisfied(), chart(), stale(repository, 'Failed', NOT_FOUND), ...upToDate],
      denied: ['helmrepositories'],
    },
    incomplete({ says: ['helmrepositories'] }),
  ),
  behindReady(
    'flux-source/oci-repository-stale',
    'The release is Ready on a tag that was fetched before the credentials of its OCIRepository expired.',
    {
      objects: [
        satisfied(byReference),
        stale(
          source(
            'OCIRepository',
            'web',
            { url: `${OCI}/web`, provider: 'generic', ref: { semver: '>=1.0.0' } },
            '1.5.0@sha256:0123',
          ),
          'OCIArtifactPullFailed',
          `failed to determine the artifact tag for '${OCI}/web': GET https://registry.example/v2/charts/web/tags/list: UNAUTHORIZED: authentication required`,
        ),
        ...upToDate,
      ],
    },
    problem('registry-denied', 'confirmed', { says: ['"severity":"P3"', 'Ready all the same'] }),
  ),
  behindReady(
    'flux-source/suspended-behind-ready',
    'The repository is suspended on purpose, and the release is Ready.',
    { objects: [satisfied(), chart(), deepMerge(repository, { spec: { suspend: true } }), ...upToDate] },
    { ...healthy, says: ['runs on what was fetched before'] },
  ),
  releaseStory(
    'flux-source/chart-deleted',
    'Somebody deleted the HelmChart that helm-controller had made.',
    { objects: [waiting(), repository, otherChart('beta-web', 'web', '1.4.2'), ...running] },
    problem('chart-object-missing', 'confirmed', { says: ['flux reconcile helmrelease web -n shop'] }),
  ),
  releaseStory(
    'flux-source/nothing-fetched-yet',
    'The HelmChart says that its repository has nothing, and the repository says that it has.',
    { objects: [waiting(OPAQUE), emptyChart, repository, ...running] },
    problem('source-without-artifact', 'likely'),
  ),
  releaseStory(
    'flux-source/nothing-may-be-read',
    'Neither the HelmChart nor the repository may be read.',
    {
      objects: [waiting(), emptyChart, failing(repository, 'Failed', NOT_FOUND), ...running],
      denied: ['helmcharts', 'helmrepositories'],
    },
    problem('source-not-ready', 'possible', { says: ['helmcharts', 'helmrepositories'] }),
  ),
];

/** Stories of sources that are not fetched. */
export const releaseSource: readonly Story[] = [
  ...addresses,
  ...files,
  ...access,
  ...controllers,
  ...references,
  ...behind,
];

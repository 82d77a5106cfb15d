import { startRegistry, type Login, type Registry } from '../chart/registry.ts';
import type { FilledIn } from '../cluster/advice.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { type Manifest, mergeInto } from '../plane/manifest.ts';
import { coderChart, expectOldRuns, namespace, OLD, release, RELEASE, REPOSITORY, repository } from './coder.ts';
import { type Expected, expectNothing, expectVerified, find, mend } from './expect.ts';
import { untilReadyIs } from './flux.ts';
import { BOTH, type Incident } from './incident.ts';
import { ROOM } from './upgrade.ts';

/** A release from an OCI registry that gets no chart, until what the report says is done. */
interface FromRegistry {
  readonly name: string;
  readonly title: string;
  /** The account without which the registry lets nobody in. */
  readonly login?: Login;
  /** The source and the release, and what lies beside them. */
  readonly made: (registry: Registry) => readonly Manifest[];
  /** What is changed in Git once that runs; without it the first install is what fails. */
  readonly then?: (registry: Registry) => Manifest;
  /** Waits until Flux complains of what it cannot fetch. */
  readonly until: (cluster: Cluster) => Promise<unknown>;
  readonly expected: Expected;
  readonly advice: string;
  readonly filledIn?: FilledIn;
}

function fromRegistry(sketch: FromRegistry): Incident {
  const { name, title, login, made, then, until, expected, advice, filledIn = {} } = sketch;
  return {
    name,
    is: 'incident',
    title,
    on: BOTH,
    nodes: ROOM,
    async run(cluster) {
      const registry = await startRegistry(login);
      try {
        registry.publish(coderChart(OLD));
        await cluster.git.commit(namespace('coder'), ...made(registry));
        if (then !== undefined) await cluster.untilCondition(RELEASE, 'Ready', 'True', 90);
        if (then !== undefined) await cluster.git.commit(then(registry));
        await until(cluster);
        // A release that has a chart stays Ready on it when its source fails.
        if (then === undefined) await untilReadyIs(cluster, 'SourceNotReady');
        const finding = await find(cluster, expected);
        await mend(cluster, finding, advice, filledIn);
        await expectVerified(cluster);
        await expectOldRuns(cluster);
        await expectNothing(cluster, 'healthy');
      } finally {
        await registry.close();
      }
    },
  };
}

const LOGIN: Login = { username: 'flux', password: 'for-tests-only' };

const OCI = { ...REPOSITORY, kind: 'OCIRepository' };
const CHART = { ...REPOSITORY, kind: 'HelmChart', name: 'coder-coder' };

/** Credentials in the form that container tools keep them in. */
function dockerLogin({ address }: Registry): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'registry-login', namespace: 'flux-system' },
    type: 'kubernetes.io/dockerconfigjson',
    stringData: { '.dockerconfigjson': JSON.stringify({ auths: { [address]: LOGIN } }) },
  };
}

/** An OCIRepository holds one chart, so its address goes as far as the chart's name. */
function ociRepository({ url }: Registry, ref: object): Manifest {
  const spec = { url: `${url}/coder`, interval: '10m', insecure: true, ref };
  return { apiVersion: OCI.apiVersion, kind: OCI.kind, metadata: { name: OCI.name, namespace: 'flux-system' }, spec };
}

function releaseFromOci(): Manifest {
  const { spec, ...manifest } = release() as Manifest & { readonly spec: Record<string, unknown> };
  const { chart: _chart, ...rest } = spec;
  return { ...manifest, spec: { ...rest, chartRef: { kind: OCI.kind, name: OCI.name, namespace: 'flux-system' } } };
}

function helmRepository({ url }: Registry): Manifest {
  return mergeInto(repository(url), { spec: { type: 'oci', insecure: true } }) as Manifest;
}

function releaseOf(spec: Readonly<Record<string, string>>): Manifest {
  return mergeInto(release(), { spec: { chart: { spec } } }) as Manifest;
}

const ociFails = (cluster: Cluster): Promise<unknown> => cluster.untilCondition(OCI, 'Ready', 'False');
const chartFails = (cluster: Cluster): Promise<unknown> => cluster.untilCondition(CHART, 'Ready', 'False');

/** Charts that lie in an OCI registry. */
export const REGISTRIES: readonly Incident[] = [
  fromRegistry({
    name: 'registry-wants-login',
    title: 'The registry answers 401, since the OCIRepository names no credentials',
    login: LOGIN,
    made: (registry) => [dockerLogin(registry), ociRepository(registry, { tag: OLD }), releaseFromOci()],
    until: ociFails,
    expected: { code: 'registry-denied', confidence: ['confirmed'] },
    advice: 'provide-source-secret',
    filledIn: { secret: 'registry-login' },
  }),
  fromRegistry({
    name: 'registry-tag-missing',
    title: 'The OCIRepository asks for a tag that the registry does not have',
    made: (registry) => [ociRepository(registry, { tag: '2.82.1' }), releaseFromOci()],
    until: ociFails,
    expected: { code: 'registry-image-missing', confidence: ['confirmed'] },
    advice: 'mend-oci-reference',
    filledIn: { version: OLD },
  }),
  fromRegistry({
    name: 'registry-range-empty',
    title: 'The OCIRepository was changed to a range of versions that none of its tags is in',
    made: (registry) => [ociRepository(registry, { tag: OLD }), releaseFromOci()],
    then: (registry) => ociRepository(registry, { semver: '>=3.0.0' }),
    until: ociFails,
    expected: { code: 'chart-version-missing', confidence: ['confirmed'] },
    advice: 'pin-tag',
  }),
  fromRegistry({
    name: 'helm-registry-wants-login',
    title: 'The registry of a HelmRepository answers 401 without credentials',
    login: LOGIN,
    made: (registry) => [dockerLogin(registry), helmRepository(registry), release()],
    until: chartFails,
    expected: { code: 'registry-denied', confidence: ['confirmed'] },
    advice: 'provide-source-secret',
    filledIn: { secret: 'registry-login' },
  }),
  fromRegistry({
    name: 'helm-registry-chart-missing',
    title: 'The registry of a HelmRepository has no chart of the name that is asked for',
    made: (registry) => [helmRepository(registry), releaseOf({ chart: 'codr', version: OLD })],
    until: chartFails,
    expected: { code: 'registry-image-missing', confidence: ['confirmed'] },
    advice: 'mend-chart-version',
    filledIn: { chart: 'coder', version: OLD },
  }),
  fromRegistry({
    name: 'helm-registry-version-missing',
    title: 'The registry of a HelmRepository has the chart, but no version in the range that is asked for',
    made: (registry) => [helmRepository(registry), releaseOf({ version: '>=3.0.0' })],
    until: chartFails,
    expected: { code: 'chart-version-missing', confidence: ['confirmed'] },
    advice: 'mend-chart-version',
    filledIn: { version: OLD },
  }),
];

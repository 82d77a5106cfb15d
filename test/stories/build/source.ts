import { mediumNode, settled } from './app.ts';
import { condition, event, object, type Built, type Change } from './build.ts';
import { controller, gitRepository, helmChart, helmRepository, kustomization } from './flux.ts';
import { deepMerge } from './merge.ts';
import { appliedBy, ready, unprepared, type ReleaseSketch } from './web-release.ts';

const V1 = 'source.toolkit.fluxcd.io/v1';
const CREATED = '2025-10-01T08:00:00Z';
/** When source-controller wrote what it complains of. */
export const FAILED_AT = '2025-11-15T17:29:40Z';
const HOME = 'flux-system';

/** What helm-controller copies of a HelmChart whose spec was not seen in full, whatever is wrong with it. */
export const OPAQUE =
  "HelmChart 'flux-system/shop-web' is not ready: latest generation of object has not been reconciled";

/** The app of the release, complete in its old version, and Flux around it. */
export const running: readonly Built[] = [
  mediumNode('node-1'),
  ...settled({ labels: appliedBy(), image: 'registry.example/web:1.4.0' }).all,
  controller('helm-controller', '1.4.0'),
  controller('source-controller', '1.7.0'),
  kustomization('./apps/shop'),
  gitRepository('ssh://git@git.example/fleet'),
];

/** The app in its new version. */
export const upToDate: readonly Built[] = [
  mediumNode('node-1'),
  ...settled({ labels: appliedBy() }).all,
  ...running.slice(-4),
];

/** A release that waits for its source with these words. */
export function waiting(words = OPAQUE, sketch: ReleaseSketch = {}): Built {
  return unprepared('SourceNotReady', words, sketch);
}

/** A release that was never installed and waits for its source. */
export function neverInstalled(words = OPAQUE, sketch: ReleaseSketch = {}): Built {
  const release = unprepared('SourceNotReady', words, {
    ...sketch,
    status: {
      observedGeneration: -1,
      history: undefined,
      lastAttemptedGeneration: undefined,
      ...NO_ATTEMPT,
      ...sketch.status,
    },
  });
  const { conditions } = release['status'] as { conditions: readonly Change[] };
  const own = conditions.filter(({ type }) => type !== 'Released').map((each) => ({ ...each, observedGeneration: 1 }));
  return deepMerge(release, { metadata: { generation: 1 }, status: { conditions: own } });
}

const NO_ATTEMPT: Change = {
  lastAttemptedRevision: undefined,
  lastAttemptedReleaseAction: undefined,
  lastAttemptedReleaseActionDuration: undefined,
  lastAttemptedConfigDigest: undefined,
};

/** A warning that an old attempt left behind. */
export function warned(about: Built, reason: string, message: string): Built {
  return event(about, { reason, message, at: '2025-11-15T17:20:00Z', by: 'source-controller' });
}

/** The HelmRepository of the chart, ready. */
export const repository: Built = helmRepository('web', 'https://charts.example/web');

/** The HelmChart of the release, with the chart that it got. */
export function chart(change: Change = {}): Built {
  return helmChart('shop', 'web', { chart: 'web', version: '1.5.0', fetched: '1.5.0' }, change);
}

/** Another HelmChart of the same repository, whose chart was fetched. */
export function otherChart(name: string, of: string, version: string): Built {
  const spec = { sourceRef: { kind: 'HelmRepository', name: 'web-charts' } };
  return helmChart('team', name, { chart: of, version, fetched: version }, { spec });
}

/** A source that fails and never gave anything. */
export function failing(source: Built, reason: string, message: string): Built {
  return deepMerge(complaining(source, reason, message), {
    status: { observedGeneration: -1, artifact: undefined, url: undefined },
  });
}

/** A source that fails now and keeps what it fetched before. */
export function stale(source: Built, reason: string, message: string): Built {
  return complaining(source, reason, message);
}

/** A source that gives up until its spec changes. */
export function givenUp(source: Built, reason: string, message: string): Built {
  const { generation } = source['metadata'] as { generation: number };
  const all = ['Stalled', 'Ready', 'FetchFailed'].map((type) =>
    said(type, type === 'Ready' ? 'False' : 'True', reason, message),
  );
  return deepMerge(source, {
    status: { conditions: all, observedGeneration: generation, artifact: undefined, url: undefined },
  });
}

function complaining(source: Built, reason: string, message: string): Built {
  return deepMerge(source, {
    status: {
      conditions: [
        said('Reconciling', 'True', 'ProgressingWithRetry', 'building artifact'),
        said('Ready', 'False', reason, message),
        said('FetchFailed', 'True', reason, message),
      ],
    },
  });
}

function said(type: string, status: string, reason: string, message: string): Change {
  return { ...condition(type, status, reason, message, FAILED_AT), observedGeneration: 1 };
}

/** The HelmChart of a repository that has nothing for it. */
export const emptyChart: Built = failing(
  chart(),
  'NoSourceArtifact',
  "no artifact available for HelmRepository source 'web-charts'",
);

/** A HelmChart whose spec changed and that finds nothing for it; what it had is kept. */
export function chartWithout(message: string, spec: Change = {}, reason = 'InvalidChartReference'): Built {
  const words = `invalid chart reference: failed to get chart version for remote reference: ${message}`;
  const built = helmChart(
    'shop',
    'web',
    { chart: 'web', version: '1.5.0', fetched: '1.4.0' },
    {
      metadata: { generation: 2 },
      spec,
    },
  );
  const all = ['Stalled', 'Ready', 'FetchFailed'].map((type) => ({
    ...said(type, type === 'Ready' ? 'False' : 'True', reason, words),
    observedGeneration: 2,
  }));
  return deepMerge(built, { status: { conditions: all, observedGeneration: 2 } });
}

/** Any source that source-controller has fetched. */
export function source(kind: string, name: string, spec: Change, revision: string, apiVersion = V1): Built {
  const at = '2025-11-12T20:29:00Z';
  const folder = `${kind.toLowerCase()}/${HOME}/${name}`;
  const message = `stored artifact for digest '${revision}'`;
  return object(
    { apiVersion, kind, namespace: HOME, name, created: CREATED },
    {
      metadata: { generation: 1, finalizers: ['finalizers.fluxcd.io'] },
      spec: { interval: '10m', timeout: '60s', ...spec },
      status: {
        observedGeneration: 1,
        conditions: ['Ready', 'ArtifactInStorage'].map((type) => ({
          ...condition(type, 'True', 'Succeeded', message, at),
          observedGeneration: 1,
        })),
        artifact: {
          revision,
          digest: 'sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03',
          lastUpdateTime: at,
          path: `${folder}/latest.tar.gz`,
          url: `http://source-controller.flux-system.svc.cluster.local./${folder}/latest.tar.gz`,
        },
        url: `http://source-controller.flux-system.svc.cluster.local./${folder}/latest.tar.gz`,
      },
    },
  );
}

/** What a release's spec says when its chart comes from an OCIRepository, and what its status then lacks. */
export const byReference: ReleaseSketch = {
  spec: { chart: undefined, chartRef: { kind: 'OCIRepository', name: 'web', namespace: HOME } },
  status: { helmChart: undefined },
};

/** The release, Ready on its new version. */
export function satisfied(sketch: ReleaseSketch = {}): Built {
  return ready(sketch);
}

/** A HelmRepository of type oci, which source-controller never fetches and so says nothing of. */
export function ociHelmRepository(url: string, apiVersion = V1): Built {
  return object(
    { apiVersion, kind: 'HelmRepository', namespace: HOME, name: 'web-charts', created: CREATED },
    { metadata: { generation: 1 }, spec: { type: 'oci', url, interval: '10m', provider: 'generic' }, status: {} },
  );
}

import { healthy, problem } from './build/expect.ts';
import { aroundWithHelm4, alert, itsApp, lintStory, provider, tidy, whole, without } from './build/lint.ts';
import { object, type Built, type Change } from './build/build.ts';
import { deepMerge } from './build/merge.ts';
import { revision } from './build/flux.ts';
import { INSTALLED } from './build/app.ts';
import type { Story } from './story.ts';

const withHelm4: readonly Built[] = [...itsApp().all, ...aroundWithHelm4, alert(), provider()];

function chartSpec(change: Change): Change {
  const sourceRef = { kind: 'HelmRepository', name: 'web-charts', namespace: 'flux-system' };
  return { chart: { spec: { chart: 'web', version: '1.5.0', sourceRef, interval: '10m', ...change } } };
}

function gitChart(version: string): Change {
  return chartSpec({
    chart: './charts/web',
    version,
    sourceRef: { kind: 'GitRepository', name: 'flux-system', namespace: 'flux-system' },
  });
}

function oci(ref: Change): Built {
  const body = { spec: { url: 'oci://registry.example/charts/web', interval: '10m', ref } };
  const apiVersion = 'source.toolkit.fluxcd.io/v1';
  return object({ apiVersion, kind: 'OCIRepository', namespace: 'shop', name: 'web', created: INSTALLED }, body);
}

const fromOci = without(tidy({ spec: { chartRef: { kind: 'OCIRepository', name: 'web' } } }), 'chart');

const versions: readonly Story[] = [
  lintStory(
    'version-any',
    'The chart version is any.',
    [tidy({ spec: chartSpec({ version: '*' }) }), ...whole],
    problem('version-unpinned', 'confirmed', { says: ['spec.chart.spec.version is *', 'version: 1.5.0'] }),
  ),
  lintStory(
    'version-range',
    'The chart version is a range.',
    [tidy({ spec: chartSpec({ version: '1.x' }) }), ...whole],
    problem('version-unpinned', 'confirmed', { says: ['1.x'] }),
  ),
  lintStory(
    'version-oci-latest',
    'The chart comes from an OCIRepository that names no tag.',
    [fromOci, oci({}), ...whole],
    problem('version-unpinned', 'confirmed', { says: ['nothing, which means latest'] }),
  ),
  lintStory(
    'version-oci-healthy',
    'The tag of the OCIRepository is one version.',
    [fromOci, oci({ tag: '1.5.0' }), ...whole],
    healthy,
  ),
  lintStory(
    'version-oci-denied',
    'The chart comes from an OCIRepository that may not be looked at.',
    [fromOci, oci({}), ...whole],
    { verdict: 'incomplete', exit: 3, findings: [], says: ['ocirepositories'] },
    ['ocirepositories.source.toolkit.fluxcd.io'],
  ),
  lintStory(
    'version-git-healthy',
    'A chart in Git has the version of its folder.',
    [tidy({ spec: gitChart('*') }), ...whole],
    healthy,
  ),
];

const fields: readonly Story[] = [
  lintStory(
    'field-version-in-git',
    'A version is written down for a chart in Git, where it counts for nothing.',
    [tidy({ spec: gitChart('1.5.0') }), ...whole],
    problem('field-without-effect', 'confirmed', { says: ['Chart.yaml'] }),
  ),
  lintStory(
    'field-force',
    "Flux 2.9 applies on the server's side, where force does nothing.",
    [tidy({ spec: { upgrade: { force: true, strategy: { name: 'RetryOnFailure' } } } }), ...withHelm4],
    problem('field-without-effect', 'likely', { says: ['spec.upgrade.force'] }),
  ),
  lintStory(
    'field-force-healthy',
    'The same with Flux 2.7, which replaces by force.',
    [tidy({ spec: { upgrade: { force: true, strategy: { name: 'RetryOnFailure' } } } }), ...whole],
    healthy,
  ),
  lintStory(
    'field-recreate',
    'Helm 4 restarts nothing in a rollback.',
    [tidy({ spec: { rollback: { recreate: true } } }), ...withHelm4],
    problem('field-without-effect', 'confirmed', { says: ['spec.rollback.recreate'] }),
  ),
  lintStory(
    'field-create-namespace',
    'A namespace is to be made, and none is named.',
    [tidy({ spec: { install: { createNamespace: true } } }), ...whole],
    problem('field-without-effect', 'confirmed', { says: ['spec.targetNamespace'] }),
  ),
  lintStory(
    'field-remediation-beside-strategy',
    'A remediation stands beside the strategy that takes its place.',
    [tidy({ spec: { upgrade: { strategy: { name: 'RetryOnFailure' }, remediation: { retries: 3 } } } }), ...whole],
    problem('field-without-effect', 'confirmed', { says: ['takes its place'] }),
  ),
  lintStory(
    'field-coder-strategy',
    'The values ask for a strategy that the chart coder does not know.',
    [
      tidy({
        spec: { ...chartSpec({ chart: 'coder' }), values: { coder: { deploymentStrategy: { type: 'Recreate' } } } },
      }),
      ...whole,
    ],
    problem('field-without-effect', 'confirmed', { says: ['deploymentStrategy', 'maxSurge: 0'] }),
  ),
];

const failures: readonly Story[] = [
  lintStory(
    'no-retries',
    'One failed upgrade is the last.',
    [without(tidy(), 'upgrade'), ...whole],
    problem('no-retries', 'confirmed', { says: ['RetryOnFailure'] }),
  ),
  lintStory(
    'no-retries-controller-denied',
    'The same, and how helm-controller was started may not be looked at.',
    [without(tidy(), 'upgrade'), ...whole],
    problem('no-retries', 'likely', { says: ['DefaultToRetryOnFailure'] }),
    ['deployments.apps'],
  ),
  lintStory(
    'crds-not-upgraded',
    'Installs replace the CRDs, upgrades do not.',
    [tidy({ spec: { install: { crds: 'CreateReplace' } } }), ...whole],
    problem('crds-not-upgraded', 'confirmed'),
  ),
  lintStory(
    'crds-healthy',
    'Both replace them.',
    [
      tidy({
        spec: {
          install: { crds: 'CreateReplace' },
          upgrade: { crds: 'CreateReplace', strategy: { name: 'RetryOnFailure' } },
        },
      }),
      ...whole,
    ],
    healthy,
  ),
  lintStory(
    'drift-undetected',
    'Nobody looks for drift.',
    [without(tidy(), 'driftDetection'), ...whole],
    problem('drift-undetected', 'confirmed', { says: ['not set, which means disabled', 'mode: warn'] }),
  ),
  lintStory(
    'interval-below-timeout',
    'An attempt may take twice as long as the interval.',
    [tidy({ spec: { interval: '5m' } }), ...whole],
    problem('interval-below-timeout', 'confirmed'),
  ),
];

function suspended(since: string): Built {
  const entry = { manager: 'flux', operation: 'Update', time: since, fieldsV1: { 'f:spec': { 'f:suspend': {} } } };
  return deepMerge(tidy({ spec: { suspend: true } }), { metadata: { managedFields: [entry] } });
}

const names: readonly Story[] = [
  lintStory(
    'suspended-long',
    'Somebody suspended it two weeks ago.',
    [suspended('2025-11-01T10:00:00Z'), ...whole],
    problem('suspended-long', 'confirmed', { says: ['flux last wrote'] }),
  ),
  lintStory(
    'suspended-healthy',
    'Somebody suspended it an hour ago, to mend something.',
    [suspended('2025-11-15T17:15:00Z'), ...whole],
    { ...healthy, says: ['It is suspended'] },
  ),
  lintStory(
    'name-composed',
    'The target namespace makes it a name that stands nowhere.',
    [
      tidy({
        spec: { targetNamespace: 'shop' },
        status: {
          history: [
            revision(
              { name: 'shop-web', namespace: 'shop', chart: 'web' },
              { version: 1, chartVersion: '1.5.0', status: 'deployed', at: INSTALLED },
            ),
          ],
        },
      }),
      ...whole,
    ],
    problem('release-name-composed', 'confirmed', { says: ['releaseName: shop-web'] }),
  ),
  lintStory(
    'name-moves',
    'The name was changed while it is suspended; resuming it uninstalls what runs.',
    [tidy({ spec: { releaseName: 'web-two' } }), ...whole],
    problem('release-moves', 'confirmed', { says: ['shop/web-two'] }),
  ),
  lintStory(
    'name-clash',
    'Two HelmReleases come to one name in one namespace.',
    [tidy(), tidy({ name: 'front', spec: { releaseName: 'web' } }), ...whole],
    problem('release-name-clash', 'confirmed', { says: ['shop/front'] }),
  ),
];

/** What the spec of a HelmRelease says by itself. */
export const lintSpec: readonly Story[] = [
  lintStory('healthy', 'Nothing is left to say.', [tidy(), ...whole], healthy),
  ...versions,
  ...fields,
  ...failures,
  ...names,
];

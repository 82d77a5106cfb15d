import { describe, expect, it } from 'vitest';
import { alertCoverage } from '../../src/probes/alert-coverage.ts';
import { chartPin } from '../../src/probes/chart-pin.ts';
import { crdOwners } from '../../src/probes/crd-owners.ts';
import { dataAtStake } from '../../src/probes/data-at-stake.ts';
import { releaseNaming } from '../../src/probes/release-naming.ts';
import { suspendedSince } from '../../src/probes/suspended-since.ts';
import { unpinnedImages } from '../../src/probes/unpinned-images.ts';

function release(spec: object = {}, more: object = {}, name = 'web'): object {
  return { metadata: { name, namespace: 'shop', labels: { team: 'a' } }, spec, ...more };
}

describe('alert-coverage', () => {
  const source = { kind: 'HelmRelease', name: '*', namespace: 'shop' };
  const alert = (spec: object = {}): object => ({
    metadata: { name: 'all', namespace: 'flux-system' },
    spec: { eventSources: [source], providerRef: { name: 'chat' }, ...spec },
  });
  const provider = (spec: object = {}, name = 'chat'): object => ({
    metadata: { name, namespace: 'flux-system' },
    spec: { type: 'slack', ...spec },
  });
  const args = ['--no-cross-namespace-refs=true'];
  const strict = { spec: { template: { spec: { containers: [{ args }] } } } };
  const covered = (alerts: readonly object[], providers = [provider()], controllers: object[] = []) =>
    alertCoverage.run({ release: release(), alerts, providers, controllers });

  it.each([
    ['every release of the namespace', {}],
    ['this release', { eventSources: [{ ...source, name: 'web' }] }],
    ['its labels', { eventSources: [{ ...source, matchLabels: { team: 'a' } }] }],
    ['errors alone', { eventSeverity: 'error' }],
    ['what a failure says', { inclusionList: ['^nothing$', '.*failed.*'] }],
    ['all but something else', { exclusionList: ['waiting.*'] }],
    ['all but what cannot be parsed', { exclusionList: ['('] }],
  ])('is there with an Alert about %s', (_, spec) => {
    expect(covered([alert(spec)])).toMatchObject({ covered: true, by: ['flux-system/all'], misses: [] });
  });

  it.each([
    ['another kind', { eventSources: [{ ...source, kind: 'Kustomization' }] }],
    ['another namespace', { eventSources: [{ kind: 'HelmRelease', name: '*' }] }],
    ['a pattern, which a name is not', { eventSources: [{ ...source, name: 'w*' }] }],
    ['other labels', { eventSources: [{ ...source, matchLabels: { team: 'b' } }] }],
  ])('is not there with an Alert about %s', (_, spec) => {
    expect(covered([alert(spec)])).toMatchObject({ covered: false, misses: [] });
  });

  it.each([
    ['suspended', '', [alert({ suspend: true })], [provider()], []],
    ['excluded', 'upgrade failed', [alert({ exclusionList: ['upgrade failed'] })], [provider()], []],
    ['not-included', '(', [alert({ inclusionList: ['('] })], [provider()], []],
    ['no-provider', 'flux-system/chat', [alert()], [provider({}, 'other')], []],
    ['provider-suspended', 'flux-system/chat', [alert()], [provider({ suspend: true })], []],
    [
      'comments-only',
      'flux-system/chat (githubpullrequestcomment)',
      [alert()],
      [provider({ type: 'githubpullrequestcomment' })],
      [],
    ],
    ['other-namespace', '', [alert()], [provider()], [strict]],
  ])('says why an Alert stays silent: %s %s', (why, what, alerts, providers, controllers) => {
    const result = covered(alerts, providers, controllers);
    expect(result).toMatchObject({ covered: false, misses: [{ name: 'flux-system/all', why, what }] });
  });
});

describe('chart-pin', () => {
  const chart = (version?: string, kind = 'HelmRepository') =>
    release({ chart: { spec: { chart: 'web', version, sourceRef: { kind, name: 'web' } } } });
  const ref = (kind: string) => release({ chartRef: { kind, name: 'web' } });
  const oci = (spec: object) => ({ metadata: { name: 'web' }, spec: { ref: spec } });

  it.each([
    ['1.5.0', chart('1.5.0'), undefined, true],
    ['v1.5.0', chart('v1.5.0'), undefined, true],
    ['*', chart('*'), undefined, false],
    ['a range', chart('>=1.0.0 <2.0.0'), undefined, false],
    ['nothing', chart(), undefined, false],
    ['Git', chart('*', 'GitRepository'), undefined, null],
    ['a tag', ref('OCIRepository'), oci({ tag: '1.5.0' }), true],
    ['the tag latest', ref('OCIRepository'), oci({ tag: 'latest' }), false],
    ['a digest beside a tag', ref('OCIRepository'), oci({ tag: 'latest', digest: 'sha256:0' }), true],
    ['a range of tags', ref('OCIRepository'), oci({ semver: '1.x', tag: '1.5.0' }), false],
    ['no tag', ref('OCIRepository'), oci({}), false],
    ['an OCIRepository that was not seen', ref('OCIRepository'), undefined, null],
    ['a HelmChart', ref('HelmChart'), { metadata: { name: 'web' }, spec: { version: '*' } }, false],
  ])('%s', (_, of, source, pinned) => {
    expect(chartPin.run({ release: of, ...(source === undefined ? {} : { source }) })).toMatchObject({ pinned });
  });

  it('says what runs: the newest that is deployed, whatever was tried since', () => {
    const history = [
      { version: 3, chartVersion: '1.6.0', status: 'failed' },
      { version: 1, chartVersion: '1.4.0', status: 'superseded' },
      { version: 2, chartVersion: '1.5.0', status: 'deployed' },
    ];
    expect(chartPin.run({ release: release({}, { status: { history } }) })).toMatchObject({ running: '1.5.0' });
  });
});

describe('crd-owners', () => {
  const status = (id: string) => ({ status: { inventory: { entries: [{ id, v: 'v1' }] } } });
  const crd = (name: string, owner = 'issuer') => ({
    metadata: {
      name,
      labels: { 'helm.toolkit.fluxcd.io/name': owner, 'helm.toolkit.fluxcd.io/namespace': 'shop' },
    },
  });

  it.each([
    ['Certificate', 'certificates.cert.example'],
    ['Gateway', 'gateways.cert.example'],
    ['Policy', 'policies.cert.example'],
    ['Class', 'classes.cert.example'],
  ])('finds the CRD of a %s', (kind, name) => {
    const of = release({}, status(`shop_web_cert.example_${kind}`));
    const found = crdOwners.run({ release: of, releases: [], crds: [crd(name)] });
    expect(found).toMatchObject({ missing: [`${kind} (CRD of shop/issuer)`], ownerTexts: ['shop/issuer'] });
  });

  it.each([
    ['it waits for the owner', { dependsOn: [{ name: 'issuer' }] }, [], crd('certificates.cert.example')],
    [
      'it waits for one that does',
      { dependsOn: [{ name: 'base' }] },
      [release({ dependsOn: [{ name: 'issuer' }] }, {}, 'base')],
      crd('certificates.cert.example'),
    ],
    ['it brings the CRD itself', {}, [], crd('certificates.cert.example', 'web')],
    ['nobody is known to have brought it', {}, [], { metadata: { name: 'certificates.cert.example' } }],
    [
      'others wait in a circle',
      { dependsOn: [{ name: 'a' }, { name: 'issuer' }] },
      [release({ dependsOn: [{ name: 'a' }] }, {}, 'a')],
      crd('certificates.cert.example'),
    ],
  ])('is content where %s', (_, spec, releases, owner) => {
    const of = release(spec, status('shop_web_cert.example_Certificate'));
    expect(crdOwners.run({ release: of, releases, crds: [owner] })).toMatchObject({ missing: [] });
  });
});

describe('data-at-stake', () => {
  const claim = (name: string, annotations?: object) => ({ metadata: { name, annotations } });
  const set = (whenDeleted: string) => ({
    metadata: { name: 'db' },
    spec: { volumeClaimTemplates: [{}], persistentVolumeClaimRetentionPolicy: { whenDeleted } },
  });

  it('counts claims that the chart brings, and templates that are told to go', () => {
    const kept = claim('b', { 'helm.sh/resource-policy': 'keep' });
    expect(dataAtStake.run({ claims: [claim('a'), kept], statefulsets: [set('Delete')] })).toMatchObject({
      lost: ['PersistentVolumeClaim a', 'the claims of StatefulSet db'],
      kept: ['b'],
      stateful: true,
    });
  });

  it('leaves the claims of a StatefulSet out, which stay', () => {
    expect(dataAtStake.run({ claims: [], statefulsets: [set('Retain')] })).toMatchObject({ lost: [], stateful: true });
    expect(dataAtStake.run({ claims: [], statefulsets: [] })).toMatchObject({ lost: [], stateful: false });
  });
});

describe('release-naming', () => {
  const history = (name: string) => ({ status: { history: [{ name, namespace: 'shop' }] } });

  it.each([
    ['its own name', release(), { name: 'web', composed: false, shortened: false, before: '' }],
    ['a target namespace', release({ targetNamespace: 'shop' }), { name: 'shop-web', composed: true }],
    ['a name that is written down', release({ targetNamespace: 'shop', releaseName: 'web' }), { composed: false }],
    ['a long name', release({}, {}, 'w'.repeat(54)), { shortened: true }],
    [
      'a name that changed',
      release({ releaseName: 'two' }, history('web')),
      { before: 'shop/web', wanted: 'shop/two' },
    ],
    ['a name that did not', release({}, history('web')), { before: '' }],
  ])('%s', (_, of, wanted) => {
    expect(releaseNaming.run({ release: of })).toMatchObject(wanted);
  });

  it('finds the other that comes to the same name, on the same cluster', () => {
    const same = release({ releaseName: 'web' }, {}, 'front');
    const remote = release({ releaseName: 'web', kubeConfig: { secretRef: { name: 'a' } } }, {}, 'far');
    expect(releaseNaming.run({ release: release(), releases: [release(), same, remote] })).toMatchObject({
      rivals: ['shop/front'],
    });
  });
});

describe('suspended-since', () => {
  const field = (manager: string, time: string, fields: object) => ({ manager, time, fieldsV1: fields });
  const suspend = { 'f:spec': { 'f:suspend': {} } };

  it('is the last write of whoever owns the field', () => {
    const managedFields = [
      field('kustomize-controller', '2025-11-14T00:00:00Z', { 'f:spec': { 'f:interval': {} } }),
      field('flux', '2025-11-01T00:00:00Z', suspend),
    ];
    const of = { metadata: { name: 'web', managedFields }, spec: { suspend: true } };
    expect(suspendedSince.run({ release: of })).toEqual({ suspended: true, at: '2025-11-01T00:00:00Z', by: 'flux' });
  });

  it('is not known without them', () => {
    expect(suspendedSince.run({ release: release({ suspend: true }) })).toEqual({ suspended: true, at: '', by: '' });
  });
});

describe('unpinned-images', () => {
  const workload = (image: string) => ({
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { template: { spec: { containers: [{ name: 'web', image }] } } },
  });

  it.each(['nginx', 'nginx:latest', 'registry:5000/shop/web', 'registry:5000/shop/web:latest'])('%s', (image) => {
    const lines = [`Deployment web, container web: ${image}`];
    expect(unpinnedImages.run({ workloads: [workload(image)] })).toEqual({ lines, count: 1 });
  });

  it.each(['nginx:1.29', 'registry:5000/web:1', 'nginx@sha256:0', 'nginx:latest@sha256:0', ''])('not %s', (image) => {
    expect(unpinnedImages.run({ workloads: [workload(image)] })).toEqual({ lines: [], count: 0 });
  });
});

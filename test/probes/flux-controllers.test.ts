import { expect, test } from 'vitest';
import { fluxControllers } from '../../src/probes/flux-controllers.ts';
import { buildController, run } from './release-builder.ts';

test('all three up: versions, readiness, what the version does', () => {
  const names = ['helm-controller', 'source-controller', 'kustomize-controller'];
  const deployments = names.map((name) => buildController(name, '1.4.0'));
  expect(run(fluxControllers, { deployments })).toMatchObject({
    found: true,
    helm: {
      name: 'helm-controller',
      namespace: 'flux-system',
      image: 'ghcr.io/fluxcd/helm-controller:v1.4.0',
      version: '1.4.0',
      ready: 1,
      desired: 1,
      availableText: '1 of 1 ready',
    },
    source: { name: 'source-controller' },
    kustomize: { name: 'kustomize-controller' },
    helmReady: true,
    sourceReady: true,
    helmVersion: '1.4.0',
    fluxVersion: '2.7',
    clientSideApply: true,
    defaultToRetry: false,
  });
});

test.each([
  [[], 4],
  [['--concurrent=8'], 8],
  [['--concurrent', '2', '--concurrent=6'], 6],
  [['--concurrent=many'], 4],
])('with the arguments %j it works on %i releases at a time', (args, concurrent) => {
  const deployments = [withContainer({ args })];
  expect(run(fluxControllers, { deployments })['concurrent']).toBe(concurrent);
});

test.each([
  ['0.37.4', '2.2', true],
  ['1.0.1', '2.3', true],
  ['1.1.0', '2.4', true],
  ['1.2.0', '2.5', true],
  ['1.3.0', '2.6', true],
  ['1.4.5', '2.7', true],
  ['1.5.0-rc.1', '2.8', false],
  ['1.5.5', '2.8', false],
  ['1.6.3', '2.9', false],
  ['7.0.0', '', false],
])('helm-controller %s is of Flux %j, client-side apply %s', (version, fluxVersion, clientSideApply) => {
  const deployments = [buildController('helm-controller', version)];
  expect(run(fluxControllers, { deployments })).toMatchObject({ fluxVersion, clientSideApply });
});

test.each([
  ['registry.example:5000/fluxcd/helm-controller:v1.4.0@sha256:0123abcd', '1.4.0'],
  ['registry.example:5000/fluxcd/helm-controller', ''],
  ['helm-controller:latest', ''],
])('the image %s has version %j', (image, version) => {
  const deployments = [withContainer({ image })];
  const expected = version === '' ? { clientSideApply: null, fluxVersion: '' } : { clientSideApply: true };
  expect(run(fluxControllers, { deployments })).toMatchObject({ helmVersion: version, ...expected });
});

test('the label with the exact Flux version is believed where it fits the controller', () => {
  const label = (version: string): unknown => {
    const deployment = buildController('helm-controller', '1.4.5');
    const metadata = { name: 'helm-controller', labels: { 'app.kubernetes.io/version': version } };
    return run(fluxControllers, { deployments: [{ ...deployment, metadata }] })['fluxVersion'];
  };
  expect(label('v2.7.5')).toBe('2.7.5');
  expect(label('v9.1.0')).toBe('2.7');
});

test.each([
  [['--feature-gates=DefaultToRetryOnFailure=true'], true],
  [['--feature-gates', 'OOMWatch=true,DefaultToRetryOnFailure=true'], true],
  [['--feature-gates=DefaultToRetryOnFailure=true', '--feature-gates=DefaultToRetryOnFailure=false'], false],
  [['--feature-gates=DefaultToRetryOnFailure=false'], false],
  [['--note=DefaultToRetryOnFailure=true'], false],
])('the gate in %j is on: %s', (args, on) => {
  expect(run(fluxControllers, { deployments: [withContainer({ args })] })['defaultToRetry']).toBe(on);
});

test('a controller that is down says why, from its newest pod', () => {
  const deployments = [buildController('helm-controller', '1.4.0', 0)];
  const pods = [
    pod('old', '2025-11-01T00:00:00Z', { waiting: { reason: 'ImagePullBackOff' } }),
    pod('new', '2025-11-02T00:00:00Z', { waiting: { reason: 'CrashLoopBackOff' } }),
  ];
  expect(run(fluxControllers, { deployments, pods })).toMatchObject({
    helmReady: false,
    helm: {
      availableText: '0 of 1 ready: CrashLoopBackOff',
      startedAt: '',
      restarts: 4,
      lastTermination: 'OOMKilled',
    },
  });
});

test('without pods the Deployment says why', () => {
  const conditions = [
    { type: 'Available', status: 'False', message: 'Deployment does not have minimum availability.' },
  ];
  const deployment = { ...buildController('helm-controller', '1.4.0'), status: { conditions } };
  expect(run(fluxControllers, { deployments: [deployment] })['helm']).toMatchObject({
    availableText: '0 of 1 ready: Deployment does not have minimum availability',
    restarts: null,
  });
});

test('a controller under another name is found by its label', () => {
  const deployment = buildController('flux-helm', '1.4.0');
  const metadata = { name: 'flux-helm', namespace: 'gitops', labels: { app: 'helm-controller' } };
  expect(run(fluxControllers, { deployments: [{ ...deployment, metadata }] })['helm']).toMatchObject({
    name: 'flux-helm',
    namespace: 'gitops',
  });
});

test('no controllers at all, and no list', () => {
  expect(run(fluxControllers, { deployments: [null, {}, { metadata: { name: 'coder' } }] })).toMatchObject({
    found: false,
    helm: null,
    source: null,
    kustomize: null,
    helmReady: false,
    clientSideApply: null,
  });
  expect(fluxControllers.run({ deployments: {} })).toBeUndefined();
});

function withContainer(container: Record<string, unknown>): unknown {
  const spec = { template: { spec: { containers: [container] } } };
  return { ...buildController('helm-controller', '1.4.0'), spec };
}

function pod(name: string, creationTimestamp: string, state: unknown): unknown {
  const status = { state, restartCount: 4, lastState: { terminated: { reason: 'OOMKilled' } } };
  return {
    metadata: { name: `helm-controller-${name}`, namespace: 'flux-system', creationTimestamp },
    status: { containerStatuses: [status] },
  };
}

import { describe, expect, it } from 'vitest';

import { probeTarget } from '../../src/probes/probe-target.ts';
import { fc } from '../support/random.ts';

type Json = Readonly<Record<string, unknown>>;

const http = (port: unknown, more: Json = {}) => ({ httpGet: { path: '/healthz', port }, ...more });

function aim(container: Json, status: Json = { state: { running: {} }, started: true }) {
  const pod = {
    spec: { containers: [{ name: 'other' }, { name: 'app', ...container }] },
    status: { containerStatuses: [{ name: 'app', ...status }] },
  };
  return probeTarget.run({ pod, container: 'app' });
}

describe('probe-target', () => {
  it('sees that readiness knocks at a port which the container does not have', () => {
    const ports = [{ name: 'http', containerPort: 8080 }, { containerPort: 9090 }];
    expect(aim({ ports, readinessProbe: http(8081), livenessProbe: http('http') })).toEqual({
      kinds: ['readiness', 'liveness'],
      failing: 'readiness',
      kind: 'httpGet',
      port: 8081,
      portDeclared: false,
      ports: 'http 8080, 9090',
      path: '/healthz',
      scheme: 'HTTP',
      startupBudget: 30,
      siblingsDiffer: true,
      siblings: 'readiness httpGet 8081 /healthz; liveness httpGet http /healthz',
    });
  });

  it.each<[string, unknown, unknown, boolean | null]>([
    ['by number', 8080, [{ name: 'http', containerPort: 8080 }], true],
    ['by name', 'http', [{ name: 'http', containerPort: 8080 }], true],
    ['a number as text', '8080', [{ containerPort: 8080 }], true],
    ['an unknown name', 'web', [{ name: 'http', containerPort: 8080 }], false],
    ['none declared', 8080, undefined, null],
  ])('port declared: %s', (_, port, ports, declared) => {
    expect(aim({ ports, readinessProbe: http(port) })).toMatchObject({ portDeclared: declared });
  });

  it('takes a name and its number for the same port', () => {
    const ports = [{ name: 'http', containerPort: 8080 }];
    expect(aim({ ports, readinessProbe: http('http'), livenessProbe: http(8080) })).toMatchObject({
      siblingsDiffer: false,
    });
  });

  it.each<[string, Json, Json]>([
    ['exec', { exec: { command: ['true'] } }, { kind: 'exec', port: null, portDeclared: null, path: '', scheme: '' }],
    ['tcpSocket', { tcpSocket: { port: 5432 } }, { kind: 'tcpSocket', port: 5432, portDeclared: false, path: '' }],
    ['grpc', { grpc: { port: 50051 } }, { kind: 'grpc', port: 50051 }],
    ['HTTPS', { httpGet: { port: 8080, scheme: 'HTTPS' } }, { scheme: 'HTTPS', path: '/', portDeclared: true }],
    ['another host', { httpGet: { port: 80, host: 'example.com' } }, { port: null, portDeclared: null }],
  ])('reads %s', (_, readinessProbe, expected) => {
    expect(aim({ ports: [{ containerPort: 8080 }], readinessProbe })).toMatchObject(expected);
  });

  const all = { startupProbe: http(1), readinessProbe: http(2), livenessProbe: http(3) };
  const { startupProbe: _, ...withoutStartup } = all;
  it.each<[string, Json, Json, string]>([
    ['until started, startup', all, { state: { running: {} }, started: false }, 'startup'],
    ['then readiness', all, { state: { running: {} }, started: true }, 'readiness'],
    ['liveness without readiness', { livenessProbe: http(3) }, { state: { running: {} }, started: true }, 'liveness'],
    [
      'liveness when it was stopped',
      withoutStartup,
      { state: { waiting: { reason: 'CrashLoopBackOff' } }, started: false },
      'liveness',
    ],
    ['startup when it was stopped before it started', all, { state: { waiting: {} }, started: false }, 'startup'],
    ['readiness without a status', withoutStartup, {}, 'readiness'],
    ['none', {}, {}, ''],
  ])('which probe is in question: %s', (_name, container, status, failing) => {
    expect(aim(container, status)).toMatchObject({ failing });
  });

  it.each<[string, Json, number | null]>([
    [
      'startup',
      {
        startupProbe: http(1, { initialDelaySeconds: 5, periodSeconds: 2, failureThreshold: 30 }),
        livenessProbe: http(1),
      },
      65,
    ],
    ['liveness with the defaults', { livenessProbe: http(1), readinessProbe: http(1, { failureThreshold: 9 }) }, 30],
    [
      'readiness alone',
      { readinessProbe: http(1, { initialDelaySeconds: 7, failureThreshold: 9, successThreshold: 2 }) },
      27,
    ],
    ['no probe', {}, null],
  ])('time to start: %s', (_name, container, startupBudget) => {
    expect(aim(container)).toMatchObject({ startupBudget });
  });

  it('knows sidecars, and cannot tell about a container that is not there', () => {
    const pod = { spec: { initContainers: [{ name: 'proxy', readinessProbe: http(1) }] } };
    expect(probeTarget.run({ pod, container: 'proxy' })).toMatchObject({ failing: 'readiness' });
    expect(probeTarget.run({ pod, container: 'app' })).toBeUndefined();
  });

  it('takes any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        aim(
          { ports: a, readinessProbe: b, startupProbe: { httpGet: a }, livenessProbe: { tcpSocket: { port: b } } },
          { state: a },
        );
      }),
    );
  });
});

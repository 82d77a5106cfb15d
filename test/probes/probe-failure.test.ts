import { describe, expect, it, test } from 'vitest';
import { probeFailure } from '../../src/probes/probe-failure.ts';
import { run } from './release-builder.ts';

type Part = Record<string, unknown>;

const STARTED = '2025-11-15T17:30:00Z';

function pod(name: string, hash: string, container: Part, ready = 'False'): Part {
  return {
    metadata: { name, namespace: 'shop', labels: { 'pod-template-hash': hash } },
    spec: { containers: [{ name: 'web', ...container }] },
    status: {
      conditions: [{ type: 'Ready', status: ready }],
      containerStatuses: [{ name: 'web', state: { running: { startedAt: STARTED } } }],
    },
  };
}

function event(message: string, lastTimestamp = '2025-11-15T18:00:00Z', rest: Part = {}): Part {
  return {
    reason: 'Unhealthy',
    message,
    lastTimestamp,
    involvedObject: { fieldPath: 'spec.containers{web}' },
    ...rest,
  };
}

const probe = (path: string, port: number | string): Part => ({ httpGet: { path, port, scheme: 'HTTP' } });
const own = pod('web-2', '2', {
  image: 'web:2',
  ports: [{ name: 'http', containerPort: 8080 }],
  readinessProbe: probe('/ready', 'http'),
});
const asked = { pod: own, container: 'web', failing: 'readiness' };
const NOT_FOUND = 'Readiness probe failed: HTTP probe failed with statuscode: 404';

describe('what the kubelet said last', () => {
  it('is the newest of that probe, that container and this run', () => {
    const events = [
      event('Readiness probe failed: an older one', '2025-11-15T17:40:00Z'),
      event(NOT_FOUND),
      event('Liveness probe failed: another probe', '2025-11-15T18:10:00Z'),
      event('Readiness probe failed: another container', '2025-11-15T18:10:00Z', {
        involvedObject: { fieldPath: 'spec.containers{sidecar}' },
      }),
      event('Readiness probe failed: the run before', '2025-11-15T17:29:00Z'),
    ];
    expect(run(probeFailure, { ...asked, events })).toMatchObject({
      said: NOT_FOUND,
      words: 'HTTP probe failed with statuscode: 404',
      at: '2025-11-15T18:00:00Z',
      kills: false,
      fieldName: 'readinessProbe',
      onlyPort: 8080,
    });
  });

  it('is nothing once the events are gone', () => {
    expect(run(probeFailure, asked)).toMatchObject({ said: '', words: '', at: '' });
    expect(run(probeFailure, { ...asked, events: [event(NOT_FOUND, '2025-11-15T17:00:00Z')] })['said']).toBe('');
  });

  test.each([
    ['Readiness probe errored and resulted in unknown state: port htp not found', 'port htp not found'],
    ['Readiness probe errored: rpc error: code = Unknown', 'rpc error: code = Unknown'],
    ['Readiness probe failed: ', ''],
  ])('%s', (message, words) => {
    expect(run(probeFailure, { ...asked, events: [event(message)] })['words']).toBe(words);
  });

  it('knows a container that is restarted for its probe, also from before this run', () => {
    const killing = event('Container web failed liveness probe, will be restarted', '2025-11-15T17:29:00Z', {
      reason: 'Killing',
    });
    expect(run(probeFailure, { ...asked, events: [killing] })['kills']).toBe(true);
  });
});

describe('the port that the log names', () => {
  test.each([
    ['server listening on :3000', '3000'],
    ['Listening on http://0.0.0.0:8081', '8081'],
    ['Tomcat started on port 8443 (https) with context path', '8443'],
    ['Tomcat started on port(s): 8080 (http)', '8080'],
    ['Now listening on: http://[::]:5000', '5000'],
    ['2025-11-15 12:30:00 connected to db:5432', ''],
    ['', ''],
  ])('%s', (log, listens) => {
    expect(run(probeFailure, { ...asked, log })['listens']).toBe(listens);
  });
});

describe('what differs from a pod that passes', () => {
  const before = pod(
    'web-1',
    '1',
    { image: 'web:1', ports: [{ name: 'http', containerPort: 8080 }], readinessProbe: probe('/healthz', 8080) },
    'True',
  );

  it('is told by the names of the fields', () => {
    expect(run(probeFailure, { ...asked, siblings: [own, before] })).toMatchObject({
      passing: before,
      changed: ['image', 'readinessProbe.httpGet.path', 'readinessProbe.httpGet.port'],
      portBefore: 8080,
      pathBefore: '/healthz',
      schemeBefore: 'HTTP',
    });
  });

  it.each([
    ['the same revision', pod('web-3', '2', {}, 'True')],
    ['a pod that does not pass either', pod('web-1', '1', {})],
  ])('is not asked of %s', (_, sibling) => {
    expect(run(probeFailure, { ...asked, siblings: [sibling] })).toMatchObject({ passing: null, changed: [] });
  });
});

it('of a container that the pod does not have nothing is known', () => {
  expect(probeFailure.run({ ...asked, container: 'other' })).toBeUndefined();
});

describe('where the log says that it listens', () => {
  it.each([
    ['[1] * Listening on http://127.0.0.1:8080', '8080', true],
    ['Running on http://localhost:8080 (Press CTRL+C to quit)', '8080', true],
    ['listening on [::1]:8080', '8080', true],
    ['listening on [::]:8080', '8080', false],
    ['Listening at: http://0.0.0.0:8080 (1)', '8080', false],
    ['server listening on port 3000', '3000', false],
    ['connecting to 127.0.0.1:5432', '', false],
  ])('reads %s', (log, listens, isLocal) => {
    expect(run(probeFailure, { ...asked, events: [], log })).toMatchObject({ listens, isLocal, asks: 8080 });
  });
});

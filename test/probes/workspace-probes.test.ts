import { describe, expect, it } from 'vitest';
import { evictions } from '../../src/probes/evictions.ts';
import { imageDigests } from '../../src/probes/image-digests.ts';
import { pullTimes } from '../../src/probes/pull-times.ts';
import { recentRestarts } from '../../src/probes/recent-restarts.ts';
import { secretReferences } from '../../src/probes/secret-references.ts';
import { writtenAfter } from '../../src/probes/written-after.ts';

const NOW = '2025-11-15T18:15:00Z';
const named = (name: string, more: object = {}): unknown => ({ metadata: { name, namespace: 'ws' }, ...more });

describe('evictions', () => {
  const LOW = 'The node was low on resource: ephemeral-storage. ';
  const OVER = 'Pod ephemeral local storage usage exceeds the total limit of containers 10Gi. ';
  const evicted = (name: string, node: string, message: string, at: string): unknown =>
    named(name, {
      spec: { nodeName: node },
      status: {
        phase: 'Failed',
        reason: 'Evicted',
        message,
        containerStatuses: [{ name: 'w', state: { terminated: { exitCode: 137, finishedAt: at } } }],
      },
    });
  const pods = [
    evicted('a', 'n1', LOW, '2025-11-15T18:00:00Z'),
    evicted('b', 'n1', LOW, '2025-11-15T18:10:00Z'),
    evicted('c', 'n2', LOW, '2025-11-15T10:00:00Z'),
    evicted('d', 'n1', OVER, '2025-11-15T18:12:00Z'),
    evicted('e', 'n1', OVER, '2025-11-15T12:00:00Z'),
    named('f', { status: { phase: 'Failed', reason: 'NodeShutdown' } }),
    named('g', { status: { phase: 'Running' } }),
  ];

  it('tells the last of each node, and those over a limit of their own lately', () => {
    expect(evictions.run({ pods, now: NOW, within: 1800 })).toMatchObject({
      overLimit: [{ metadata: { name: 'd' } }],
      lastOfNode: [{ metadata: { name: 'b' } }, { metadata: { name: 'c' } }],
      nodes: ['n1', 'n2'],
      count: 5,
    });
  });

  it('knows nothing without the pods', () => {
    expect(evictions.run({ pods: undefined, now: NOW, within: 1800 })).toBeUndefined();
  });
});

describe('recent-restarts', () => {
  const restarted = (name: string, reason: string, finishedAt: string, restartCount = 2): unknown =>
    named(name, {
      spec: { nodeName: 'n1', containers: [{ name: 'w', resources: { limits: { memory: '1Gi' } } }] },
      status: {
        containerStatuses: [
          { name: 'w', restartCount, lastState: { terminated: { reason, exitCode: 137, finishedAt } } },
        ],
      },
    });

  it('tells those of the time that counts, latest first', () => {
    const pods = [
      restarted('a', 'Error', '2025-11-15T17:30:00Z'),
      restarted('b', 'OOMKilled', '2025-11-15T18:10:00Z'),
      restarted('c', 'OOMKilled', '2025-11-15T12:10:00Z'),
      restarted('d', 'OOMKilled', '2025-11-15T18:10:00Z', 0),
    ];
    const told = recentRestarts.run({ pods, now: NOW, within: 3600 });
    expect(told).toMatchObject({
      rows: [{ name: 'b', limit: '1Gi', node: 'n1' }, { name: 'a' }],
      killed: [{ name: 'b' }],
    });
    expect(told?.['pods']).toHaveLength(2);
  });
});

describe('image-digests', () => {
  const runs = (name: string, node: string, image: string, digest: string): unknown =>
    named(name, {
      spec: { nodeName: node, containers: [{ name: 'w', image }] },
      status: { containerStatuses: [{ name: 'w', image, imageID: digest === '' ? '' : `x@sha256:${digest}` }] },
    });

  it('tells one name with two contents', () => {
    const pods = [
      runs('a', 'n1', 'base:latest', 'aa'),
      runs('b', 'n2', 'base:latest', 'bb'),
      runs('c', 'n3', 'base:latest', 'bb'),
      runs('d', 'n3', 'base:latest', ''),
      runs('e', 'n3', 'other:1', 'cc'),
    ];
    expect(imageDigests.run({ pods })).toEqual({
      rows: [
        { image: 'base:latest', digest: 'sha256:aa', pods: 1, nodes: 'n1' },
        { image: 'base:latest', digest: 'sha256:bb', pods: 2, nodes: 'n2, n3' },
      ],
      images: ['base:latest'],
      looked: 2,
    });
  });
});

describe('pull-times', () => {
  it('reads what kubelets say, and passes the rest over', () => {
    const said = (message: string): unknown => ({ message });
    const events = [
      said('Successfully pulled image "a:1" in 1m2.5s (1m10s including waiting). Image size: 9123 bytes.'),
      said('Successfully pulled image "a:1" in 850ms (850ms including waiting). Image size: 9123 bytes.'),
      said('Successfully pulled image "b:1" in 3.2s'),
      said('Container image "c:1" already present on machine'),
    ];
    expect(pullTimes.run({ events, slow: 60 })).toMatchObject({
      rows: [
        { image: 'a:1', pulls: 2, longest: 63, waiting: 70, bytes: 9123 },
        { image: 'b:1', pulls: 1, longest: 3, waiting: 3, bytes: 0 },
      ],
      slow: [{ image: 'a:1' }],
      pulls: 3,
    });
  });
});

describe('secret-references', () => {
  const workload = {
    spec: {
      template: {
        spec: {
          containers: [
            {
              name: 'w',
              env: [
                { name: 'A', valueFrom: { secretKeyRef: { name: 'keys', key: 'master' } } },
                { name: 'B', valueFrom: { secretKeyRef: { name: 'extra', key: 'x', optional: true } } },
              ],
            },
          ],
          volumes: [{ name: 'auth', secret: { secretName: 'gcloud-auth' } }],
          imagePullSecrets: [{ name: 'registry' }],
        },
      },
    },
  };

  it('tells where each is used and when it was written', () => {
    const secrets = [
      {
        metadata: {
          name: 'keys',
          creationTimestamp: '2025-01-01T00:00:00Z',
          managedFields: [{ time: '2025-11-01T00:00:00Z' }],
        },
      },
    ];
    expect(secretReferences.run({ workload, secrets })).toMatchObject({
      rows: [
        { name: 'extra', there: false, written: '' },
        { name: 'gcloud-auth', places: 'auth', there: false },
        { name: 'keys', places: 'A', keys: 'master', there: true, written: '2025-11-01T00:00:00Z' },
      ],
      missing: ['gcloud-auth'],
      oldest: '2025-11-01T00:00:00Z',
    });
  });

  it('does not call one missing that was not looked at', () => {
    expect(secretReferences.run({ workload })).toMatchObject({
      names: ['extra', 'gcloud-auth', 'keys'],
      missing: [],
      oldest: '',
    });
  });
});

describe('written-after', () => {
  const objects = [
    named('before', {}),
    { metadata: { name: 'then', managedFields: [{ time: '2025-11-15T16:00:19Z' }] } },
    { metadata: { name: 'later', managedFields: [{ time: '2025-11-15T17:00:19Z' }] } },
  ];

  it('tells what was written in the time behind a moment', () => {
    expect(writtenAfter.run({ objects, from: '2025-11-15T16:00:00Z', within: 900 })).toEqual({
      names: ['then'],
      looked: 3,
    });
    expect(writtenAfter.run({ objects, from: '', within: 900 })).toEqual({ names: [], looked: 3 });
    expect(writtenAfter.run({ objects: undefined, from: NOW, within: 900 })).toBeUndefined();
  });
});

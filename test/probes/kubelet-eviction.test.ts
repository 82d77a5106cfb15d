import { describe, expect, it } from 'vitest';
import { kubeletEviction } from '../../src/probes/kubelet-eviction.ts';
import { fc } from '../support/random.ts';

const read = (message: string) => kubeletEviction.run({ message });

/** The formats of pkg/kubelet/eviction/helpers.go, as of 1.34, and as they were before 1.23. */
describe('kubelet-eviction', () => {
  it('reads pressure on the node, with what is left and who went over its request', () => {
    const message =
      'The node was low on resource: ephemeral-storage. Threshold quantity: 16084133679, available: 14312Mi. ' +
      'Container web was using 2216Ki, request is 0, has larger consumption of ephemeral-storage. ' +
      'Container logs was using 1Gi, request is 512Mi, has larger consumption of ephemeral-storage. ';
    expect(read(message)).toEqual({
      kind: 'pressure',
      resource: 'ephemeral-storage',
      threshold: '15Gi',
      available: '14Gi',
      users: [
        { name: 'web', used: '2216Ki', request: '0' },
        { name: 'logs', used: '1Gi', request: '512Mi' },
      ],
      usage: 'web used 2216Ki and requests 0; logs used 1Gi and requests 512Mi',
      unrequested: true,
      over: '',
      limit: '',
      conditions: '',
    });
  });

  it.each([
    [
      'the wording before 1.23',
      'The node was low on resource: memory. Container app was using 1250Mi, which exceeds its request of 512Mi. ',
      {
        kind: 'pressure',
        resource: 'memory',
        threshold: '',
        users: [{ name: 'app', used: '1250Mi', request: '512Mi' }],
      },
    ],
    [
      'a pod with resources of its own (1.34)',
      'The node was low on resource: memory. Threshold quantity: 100Mi, available: 60Mi. Pod web-0 was using 2Gi, request is 1Gi, has larger consumption of memory. ',
      { kind: 'pressure', users: [{ name: 'web-0', used: '2Gi', request: '1Gi' }], unrequested: false },
    ],
    [
      'a victim that stayed below its requests',
      'The node was low on resource: memory. Threshold quantity: 100Mi, available: 60Mi. ',
      { kind: 'pressure', users: [], usage: '', threshold: '100Mi', available: '60Mi' },
    ],
    [
      'inodes, which are a count',
      'The node was low on resource: inodes. Threshold quantity: 655360, available: 612345. ',
      { kind: 'pressure', resource: 'inodes', threshold: '655360', available: '612345' },
    ],
    [
      'process ids, with the last space trimmed',
      'The node was low on resource: pids.',
      { kind: 'pressure', resource: 'pids' },
    ],
    [
      "a container's limit",
      'Container web exceeded its local ephemeral storage limit "2Gi". ',
      { kind: 'own-limit', over: 'container web', limit: '2Gi', resource: '' },
    ],
    [
      "the sum of the containers' limits",
      'Pod ephemeral local storage usage exceeds the total limit of containers 3Gi. ',
      { kind: 'own-limit', over: 'the pod', limit: '3Gi' },
    ],
    [
      'the same, trimmed',
      'Pod ephemeral local storage usage exceeds the total limit of containers 1.5Gi.',
      { kind: 'own-limit', limit: '1.5Gi' },
    ],
    [
      'an emptyDir volume',
      'Usage of EmptyDir volume "scratch" exceeds the limit "1Gi". ',
      { kind: 'own-limit', over: 'volume scratch', limit: '1Gi' },
    ],
    [
      'a refusal',
      'Pod was rejected: The node had condition: [DiskPressure MemoryPressure]. ',
      { kind: 'refused', conditions: 'DiskPressure MemoryPressure' },
    ],
    ['something else', 'Preempted in order to admit critical pod', { kind: 'other', resource: '', limit: '' }],
  ])('reads %s', (_, message, expected) => {
    expect(read(message)).toMatchObject(expected);
  });

  it('says nothing without a message', () => {
    expect(read('')).toBeUndefined();
  });

  it('reads any text without a hitch', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const result = read(text);
        expect(result === undefined).toBe(text === '');
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';

import { schedulerMessage } from '../../src/probes/scheduler-message.ts';
import { fc } from '../support/random.ts';

const read = (message: string) => schedulerMessage.run({ message });
const PREEMPTION = '0/1 nodes are available: 1 No preemption victims found for incoming pod';

describe('scheduler-message', () => {
  it.each<[string, string, string]>([
    ['1.32', '0/1 nodes are available: 1 Insufficient memory. preemption: ' + `${PREEMPTION}.`, PREEMPTION],
    [
      '1.34',
      '0/1 nodes are available: 1 Insufficient memory. no new claims to deallocate, preemption: ' + `${PREEMPTION}.`,
      PREEMPTION,
    ],
    ['an old release', '0/1 nodes are available: 1 Insufficient memory.\n preemption: ' + `${PREEMPTION}.`, PREEMPTION],
    ['a bare one', '0/1 nodes are available: 1 Insufficient memory.', ''],
    ['only the claims', '0/1 nodes are available: 1 Insufficient memory. no new claims to deallocate.', ''],
    [
      'not eligible',
      '0/1 nodes are available: 1 Insufficient memory. preemption: not eligible due to preemptionPolicy=Never.',
      'not eligible due to preemptionPolicy=Never',
    ],
    [
      'cut by an event',
      '0/1 nodes are available: 1 Insufficient memory. preemption: 0/1 nodes are avail ...',
      '0/1 nodes are avail',
    ],
  ])('reads %s', (_, message, preemption) => {
    expect(read(message)).toEqual({
      total: 1,
      reasons: [{ count: 1, text: 'Insufficient memory', class: 'capacity' }],
      classes: ['capacity'],
      insufficient: ['memory'],
      preemption,
    });
  });

  it('splits at counts only: reasons hold dots and do not add up', () => {
    const message =
      '0/12 nodes are available: 1 node(s) had volume node affinity conflict, 2 Insufficient memory, ' +
      '2 Insufficient nvidia.com/gpu, 2 node(s) had untolerated taint {node.kubernetes.io/not-ready: }, ' +
      "2 node(s) didn't match node selector, 9 Insufficient cpu.";
    expect(read(message)).toMatchObject({
      total: 12,
      reasons: [
        { count: 1, class: 'volume' },
        { count: 2, class: 'capacity' },
        { count: 2, text: 'Insufficient nvidia.com/gpu', class: 'capacity' },
        { count: 2, text: 'node(s) had untolerated taint {node.kubernetes.io/not-ready: }', class: 'taint' },
        { count: 2, class: 'selector' },
        { count: 9, class: 'capacity' },
      ],
      classes: ['volume', 'capacity', 'taint', 'selector'],
      insufficient: ['memory', 'nvidia.com/gpu', 'cpu'],
    });
  });

  it.each([
    ['Too many pods', 'pods'],
    ['Insufficient ephemeral-storage', 'capacity'],
    ['node(s) had untolerated taint(s)', 'taint'],
    ["node(s) had taint {dedicated: gpu}, that the pod didn't tolerate", 'taint'],
    ["node(s) had taints that the pod didn't tolerate", 'taint'],
    ["node(s) didn't match Pod's node affinity/selector", 'selector'],
    ["node(s) didn't match the requested node name", 'selector'],
    ["node(s) didn't satisfy plugin(s) [NodeAffinity]", 'selector'],
    ["node(s) didn't satisfy plugin NodeAffinity", 'selector'],
    ['node(s) were unschedulable', 'cordoned'],
    ["node(s) didn't match PersistentVolume's node affinity", 'volume'],
    ['node(s) had no available volume zone', 'volume'],
    ["node(s) didn't find available persistent volumes to bind", 'volume'],
    ['node(s) did not have enough free storage', 'volume'],
    ['node(s) exceed max volume count', 'volume'],
    ['node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)', 'volume'],
    ["node(s) didn't match pod anti-affinity rules", 'anti-affinity'],
    ["node(s) didn't match pod affinity rules", 'affinity'],
    ["node(s) didn't satisfy existing pods anti-affinity rules", 'anti-affinity'],
    ["node(s) didn't match pod topology spread constraints (missing required label)", 'spread'],
    ["node(s) didn't have free ports for the requested pod ports", 'ports'],
    ['cannot allocate all claims', 'other'],
  ])('knows "%s" as %s', (reason, name) => {
    expect(
      read(
        `0/3 nodes are available: 3 ${reason}. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.`,
      ),
    ).toEqual({
      total: 3,
      reasons: [{ count: 3, text: reason, class: name }],
      classes: [name],
      insufficient: name === 'capacity' ? ['ephemeral-storage'] : [],
      preemption: '0/3 nodes are available: 3 Preemption is not helpful for scheduling',
    });
  });

  it.each<[string, number | null, string, string]>([
    [
      '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
      2,
      'pod has unbound immediate PersistentVolumeClaims',
      'pvc',
    ],
    [
      '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
      2,
      'pod has unbound immediate PersistentVolumeClaims. not found',
      'pvc',
    ],
    [
      '0/2 nodes are available: pod affinity terms conflict. not found',
      2,
      'pod affinity terms conflict. not found',
      'selector',
    ],
    ['0/2 nodes are available: persistentvolumeclaim "x" not found.', 2, 'persistentvolumeclaim "x" not found', 'pvc'],
    [
      '0/2 nodes are available: waiting for ephemeral volume controller to create the persistentvolumeclaim "x".',
      2,
      'waiting for ephemeral volume controller to create the persistentvolumeclaim "x"',
      'pvc',
    ],
    ['persistentvolumeclaim "x" not found', null, 'persistentvolumeclaim "x" not found', 'pvc'],
    [
      'Scheduling is blocked due to non-empty scheduling gates',
      null,
      'Scheduling is blocked due to non-empty scheduling gates',
      'gates',
    ],
    ['no nodes available to schedule pods', 0, 'no nodes available to schedule pods', 'other'],
  ])('reads "%s", which has no counts', (message, total, text, name) => {
    expect(read(message)).toMatchObject({ total, reasons: [{ count: total, text, class: name }], classes: [name] });
  });

  it('has nothing to say about no message', () => {
    expect(read(' ')).toBeUndefined();
    expect(schedulerMessage.run({ message: 7 })).toBeUndefined();
  });

  it('reads back any list of reasons', () => {
    const reason = fc.constantFrom(
      'Insufficient cpu',
      'Insufficient example.com/x.y',
      'Too many pods',
      'node(s) had untolerated taint {a.b/c: d}',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 999 }), reason), { minLength: 1 }), (reasons) => {
        const listed = reasons.map(([count, text]) => `${count} ${text}`).join(', ');
        const seen = read(`0/999 nodes are available: ${listed}. preemption: 0/999 nodes are available.`);
        expect(seen).toMatchObject({ reasons: reasons.map(([count, text]) => ({ count, text })) });
      }),
    );
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string(), (message) => void read(`0/1 nodes are available: ${message}`)));
  });
});

import { describe, expect, it } from 'vitest';
import { node, pod } from '../probes/scheduling/objects.ts';
import { randomCase } from './differential/case.ts';
import { disagreements } from './differential/compare.ts';
import { createDice } from './differential/dice.ts';
import { at } from './plane/manifest.ts';

describe('cases of the scheduler', () => {
  it('are decided by their seed but for the time', () => {
    const text = (seed: number) => JSON.stringify(randomCase(seed)).replaceAll(/\d{4}-\d\d-\d\dT[^"]*/g, 'now');
    expect(text(7)).toBe(text(7));
    expect(text(8).replaceAll('c8-', 'c7-')).not.toBe(text(7));
  });

  it('have what every rule needs, over a few hundred seeds', () => {
    const cases = Array.from({ length: 300 }, (_, seed) => randomCase(seed + 1));
    const subjects = cases.map(({ subject }) => JSON.stringify(subject));
    const words = ['podAffinity', 'podAntiAffinity', 'topologySpread', 'hostPort', 'matchFields', 'gpu', 'minDomains'];
    for (const word of [...words, 'volumes', 'tolerations', 'nodeSelector', 'initContainers', 'diff-patient']) {
      expect(subjects.filter((each) => each.includes(word)).length, word).toBeGreaterThan(3);
    }
    expect(cases.every(({ nodes }) => nodes.length >= 2 && nodes.length <= 6)).toBe(true);
    expect(cases.every(({ residents }) => residents.length >= 3 && residents.length <= 12)).toBe(true);
  });

  it('throw dice evenly', () => {
    const dice = createDice(1);
    const thrown = Array.from({ length: 6000 }, () => dice.between(1, 6));
    for (const side of [1, 2, 3, 4, 5, 6]) {
      const share = thrown.filter((each) => each === side).length / thrown.length;
      expect(share).toBeGreaterThan(0.14);
      expect(share).toBeLessThan(0.2);
    }
  });
});

describe('what is held against the scheduler', () => {
  const KEPT = ['spec.nodeName', 'spec.containers[].resources', 'status.phase'];
  const me = pod('me', { memory: '4Gi' });
  const scene = (...nodes: readonly unknown[]) => ({
    subject: me,
    nodes,
    pods: [me],
    claims: [],
    volumes: [],
    namespaces: [],
  });
  const roomy = node('roomy', { memory: '8Gi' });
  const full = node('full', { memory: '1Gi' });
  const on = (name: string) => ({ node: name, message: '', nominated: '' });
  const says = (message: string) => ({ node: '', message, nominated: '' });
  const FULL = '0/1 nodes are available: 1 Insufficient memory.';

  it.each([
    ['placed where it fits', scene(roomy, full), on('roomy'), []],
    ['placed where it does not fit', scene(roomy, full), on('full'), ['fits elsewhere, and was put on full']],
    ['placed though it fits nowhere', scene(full), on('full'), ['does not fit, and was put on full']],
    ['refused as it should be', scene(full), says(FULL), []],
    ['refused though it fits', scene(roomy), says(FULL), ['fits, and the scheduler found no node']],
    [
      'refused for another reason',
      scene(full),
      says('0/1 nodes are available: 1 node(s) were unschedulable.'),
      ['capacity: 0 said, 1 counted', 'cordoned: 1 said, 0 counted'],
    ],
    [
      'refused in unknown words',
      scene(full),
      says('0/1 nodes are available: 1 Insufficient memory, 1 quorum of elves.'),
      ['unknown reason: quorum of elves', 'other: 1 said, 0 counted'],
    ],
  ])('%s', (_, seen, answer, expected) => {
    expect(at({ found: disagreements(seen, answer, KEPT) }, 'found')).toEqual(expected);
  });

  it('asks whether eviction was needed and allowed', () => {
    const resident = { ...pod('low', { memory: '6Gi' }, { node: 'roomy', spec: { priority: -1 } }) };
    const crowded = { ...scene(roomy), pods: [me, resident] };
    const kept = [...KEPT, 'spec.priority'];
    const none = 'eviction would help on roomy, none came';
    expect(disagreements(crowded, says(FULL), kept)).toEqual([none]);
    expect(disagreements(crowded, { ...says(FULL), nominated: 'roomy' }, kept)).toEqual([]);
    const patient = {
      ...crowded,
      subject: { ...me, spec: { ...(me as { spec: object }).spec, preemptionPolicy: 'Never' } },
    };
    expect(disagreements(patient, says(FULL), kept)).toEqual([]);
    expect(disagreements(patient, { ...says(FULL), nominated: 'roomy' }, kept)).toEqual([
      'evicted, in spite of preemptionPolicy Never',
    ]);
  });
});

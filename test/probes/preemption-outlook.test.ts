import { describe, expect, it } from 'vitest';
import { preemptionOutlook } from '../../src/probes/preemption-outlook.ts';
import { node, pod } from './scheduling/objects.ts';
import { fc } from '../support/random.ts';

type Json = Readonly<Record<string, unknown>>;

const look = (asking: Json, pods: readonly Json[], nodes: readonly Json[] = [node('n')]) =>
  preemptionOutlook.run({ pod: asking, nodes, pods });
const me = (priority: number | undefined, spec: Json = {}, status: Json = {}): Json => {
  const own = pod('me', { memory: '10Gi' }, { spec: { ...(priority === undefined ? {} : { priority }), ...spec } });
  return { ...own, status };
};
const held = (name: string, priority: number, memory = '25Gi', on = 'n'): Json =>
  pod(name, { memory }, { node: on, spec: { priority } });

/** defaultpreemption/default_preemption.go: SelectVictimsOnNode, PodEligibleToPreemptOthers. */
describe('preemption-outlook', () => {
  it('knows what pods of lower priority hold', () => {
    expect(look(me(10), [held('a', 5)])).toMatchObject({ lower: ['n'], higher: [] });
    expect(look(me(10), [held('a', 10)])).toMatchObject({ lower: [], higher: [] });
    expect(look(me(10), [held('a', 5, '1Gi'), held('b', 10, '24Gi')])).toMatchObject({ lower: [] });
  });

  it('names pods of higher priority where the room is theirs', () => {
    const rows = [
      { pod: 'coder/c', node: 'n', priority: 30 },
      { pod: 'coder/b', node: 'n', priority: 20 },
    ];
    expect(look(me(10), [held('b', 20, '12Gi'), held('c', 30, '13Gi')])).toMatchObject({ higher: rows });
    expect(look(me(10), [held('b', 20, '1Gi'), held('a', 10, '24Gi')])).toMatchObject({ higher: [] });
  });

  it('leaves the pods of the system out', () => {
    expect(look(me(10), [held('dns', 2_000_000_000)])).toMatchObject({ lower: [], higher: [] });
  });

  it('speaks of nodes that nothing but room keeps from it', () => {
    const closed = node('n', {}, { spec: { taints: [{ key: 'x', effect: 'NoSchedule' }] } });
    expect(look(me(10), [held('a', 5)], [closed])).toMatchObject({ lower: [], higher: [] });
    expect(look(me(10), [held('a', 5)], [node('n'), node('free')])).toMatchObject({ lower: ['n'] });
  });

  it('takes 0 for a pod of no class, and cannot tell of a template that names one', () => {
    expect(look(me(undefined), [])).toMatchObject({ priority: 0, policy: 'PreemptLowerPriority' });
    expect(look(me(undefined, { priorityClassName: 'high' }), [])).toBeUndefined();
    expect(look(me(5, { priorityClassName: 'high', preemptionPolicy: 'Never' }), [])).toMatchObject({
      priority: 5,
      policy: 'Never',
    });
  });

  it('names the pods that end on the node it is nominated for', () => {
    const ends = (name: string, priority: number, on: string): Json => ({
      ...held(name, priority, '1Gi', on),
      metadata: { name, namespace: 'coder', deletionTimestamp: '2026-01-01T00:00:00Z' },
    });
    const pods = [ends('a', 5, 'n'), ends('b', 5, 'm'), ends('c', 20, 'n'), held('d', 5, '1Gi')];
    const until = '2026-01-01T00:00:00Z';
    expect(look(me(10, {}, { nominatedNodeName: 'n' }), pods)).toMatchObject({
      ending: [{ pod: 'coder/a', node: 'n', until }],
    });
    expect(look(me(10), pods)).toMatchObject({ ending: [] });
  });

  it('takes any JSON', () => {
    const odd = fc.jsonValue();
    fc.assert(
      fc.property(odd, odd, odd, (a, b, c) => {
        preemptionOutlook.run({ pod: { spec: a }, nodes: [b], pods: [c], namespaces: [a] });
        preemptionOutlook.run({ pod: a, nodes: b, pods: c });
      }),
    );
  });
});

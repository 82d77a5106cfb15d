import { describe, expect, it } from 'vitest';
import { taintEviction } from '../../src/probes/taint-eviction.ts';

const ADDED = '2025-11-15T18:12:00Z';
const UNREACHABLE = 'node.kubernetes.io/unreachable';
const taint = (key = UNREACHABLE, effect = 'NoExecute', timeAdded: string | undefined = ADDED) => ({
  key,
  effect,
  timeAdded,
});
const run = (tolerations: readonly unknown[], taints: readonly unknown[]) =>
  taintEviction.run({ pod: { spec: { tolerations } }, node: { spec: { taints } } });
const tolerate = (tolerationSeconds?: number, key = UNREACHABLE) => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }),
});

/** pkg/controller/tainteviction/taint_eviction.go: `getMinTolerationTime`, `processPodOnNode`. */
describe('taint-eviction', () => {
  it('counts five minutes from the taint, as admission grants them', () => {
    expect(run([tolerate(300)], [taint()])).toEqual({
      taints: UNREACHABLE,
      moves: 'yes',
      after: 300,
      at: '2025-11-15T18:17:00Z',
    });
  });

  it.each([
    ['a pod that tolerates nothing goes at once', [], [taint()], { moves: 'yes', after: 0, at: ADDED }],
    [
      'one of two taints is not tolerated',
      [tolerate(300)],
      [taint(), taint('example.com/drain')],
      { moves: 'yes', after: 0 },
    ],
    ['the shorter of two times counts', [tolerate(300), tolerate(30, 'x')], [taint(), taint('x')], { after: 30 }],
    ['a toleration that does not match does not count', [tolerate(300), tolerate(5, 'y')], [taint()], { after: 300 }],
    ['a negative time is none', [tolerate(-1)], [taint()], { moves: 'yes', after: 0 }],
    ['a DaemonSet tolerates it without end', [tolerate()], [taint()], { moves: 'never', after: null, at: '' }],
    ['an endless and a short one: the short one counts', [tolerate(), tolerate(60)], [taint()], { after: 60 }],
    ['NoSchedule drives nobody away', [], [taint('a', 'NoSchedule')], { moves: 'no', after: null, taints: '' }],
    ['no taints', [], [], { moves: 'no' }],
    [
      'a taint that does not say since when',
      [tolerate(300)],
      [taint(UNREACHABLE, 'NoExecute', '')],
      { after: 300, at: '' },
    ],
  ])('%s', (_, tolerations, taints, expected) => {
    expect(run(tolerations, taints)).toMatchObject(expected);
  });

  it('needs both the pod and the node', () => {
    expect(taintEviction.run({ pod: null, node: {} })).toBeUndefined();
    expect(taintEviction.run({ pod: {}, node: null })).toBeUndefined();
  });
});

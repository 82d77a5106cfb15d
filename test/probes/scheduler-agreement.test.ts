import { describe, expect, it } from 'vitest';
import { schedulerAgreement } from '../../src/probes/scheduler-agreement.ts';
import { schedulerMessage } from '../../src/probes/scheduler-message.ts';

const bar = (kind: string, count: number) => ({ kind, count });
const compare = (message: string, ...first: readonly { kind: string; count: number }[]) => {
  const read = schedulerMessage.run({ message }) as { reasons: readonly unknown[] };
  return schedulerAgreement.run({ reasons: read.reasons, first });
};

describe('scheduler-agreement', () => {
  it('agrees where both name the same nodes', () => {
    const message =
      "0/4 nodes are available: 1 node(s) had untolerated taint {dedicated: gpu}, 3 node(s) didn't match pod anti-affinity rules.";
    expect(compare(message, bar('taint', 1), bar('antiAffinity', 3))).toEqual({
      kinds: ['notReady', 'taint', 'antiAffinity'],
      differs: [],
    });
  });

  it('reads 1.34, which leaves the key of a taint out, and takes nodes that are not ready for tainted ones', () => {
    const message = '0/2 nodes are available: 2 node(s) had untolerated taint(s).';
    expect(compare(message, bar('notReady', 1), bar('taint', 1))).toMatchObject({ differs: [] });
  });

  it('knows that a node is named once for each resource that it lacks', () => {
    const message = '0/3 nodes are available: 1 Too many pods, 2 Insufficient cpu, 3 Insufficient memory.';
    expect(compare(message, bar('capacity', 3))).toEqual({ kinds: ['capacity', 'tooSmall'], differs: [] });
  });

  // FitError.Error, framework/types.go: different nodes may lack different resources (seen on 1.34).
  it.each([
    [2, 2],
    [3, 3],
    [5, 5],
    [1, 2],
    [6, 5],
  ])('counted %i nodes without room, of 1 + 2 + 2 said: nearest is %i', (counted, said) => {
    const message =
      '0/6 nodes are available: 1 Too many pods, 1 node(s) were unschedulable, 2 Insufficient cpu, 2 Insufficient memory. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.';
    expect(compare(message, bar('cordoned', 1), bar('capacity', counted))).toMatchObject({
      differs: counted === said ? [] : [{ reason: 'capacity', said, counted }],
    });
  });

  // interpodaffinity/filtering.go names one of both for a node; before 1.20 it named both.
  it.each([1, 2])('takes both rules of anti-affinity for one, on %i nodes', (nodes) => {
    const message =
      "0/2 nodes are available: 1 node(s) didn't match pod anti-affinity rules, 1 node(s) didn't satisfy existing pods anti-affinity rules.";
    expect(compare(message, bar('antiAffinity', nodes))).toEqual({ kinds: ['antiAffinity'], differs: [] });
  });

  it('tells what differs, either way', () => {
    const message = "0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports.";
    expect(compare(message, bar('ports', 1), bar('spread', 1))).toEqual({
      kinds: ['ports'],
      differs: [
        { reason: 'ports', said: 2, counted: 1 },
        { reason: 'spread', said: 0, counted: 1 },
      ],
    });
    expect(compare(message)).toEqual({ kinds: [], differs: [{ reason: 'ports', said: 2, counted: 0 }] });
  });
});

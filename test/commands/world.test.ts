import { expect, test } from 'vitest';
import type { Cluster } from '../../src/commands/cluster.ts';
import type { Io } from '../../src/commands/io.ts';
import { limitedLookUp, nobody, patientLookUp, worldOf } from '../../src/commands/world.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { Query } from '../../src/model/query.ts';
import type { Progress } from '../../src/model/world.ts';

const PODS: Query = { from: 'list', resource: 'pods', namespace: null };
const NODES: Query = { from: 'list', resource: 'nodes', namespace: null };

function clusterOf(lookUp: (query: Query) => Promise<Fact>): Cluster {
  return { endpoint: null, answers: {}, lookUp, close: () => Promise.resolve() } as Partial<Cluster> as Cluster;
}

function limited(lookUp: (query: Query) => Promise<Fact>) {
  let end: () => void = () => undefined;
  const limits: number[] = [];
  const io = {
    signal: new AbortController().signal,
    deadline: (ms: number) => {
      limits.push(ms);
      return new Promise<void>((resolve) => (end = resolve));
    },
  } as Partial<Io> as Io;
  return { lookUp: limitedLookUp(clusterOf(lookUp), 2.5, io), limits, end: () => end() };
}

test('a query is asked once, and its answer given again', async () => {
  const asked: Query[] = [];
  const { lookUp, limits } = limited((query) => {
    asked.push(query);
    return Promise.resolve({ state: 'known', value: [] });
  });
  await Promise.all([lookUp(PODS), lookUp({ ...PODS }), lookUp(NODES)]);
  expect(asked).toEqual([PODS, NODES]);
  expect(limits).toEqual([2500]);
});

test('what has not come when the time is over has failed; what came before stays', async () => {
  const { lookUp, end } = limited((query) =>
    query === PODS ? Promise.resolve({ state: 'known', value: [1] }) : new Promise(() => undefined),
  );
  const before = await lookUp(PODS);
  const waiting = lookUp(NODES);
  end();
  expect(await waiting).toEqual({
    state: 'failed',
    reason: 'not seen within the time limit of 2.5 s',
    hint: 'give it longer with --time-limit',
  });
  expect(await lookUp(PODS)).toBe(before);
});

test('with a person there the limit is each look-up’s own, and leaves nothing hanging on the interruption', async () => {
  const limits: [number, AbortSignal | undefined][] = [];
  const io = {
    signal: new AbortController().signal,
    deadline: (ms: number, signal?: AbortSignal) => {
      limits.push([ms, signal]);
      return limits.length === 2 ? Promise.resolve() : new Promise<void>(() => undefined);
    },
  } as Partial<Io> as Io;
  const lookUp = patientLookUp(
    clusterOf((query) =>
      query === PODS ? Promise.resolve({ state: 'known', value: [] }) : new Promise(() => undefined),
    ),
    3,
    io,
  );
  expect(await lookUp(PODS)).toMatchObject({ state: 'known' });
  expect(await lookUp(NODES)).toMatchObject({ state: 'failed', reason: 'not seen within the time limit of 3 s' });
  expect(limits).toEqual([
    [3000, undefined],
    [3000, undefined],
  ]);
});

test('nobody answers but with what was given in advance, and hears everything', async () => {
  const heard: Progress[] = [];
  const world = worldOf(
    () => Promise.resolve({ state: 'absent', what: 'kind' }),
    nobody({ color: 'red' }, (event) => heard.push(event)),
  );
  const question = { text: '', options: [] };
  expect(await world.ask({ id: 'color', ...question })).toBe('red');
  expect(await world.ask({ id: 'size', ...question })).toBeUndefined();
  world.tell({ event: 'waiting', lookup: 'pods' });
  expect(heard).toEqual([{ event: 'waiting', lookup: 'pods' }]);
  expect(await world.lookUp(PODS)).toEqual({ state: 'absent', what: 'kind' });
});

test('a question named like something of every object has no answer', async () => {
  const person = nobody({}, () => undefined);
  expect(await person.ask({ id: 'constructor', text: '', options: [] })).toBeUndefined();
});

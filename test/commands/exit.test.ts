import { expect, test } from 'vitest';
import { EXIT, exitCodeOf, outOfReach } from '../../src/commands/exit.ts';
import type { Report, Verdict } from '../../src/model/report.ts';
import type { Reach } from '../../src/sources/kubernetes/reach.ts';
import type { Trouble } from '../../src/sources/kubernetes/trouble.ts';

test.each<[Verdict, number]>([
  ['healthy', 0],
  ['in-progress', 0],
  ['problem', 1],
  ['incomplete', 3],
])('%s ends with %i', (verdict, code) => {
  expect(exitCodeOf({ verdict } as Report)).toBe(code);
});

test('the codes are the documented ones', () => {
  expect(Object.values(EXIT)).toEqual([0, 1, 2, 3, 4, 74, 130, 143]);
});

function reached(reach: Reach, trouble?: Trouble, endpoint: string | null = 'https://api:6443') {
  const nothing = () => Promise.reject(new Error('not asked for'));
  const source = {
    endpoint: '',
    lookUp: nothing,
    canI: nothing,
    reach: () => reach,
    lastTrouble: () => trouble,
    close: () => undefined,
  };
  return outOfReach({ source, endpoint });
}

const REFUSED = { reason: 'the API server refused the connection', hint: 'check the VPN' };

test.each<[string, ReturnType<typeof reached>, object | undefined]>([
  ['answers are in reach', reached('answered', REFUSED), undefined],
  [
    'trouble is told with its hint',
    reached('unreachable', REFUSED),
    {
      line: 'the cluster cannot be reached (https://api:6443): the API server refused the connection',
      hint: 'check the VPN',
    },
  ],
  [
    'a folder has no address',
    reached('unreachable', REFUSED, null),
    expect.objectContaining({ line: 'the cluster cannot be reached: the API server refused the connection' }) as object,
  ],
  [
    'refusals ask for a role',
    reached('refused-all'),
    expect.objectContaining({ hint: expect.stringContaining('--plan --role') as unknown }) as object,
  ],
  [
    'credentials that are not accepted are told as such',
    reached('refused-all', { reason: '401', hint: 'sign in' }),
    { line: 'nothing may be read in this cluster (https://api:6443): 401', hint: 'sign in' },
  ],
  [
    'no answer in time',
    reached('untried'),
    expect.objectContaining({ hint: 'give it longer with --time-limit' }) as object,
  ],
])('%s', (_what, out, expected) => {
  expect(out).toEqual(expected);
});

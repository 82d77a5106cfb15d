import type { Scene } from './build/ask.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { atCoder, checkStory } from './build/preflight-place.ts';
import type { Expected, Story } from './story.ts';

/** The clocks of API servers, one by one and beside each other. */
const nothing: Scene = { objects: [] };
const clock = (context: string, server: string | null, here = '2025-11-15T18:15:03Z') => ({
  context,
  value: server === null ? null : { server, here },
});
const EAST = clock('us-east', '2025-11-15T18:15:03Z');

const beside = (name: string, summary: string, clocks: readonly unknown[], expected: Expected, more = {}): Story =>
  checkStory('clocks', name, summary, nothing, expected, { clocks, ...more });

export const preflightClocks: readonly Story[] = [
  checkStory('clock', 'pass', 'The clock of the server is that of this machine.', atCoder, {
    ...healthy,
    says: ['"clocks":{"server":"2025-11-15T18:15:03Z","here":"2025-11-15T18:15:03Z"}'],
  }),
  checkStory(
    'clock',
    'warn',
    'The clock of the server is four minutes behind that of this machine.',
    atCoder,
    problem('clock-differs', 'confirmed', { says: ['4m behind that of this machine', '"severity":"P2"'] }),
    { clock: '2025-11-15T18:19:03Z' },
  ),
  checkStory('clock', 'other-limit', 'Four minutes are no matter where the profile says so.', atCoder, healthy, {
    clock: '2025-11-15T18:19:03Z',
    clockSkewSeconds: 300,
  }),
  checkStory(
    'clock',
    'not-applicable',
    'It is a recording.',
    atCoder,
    { ...healthy, says: ['"kind":"not-applicable"'] },
    { clock: '' },
  ),
  beside(
    'pass',
    'Three clocks agree, though each was asked at another time.',
    [
      EAST,
      clock('eu-west', '2025-11-15T18:15:09Z', '2025-11-15T18:15:08Z'),
      clock('ap-south', '2025-11-15T18:15:21Z', '2025-11-15T18:15:21Z'),
    ],
    { ...healthy, says: ['1s between'] },
  ),
  beside(
    'warn',
    'One is ahead by twenty seconds.',
    [EAST, clock('eu-west', '2025-11-15T18:15:23Z')],
    problem('clocks-apart', 'confirmed', {
      says: ['20s apart', '"severity":"P2"', '"kind":"Context","namespace":null,"name":"eu-west"'],
    }),
  ),
  beside(
    'fail',
    'One is four minutes behind.',
    [EAST, clock('eu-west', '2025-11-15T18:11:00Z')],
    problem('clocks-apart', 'confirmed', { says: ['"severity":"P1"', '4m3s apart'] }),
  ),
  beside(
    'other-limit',
    'Twenty seconds are no matter where the profile says so.',
    [EAST, clock('eu-west', '2025-11-15T18:15:23Z')],
    healthy,
    { clockSkewSeconds: 30 },
  ),
  beside(
    'unknown',
    'One cluster was not reached.',
    [EAST, clock('eu-west', null)],
    incomplete({ says: ['The clock of eu-west'] }),
  ),
  beside(
    'not-applicable',
    'Both are recordings.',
    [clock('us-east', '2025-11-15T18:15:03Z', ''), clock('eu-west', '2025-11-11T11:11:11Z', '')],
    { ...healthy, says: ['"kind":"not-applicable"'] },
  ),
];

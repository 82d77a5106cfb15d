import { describe, expect, it } from 'vitest';
import { INCIDENTS } from './incidents/all.ts';
import { BOTH, type Incident } from './incidents/incident.ts';
import { type Job, readArguments } from './run/arguments.ts';
import { outcomeTable } from './run/table.ts';

const named = (name: string, is: Incident['is'], on = BOTH): Incident => ({
  name,
  is,
  title: name,
  on,
  nodes: [],
  run: () => Promise.resolve(),
});
const fit = named('does-not-fit', 'incident');
const quiet = named('quiet', 'control', ['1.6']);
const held = named('held', 'check');
const both = [fit, quiet];
const running = (jobs: readonly Job[]): object => ({ does: 'run', jobs, capture: false });
const noneNamed = (name: string): string => `there is no incident named ${name}; --list prints them`;

describe('what is asked for', () => {
  it.each([
    { args: ['--list'], intent: { does: 'list' } },
    { args: ['--up'], intent: { does: 'up', on: '1.6' } },
    { args: ['--up=1.4'], intent: { does: 'up', on: '1.4' } },
    { args: ['--up=1.5'], intent: { does: 'nothing', because: 'there is no helm-controller 1.5, only 1.4 and 1.6' } },
    { args: ['does-not-fit'], intent: running(BOTH.map((on) => ({ incident: fit, on }))) },
    { args: ['does-not-fit@1.4'], intent: running([{ incident: fit, on: '1.4' }]) },
    { args: ['quiet'], intent: running([{ incident: quiet, on: '1.6' }]) },
    { args: ['--capture', 'quiet'], intent: { ...running([{ incident: quiet, on: '1.6' }]), capture: true } },
    { args: ['--capture', 'held'], intent: { does: 'nothing', because: noneNamed('held') } },
    { args: ['--save', 'here'], intent: { does: 'save', folder: 'here' } },
    { args: ['--save'], intent: { does: 'nothing', because: '--save takes one folder' } },
    { args: ['quite'], intent: { does: 'nothing', because: noneNamed('quite') } },
    { args: ['quiet@2'], intent: { does: 'nothing', because: 'there is no helm-controller 2, only 1.4 and 1.6' } },
  ])('$args', ({ args, intent }) => {
    expect(readArguments(args, [...both, held])).toEqual(intent);
  });

  it('is everything where nothing is named', () => {
    expect(readArguments([], both)).toMatchObject({ does: 'run', jobs: { length: 3 } });
  });
});

describe('the list of incidents', () => {
  it('names each once, in words that a command line takes', () => {
    const names = INCIDENTS.map((each) => each.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => /^[a-z][a-z0-9-]+$/.test(name))).toBe(true);
  });
});

describe('the table at the end', () => {
  it('has a row per incident and a column per helm-controller, and the counts', () => {
    const table = outcomeTable([
      { incident: fit, on: '1.4', seconds: 61, failure: '' },
      { incident: fit, on: '1.6', seconds: 7, failure: 'it was not found' },
      { incident: quiet, on: '1.6', seconds: 30, failure: '' },
    ]);
    expect(table).toBe(
      [
        '                        helm-controller 1.4  helm-controller 1.6',
        'does-not-fit  incident  ok 61 s              FAILED 7 s',
        'quiet         control   -                    ok 30 s',
        '',
        '2 passed, 1 failed',
        '',
      ].join('\n'),
    );
  });
});

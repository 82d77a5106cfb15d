import { describe, expect, it } from 'vitest';
import { isOutOfReach } from './build/build-tools.ts';
import { INCIDENTS } from './incidents/all.ts';
import { NotToBeHad, PlaneError } from './plane/plane-error.ts';
import { GATE, type Job, readArguments } from './run/arguments.ts';
import { buildLimit, buildMinutes, runWithSecondChance, skipReason } from './run/gate.ts';

const open = new AbortController().signal;

describe('the gate', () => {
  it('runs both faces of the incident on both helm-controllers, and a control', () => {
    const intent = readArguments(['--gate'], INCIDENTS);
    const cells = intent.does === 'gate' ? intent.jobs.map(({ incident, on }) => `${incident.name}@${on}`) : [];
    expect(cells).toEqual(GATE.flatMap((name) => [`${name}@1.4`, `${name}@1.6`]));
    expect(INCIDENTS.filter((each) => GATE.includes(each.name)).map((each) => each.is)).toEqual([
      'incident',
      'incident',
      'control',
    ]);
  });

  it('is skipped with its reason where modules cannot be fetched', () => {
    expect(skipReason(new NotToBeHad('building etcd: go list failed (log: a.log)'), open, 22)).toBe(
      'skipped: what the control plane is built from cannot be fetched: building etcd: go list failed (log: a.log)',
    );
  });

  it('is skipped with its reason where building takes too long', () => {
    const limit = buildLimit(22);
    limit.abort();
    expect(skipReason(new PlaneError('building etcd: interrupted'), limit.signal, 22)).toBe(
      'skipped: the control plane was not built within 22 minutes',
    );
  });

  it('fails where a build fails', () => {
    expect(skipReason(new PlaneError('building etcd: go build failed (log: a.log)'), open, 22)).toBeUndefined();
  });

  it.each([
    { env: {}, minutes: 18 },
    { env: { KUBEDOC_GATE_BUILD_MINUTES: '5' }, minutes: 5 },
    { env: { KUBEDOC_GATE_BUILD_MINUTES: 'long' }, minutes: 18 },
  ])('waits $minutes minutes with $env', ({ env, minutes }) => {
    expect(buildMinutes(env)).toBe(minutes);
  });
});

describe('a second chance', () => {
  const jobs: readonly Job[] = INCIDENTS.slice(0, 2).map((incident) => ({ incident, on: '1.6' }));
  const runs = (failures: readonly (readonly string[])[]) => {
    const asked: string[][] = [];
    const run = (some: readonly Job[]) => {
      const outcome = failures[asked.length] ?? [];
      asked.push(some.map(({ incident }) => incident.name));
      return Promise.resolve(some.map((job, place) => ({ ...job, seconds: 1, failure: outcome[place] ?? '' })));
    };
    return { asked, run };
  };
  const names = jobs.map(({ incident }) => incident.name);

  it('is given to what failed, and told', async () => {
    const { asked, run } = runs([['', 'not found'], ['']]);
    const said: string[] = [];
    const outcomes = await runWithSecondChance(jobs, run, (line) => said.push(line));
    expect(outcomes.map((each) => each.failure)).toEqual(['', '']);
    expect(asked).toEqual([names, [names[1]]]);
    expect(said).toEqual([`once more: ${names[1] ?? ''}@1.6`]);
  });

  it('does not help what fails twice', async () => {
    const { run } = runs([['not found', ''], ['not found']]);
    const outcomes = await runWithSecondChance(jobs, run, () => undefined);
    expect(outcomes.map((each) => each.failure)).toEqual(['not found', '']);
  });
});

describe('what Go says when it cannot fetch', () => {
  it.each([
    { is: true, log: 'go: example.org/a@v1.0.0: Get "https://proxy/a": dial tcp: lookup proxy: no such host' },
    { is: true, log: 'go: example.org/a@v1.0.0: module lookup disabled by GOPROXY=off' },
    { is: true, log: 'go: example.org/a@v1.0.0: reading https://proxy/a: 404 Not Found' },
    { is: false, log: 'missing go.sum entry for module providing package example.org/a' },
    { is: false, log: 'verifying example.org/a@v1.0.0: checksum mismatch' },
    { is: false, log: './main.go:3:1: syntax error: unexpected newline' },
  ])('$log', ({ is, log }) => {
    expect(isOutOfReach(log)).toBe(is);
  });
});

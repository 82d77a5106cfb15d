import { describe, expect, it } from 'vitest';
import { provisionerQueue } from '../../src/probes/provisioner-queue.ts';
import { fc } from '../support/random.ts';

const NOW = '2025-11-15T18:15:00Z';
const UNTAGGED = { scope: 'organization', owner: '' };

function ask(daemons: unknown, jobs: unknown): Record<string, unknown> {
  const args = { daemons: JSON.stringify(daemons), jobs: JSON.stringify(jobs), now: NOW, stale: 90 };
  return { ...provisionerQueue.run(args) };
}

const daemon = (tags: object, change: object = {}): object => ({
  name: 'd',
  status: 'idle',
  last_seen_at: '2025-11-15T18:14:30Z',
  tags,
  ...change,
});
const job = (tags: object, change: object = {}): object => ({ created_at: '2025-11-15T18:00:00Z', tags, ...change });

describe('provisioner-queue', () => {
  it.each([
    ['an untagged job and an untagged daemon', UNTAGGED, UNTAGGED, true],
    ['an untagged job and a tagged daemon', { ...UNTAGGED, size: 'large' }, UNTAGGED, false],
    ['a tagged job and an untagged daemon', UNTAGGED, { ...UNTAGGED, size: 'large' }, false],
    [
      'a job all of whose tags are there',
      { ...UNTAGGED, size: 'large', zone: 'a' },
      { ...UNTAGGED, size: 'large' },
      true,
    ],
    ['a job one of whose tags lacks', { ...UNTAGGED, size: 'large' }, { ...UNTAGGED, size: 'large', zone: 'a' }, false],
    ['another value', { ...UNTAGGED, size: 'small' }, { ...UNTAGGED, size: 'large' }, false],
    ['a daemon of one person', { scope: 'user', owner: 'u1' }, UNTAGGED, false],
    ['a job of that person', { scope: 'user', owner: 'u1' }, { scope: 'user', owner: 'u1' }, true],
    ['a job of another person', { scope: 'user', owner: 'u1' }, { scope: 'user', owner: 'u2' }, false],
  ])('tells whether somebody may take it: %s', (_, has, wants, takes) => {
    const { takeable, unmatched } = ask([daemon(has)], [job(wants)]);
    expect([takeable, (unmatched as readonly unknown[]).length]).toEqual(takes ? [1, 0] : [0, 1]);
  });

  it.each([
    ['idle', {}, [1, 1]],
    ['busy by its status', { status: 'busy' }, [1, 0]],
    ['busy by its job', { status: null, current_job: { id: 'j' } }, [1, 0]],
    ['offline', { status: 'offline' }, [0, 0]],
    ['silent for two minutes', { last_seen_at: '2025-11-15T18:13:00Z' }, [0, 0]],
    ['without any sign of life', { status: null, last_seen_at: null }, [0, 0]],
  ])('counts a daemon that is %s', (_, change, expected) => {
    const { alive, idle } = ask([daemon(UNTAGGED, change)], []);
    expect([alive, idle]).toEqual(expected);
  });

  it('takes the size of the queue from Coder, which lists fifty jobs at most', () => {
    expect(ask([daemon(UNTAGGED)], [job(UNTAGGED, { queue_size: 120 })])).toMatchObject({ pending: 120, takeable: 1 });
  });

  it('tells since when the oldest waits that somebody could take, and names the others', () => {
    const waiting = [
      job({ ...UNTAGGED, gpu: 'yes' }, { created_at: '2025-11-15T17:40:00Z', metadata: { workspace_name: 'dev' } }),
      job(UNTAGGED, { created_at: '2025-11-15T18:10:00Z' }),
      job(UNTAGGED, { created_at: '2025-11-15T18:05:00Z' }),
    ];
    expect(ask([daemon(UNTAGGED)], waiting)).toMatchObject({
      oldest: '2025-11-15T18:05:00Z',
      free: 2,
      unmatched: [{ what: 'workspace dev of template ?', tags: 'gpu=yes scope=organization' }],
    });
  });

  it.each([['<!doctype html>'], ['{"message":"Forbidden."}'], ['[1]'], ['[{"a":'], ['']])(
    'does not call %j a list',
    (body) => {
      expect(provisionerQueue.run({ daemons: body, jobs: '[]', now: NOW, stale: 90 })).toMatchObject({
        readable: false,
        alive: 0,
      });
    },
  );

  it('takes null for an empty list, as Go writes one', () => {
    expect(ask(null, null)).toMatchObject({ readable: true, alive: 0, pending: 0 });
  });

  it('never throws, and nobody is there whom the answer does not name', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (daemons, jobs) => {
        const result = provisionerQueue.run({ daemons, jobs, now: NOW, stale: 90 });
        expect(result?.['alive']).toBe(0);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { controllerLines } from '../../src/probes/controller-lines.ts';

const release = {
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name: 'coder', namespace: 'dev' },
};

function line(name: string, namespace: string, more: object): string {
  return JSON.stringify({
    level: 'error',
    ts: '2025-11-12T20:34:29.123Z',
    msg: 'Reconciler error',
    HelmRelease: { name, namespace },
    ...more,
  });
}

function linesOf(log: unknown): unknown {
  return controllerLines.run({ log, object: release })?.['lines'];
}

describe('controller-lines', () => {
  it('keeps the lines about the object and puts the error behind the message', () => {
    const log = [
      line('coder', 'dev', { error: 'context deadline exceeded' }),
      line('other', 'dev', {}),
      line('coder', 'prod', {}),
    ].join('\n');
    expect(linesOf(log)).toEqual([
      { at: '2025-11-12T20:34:29.123Z', level: 'error', message: 'Reconciler error: context deadline exceeded' },
    ]);
  });

  it('passes over text that is no JSON, such as a line whose start was cut off', () => {
    expect(
      linesOf(`ller error","HelmRelease":{"name":"coder"}}\n{broken\nI am plain text\n${line('coder', 'dev', {})}`),
    ).toHaveLength(1);
  });

  it('gives the newest error', () => {
    const log = [
      line('coder', 'dev', { error: 'first' }),
      line('coder', 'dev', { ts: '2025-11-12T20:35:00Z', error: 'second' }),
      line('coder', 'dev', { ts: '2025-11-12T20:36:00Z', level: 'info', msg: 'all is well' }),
      line('other', 'dev', { ts: '2025-11-12T20:37:00Z', error: 'third' }),
    ].join('\n');
    const error = { at: '2025-11-12T20:35:00Z', message: 'Reconciler error: second', said: 'second' };
    expect(controllerLines.run({ log, object: release })?.['error']).toEqual(error);
    expect(controllerLines.run({ log: '', object: release })?.['error']).toEqual({ at: '', message: '', said: '' });
  });

  it('keeps the newest ten and counts all', () => {
    const log = Array.from({ length: 14 }, (_, index) => line('coder', 'dev', { msg: `line ${index}` })).join('\n');
    const result = controllerLines.run({ log, object: release });
    expect(result?.['count']).toBe(14);
    expect(result?.['lines']).toMatchObject([
      { message: 'line 4' },
      {},
      {},
      {},
      {},
      {},
      {},
      {},
      {},
      { message: 'line 13' },
    ]);
  });

  it('says nothing without a log or without an object', () => {
    expect(controllerLines.run({ object: release })).toBeUndefined();
    expect(controllerLines.run({ log: '', object: null })).toBeUndefined();
    expect(linesOf('')).toEqual([]);
  });
});

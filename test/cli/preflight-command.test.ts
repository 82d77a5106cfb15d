import { describe, expect, it } from 'vitest';
import { register, type RegisteredCommand } from '../../src/cli/command-spec.ts';
import { parseArguments } from '../../src/cli/parse.ts';
import { preflightCommand, type PreflightIntent } from '../../src/cli/preflight-command.ts';

const COMMANDS: readonly RegisteredCommand<PreflightIntent>[] = [register(preflightCommand, (intent) => intent)];

function read(...args: readonly string[]): PreflightIntent {
  const parsed = parseArguments(['workshop', 'preflight', ...args], COMMANDS);
  if (parsed.is !== 'chosen') throw new Error(parsed.text);
  return parsed.choice;
}

describe('what is typed for a preflight', () => {
  it('is nothing: all of it comes from elsewhere', () => {
    const { typed, places, join, watch, strict, network, workshop } = read();
    expect(typed).toMatchObject({ participants: undefined, start: undefined, images: [], thresholds: {} });
    expect(places).toEqual({ contexts: [], folders: [], roles: [], domains: [], wildcards: [] });
    expect({ join, watch, strict, network, workshop }).toEqual({
      join: [],
      watch: undefined,
      strict: false,
      network: true,
      workshop: undefined,
    });
  });

  it('is the workshop and its workspaces', () => {
    const flags = ['--participants', '30', '--start', 'now', '--duration', '4h', '--zone', 'UTC', '--workshop', 'x'];
    const shape = ['--workspace-cpu', '500m', '--workspace-memory', '4Gi', '--workspace-storage', '10Gi'];
    const more = ['--workspaces-per-participant', '2', '--workspace-namespace', 'ws', '--workspace-image', 'a:1'];
    const numbers = ['--threshold', 'participants-per-provisioner=3', '--threshold', 'b=0.5'];
    const { typed, workshop } = read(...flags, ...shape, ...more, '--workspace-image', 'b:1', ...numbers);
    expect(workshop).toBe('x');
    expect(typed).toEqual({
      participants: 30,
      start: 'now',
      duration: '4h',
      zone: 'UTC',
      cpuMillicores: 500,
      memoryBytes: 4 * 1024 ** 3,
      storageBytes: 10 * 1024 ** 3,
      perParticipant: 2,
      namespace: 'ws',
      images: ['a:1', 'b:1'],
      thresholds: { 'participants-per-provisioner': 3, b: 0.5 },
    });
  });

  it('is where: contexts more than once, and what is said of each', () => {
    const contexts = ['--context', 'us', '--context', 'eu', '--context', 'us'];
    const { places, options } = read(
      ...contexts,
      '--context-role',
      'us=proxy',
      '--domain',
      'a=b=host',
      '--wildcard',
      '*.x',
    );
    expect(places).toEqual({
      contexts: ['us', 'eu'],
      folders: [],
      roles: [{ context: 'us', value: 'proxy' }],
      domains: [{ context: 'a=b', value: 'host' }],
      wildcards: [{ context: undefined, value: '*.x' }],
    });
    expect(options).toMatchObject({ context: undefined, from: undefined, output: 'table', input: true });
  });

  it.each([
    [['--watch'], { interval: 60, limit: 3600 }],
    [['--watch=30s', '--watch-limit', '2h'], { interval: 30, limit: 7200 }],
  ])('is how often: %j', (args, watch) => {
    expect(read(...args).watch).toEqual(watch);
  });

  it('is what to put together, and in which form', () => {
    const { join, options } = read('--join', 'a.json', 'b.json', '--join', 'c.json', '-o', 'json');
    expect(join).toEqual(['a.json', 'b.json', 'c.json']);
    expect(options.output).toBe('json');
  });

  it.each([
    [['--participants', '0'], 'whole number from 1 to 10000'],
    [['--participants', '-3'], 'whole number from 1 to 10000'],
    [['--participants', '10001'], 'whole number from 1 to 10000'],
    [['--participants', '1.5'], 'whole number from 1 to 10000'],
    [['--workspace-memory', '4'], 'at least 1Mi'],
    [['--workspace-cpu', '0'], 'at least 1m'],
    [['--workspace-cpu', 'two'], 'Write it as 2 or 500m'],
    [['--threshold', 'x'], 'NAME=NUMBER'],
    [['--threshold', 'x=-1'], 'NAME=NUMBER'],
    [['--context-role', '=proxy'], 'CONTEXT=VALUE'],
    [['--domain', 'us='], 'CONTEXT=VALUE'],
    [['--join', 'a.json', '--context', 'us'], '--join looks at no cluster, so --context has no place beside it'],
    [['--join', 'a.json', '--participants', '3'], 'so --participants has no place'],
    [['--join', 'a.json', '--watch'], 'so --watch has no place'],
    [['--from', 'a', '--context', 'us'], '--from reads a folder instead of a cluster, so --context'],
    [['--from', 'a', '--watch'], '--from reads a folder, which does not change'],
    [['--watch-limit', '2h'], '--watch-limit is about --watch'],
    [['--watch=100ms'], 'at most once a second'],
    [['--watch', '--plan'], '--plan does not look'],
    [['--role'], '--role goes with --plan'],
  ])('makes no sense: %j', (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });
});

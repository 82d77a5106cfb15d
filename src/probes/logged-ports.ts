import { RE2JS } from 're2js';
import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { compareText, list, text } from './read.ts';

/** On which ports a program says that it listens. What such lines look like stands in the runbook. */
export const loggedPorts: Probe = {
  name: 'logged-ports',
  computes: 'The ports that a log says are listened on, and which of them only on the loopback interface.',
  params: {
    log: { is: 'text', means: 'The log.' },
    patterns: {
      is: 'list',
      means: 'RE2 patterns with a group `port`, and a group `address` where the line names one.',
    },
  },
  returns: {
    ports: 'The ports, as texts.',
    loopback: 'Those that are named with a loopback address alone, as texts.',
    line: 'The first such line; empty without one.',
    text: 'The ports as one line; empty without any.',
  },
  run: readLog,
};

interface Listener {
  readonly port: string;
  readonly address: string;
  readonly line: string;
}

function readLog({ log, patterns }: ProbeArgs): ProbeResult | undefined {
  if (typeof log !== 'string') return undefined;
  const known = list(patterns).map((pattern) => RE2JS.compile(text(pattern)));
  const found = log.split('\n').flatMap((line) => known.flatMap((pattern) => listenerIn(line, pattern)).slice(0, 1));
  const ports = [...new Set(found.map(({ port }) => port))].toSorted(compareText);
  const open = new Set(found.filter(({ address }) => !isLoopback(address)).map(({ port }) => port));
  return {
    ports,
    loopback: ports.filter((port) => !open.has(port)),
    line: found[0]?.line.trim() ?? '',
    text: ports.join(', '),
  };
}

function listenerIn(line: string, pattern: RE2JS): readonly Listener[] {
  const matcher = pattern.matcher(line);
  if (!matcher.find()) return [];
  const names = pattern.namedGroups();
  const group = (name: string): string => (Object.hasOwn(names, name) ? (matcher.group(name) ?? '') : '');
  return group('port') === '' ? [] : [{ port: group('port'), address: group('address'), line }];
}

function isLoopback(address: string): boolean {
  return /^(?:127\.\d+\.\d+\.\d+|localhost|\[?::1\]?)$/i.test(address);
}

import type { Probe, ProbeResult } from '../model/probe.ts';
import { containerEnvironment } from './container-environment.ts';
import { entry, list, text } from './read.ts';

/** Under which hosts workloads say that they are reached, by variables that are written out. */
export const publishedAddresses: Probe = {
  name: 'published-addresses',
  computes: 'The hosts and wildcard hosts that some workloads say they are reached under, by variables of a container.',
  params: {
    rows: { is: 'list', means: '`{workload, container}`, in the order in which they count' },
    url: { is: 'text', means: 'the variable that holds an address such as https://coder.example.org' },
    wildcard: { is: 'text', means: 'the variable that holds a host with a star' },
  },
  returns: {
    hosts: 'the hosts of those addresses that not the cluster alone knows, each once (list)',
    wildcards: 'the hosts with a star, without a port, each once (list)',
    rows: 'one row per workload: row (as it was given), host, wildcard; both empty where they are not known',
  },
  run({ rows, url, wildcard }): ProbeResult | undefined {
    if (!Array.isArray(rows)) return undefined;
    const all = list(rows).map((row) => readRow(row, text(url), text(wildcard)));
    return {
      hosts: distinct(all.map((each) => each.host)),
      wildcards: distinct(all.map((each) => each.wildcard)),
      rows: all,
    };
  },
};

interface Read {
  readonly row: unknown;
  readonly host: string;
  readonly wildcard: string;
}

function readRow(row: unknown, url: string, wildcard: string): Read {
  const [object, container] = [entry(row, 'workload'), entry(row, 'container')];
  const values = entry(containerEnvironment.run({ object, container, names: [url, wildcard] }), 'values');
  return { row, host: hostOf(text(entry(values, url))), wildcard: starOf(text(entry(values, wildcard))) };
}

/** Empty for what is none, and for hosts that only the cluster or the machine itself knows. */
function hostOf(url: string): string {
  const host = /^https?:\/\/([a-z0-9.-]+)(?::\d+)?(?:\/|$)/i.exec(url)?.[1]?.toLowerCase() ?? '';
  return /^localhost$|^127\.|\.svc$|\.svc\.cluster\.local$|\.local$/.test(host) ? '' : host;
}

/** One star, at the beginning, and at least two labels behind it. */
function starOf(wildcard: string): string {
  return /^(\*[a-z0-9-]*(?:\.[a-z0-9-]+){2,})(?::\d+)?$/i.exec(wildcard)?.[1]?.toLowerCase() ?? '';
}

function distinct(all: readonly string[]): readonly string[] {
  return [...new Set(all)].filter((each) => each !== '');
}

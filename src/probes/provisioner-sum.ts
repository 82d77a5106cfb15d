import type { Probe, ProbeResult } from '../model/probe.ts';
import { compareText, entry, field, fullName, list, named, num, text } from './read.ts';

/** How many builds Coder can run at once: one for each replica of its provisioners, and for each daemon inside its server. */
export const provisionerSum: Probe = {
  name: 'provisioner-sum',
  computes: 'How many provisioners some workloads and Coder servers have together, declared and ready.',
  params: {
    sets: { is: 'list', means: 'The provisioners of their own: `{workload, container}`.' },
    servers: { is: 'list', means: 'The Coder servers: `{workload, container}`.' },
  },
  returns: {
    declared: 'How many are declared (a count).',
    ready: 'How many of them are ready; those inside a server are as ready as it is.',
    outside: 'How many of the declared are provisioners of their own.',
    inside: 'How many of them run inside a server.',
    open: 'Whether a server has variables whose names are not known, so that how many run inside it is a guess.',
    largest: 'The workload with the most replicas; null without any.',
    words: 'One text per workload: `NAMESPACE/NAME: READY of DECLARED ready`.',
  },
  run({ sets, servers }): ProbeResult | undefined {
    if (!Array.isArray(sets) || !Array.isArray(servers)) return undefined;
    const own = list(sets).map((row) => countsOf(row, 1));
    const within = list(servers).map((row) => countsOf(row, daemonsIn(row)));
    const all = [...own, ...within.filter(({ declared }) => declared > 0)];
    const sum = (rows: readonly Counts[], what: 'declared' | 'ready'): number =>
      rows.reduce((total, row) => total + row[what], 0);
    const largest = own.toSorted((a, b) => b.declared - a.declared || compareText(a.name, b.name))[0];
    return {
      declared: sum(all, 'declared'),
      ready: sum(all, 'ready'),
      outside: sum(own, 'declared'),
      inside: sum(within, 'declared'),
      open: list(servers).some((row) => list(entry(containerOf(row), 'envFrom')).length > 0),
      largest: largest?.workload ?? null,
      words: all.map(({ name, declared, ready }) => `${name}: ${ready} of ${declared} ready`),
    };
  },
};

interface Counts {
  readonly workload: unknown;
  readonly name: string;
  readonly declared: number;
  readonly ready: number;
}

function countsOf(row: unknown, each: number): Counts {
  const workload = entry(row, 'workload');
  const declared = (num(field(workload, 'spec.replicas')) ?? 1) * each;
  const ready = (num(field(workload, 'status.readyReplicas')) ?? 0) * each;
  return { workload, name: fullName(workload), declared, ready: Math.min(ready, declared) };
}

/** `CODER_PROVISIONER_DAEMONS` where it is written out; three without it (coder, codersdk/deployment.go). */
const USUAL_DAEMONS = 3;

function daemonsIn(row: unknown): number {
  const variables = list(entry(containerOf(row), 'env'));
  const found = variables.findLast((each) => entry(each, 'name') === 'CODER_PROVISIONER_DAEMONS');
  const value = text(entry(found, 'value'));
  return /^\d{1,4}$/.test(value) ? Number(value) : USUAL_DAEMONS;
}

function containerOf(row: unknown): unknown {
  return named(field(entry(row, 'workload'), 'spec.template.spec.containers'), text(entry(row, 'container')));
}

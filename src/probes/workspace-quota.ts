import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { amountToWrite, amountWords, quotaAmount, quotaUnit } from './admission/quota-resource.ts';
import { countsPod, scopesOf } from './admission/quota-scopes.ts';
import { effectiveLimits } from './admission/limits.ts';
import { field, isRecord, list, num, record, text } from './read.ts';
import { readAmount } from './scheduling/amounts.ts';
import { effectiveRequest } from './scheduling/effective-request.ts';

/** Whether a ResourceQuota leaves room for so many more workspaces like one, and the limits that would. */
export const workspaceQuota: Probe = {
  name: 'workspace-quota',
  computes: 'Whether so many more workspaces fit into a ResourceQuota, and the limits that would do.',
  params: {
    quota: { is: 'object', means: 'The ResourceQuota with its status.' },
    wanted: { is: 'number', means: 'How many workspaces.' },
    cpu: { is: 'number', means: 'What one asks for, in millicores.' },
    memory: { is: 'number', means: 'The same in bytes.' },
    storage: { is: 'number', optional: true, means: 'Its ephemeral storage in bytes.' },
    like: { is: 'object', optional: true, means: 'A pod of a workspace: its limits and its scopes.' },
    claims: {
      is: 'list',
      means: "PersistentVolumeClaims of its namespace; those of that pod are one workspace's.",
    },
    made: {
      is: 'list',
      optional: true,
      means: 'What else each workspace makes one of, as the quota counts it: `count/deployments.apps`.',
    },
  },
  returns: {
    counts: 'Whether it counts such pods at all, by its scopes.',
    rows: 'Per resource that a workspace takes of it `{resource, hard, used, needed, fits, wanted}`, amounts in words.',
    fits: 'Whether all of them fit.',
    short: 'The resources of which too little is left, in words.',
    hard: 'The limits that would do for those, as a flow map of YAML; empty where all fit.',
    unseen: 'Limits of the quota on something of which it is not known how much a workspace takes.',
    scopes: 'The scopes of the quota in words; empty when it counts every pod.',
  },
  run: measure,
};

interface Row {
  readonly resource: string;
  readonly hard: number;
  readonly used: number;
  readonly needed: number;
}

function measure(args: ProbeArgs): ProbeResult | undefined {
  const { quota, like } = args;
  const [wanted, cpu, memory] = [num(args['wanted']), num(args['cpu']), num(args['memory'])];
  const hard = record(field(quota, 'status.hard'));
  if (!isRecord(field(quota, 'status.hard')) || wanted === undefined || cpu === undefined || memory === undefined)
    return undefined;
  const scopes = scopesOf(quota).join(', ');
  const counts = scopes === '' || like === undefined || like === null || countsPod(quota, like);
  const taken = takenByOne(args);
  const rows = counts ? Object.keys(hard).flatMap((resource) => rowOf(quota, resource, taken, wanted)) : [];
  const short = rows.filter((row) => !fits(row));
  const unseen = Object.keys(hard).filter((resource) => counts && !taken.has(resource) && isOfPods(resource));
  return {
    counts,
    rows: rows.map(inWords),
    fits: short.length === 0,
    short: short.map(lineOf).join('; '),
    hard: short.length === 0 ? '' : `{ ${short.map((row) => `${row.resource}: "${enough(row)}"`).join(', ')} }`,
    unseen,
    scopes,
  };
}

/** What one workspace takes of each resource that a quota can count (pkg/quota/v1/evaluator/core). */
function takenByOne({ like, claims, made, cpu, memory, storage }: ProbeArgs): ReadonlyMap<string, number> {
  const asked = { cpu: num(cpu) ?? 0, memory: num(memory) ?? 0, 'ephemeral-storage': num(storage) ?? 0 };
  const taken = new Map<string, number>([
    ['pods', 1],
    ['count/pods', 1],
    ...list(made).map((name): [string, number] => [text(name), 1]),
  ]);
  for (const [resource, amount] of Object.entries(asked)) {
    taken.set(`requests.${resource}`, amount);
    taken.set(resource, amount);
    const limit = limitOf(like, resource, amount);
    if (limit !== undefined) taken.set(`limits.${resource}`, limit);
  }
  for (const [resource, amount] of claimsOf(like, list(claims))) taken.set(resource, amount);
  return taken;
}

/** The limit of the pod that runs, in the same proportion where another shape was asked for; undefined where it has none. */
function limitOf(like: unknown, resource: string, asked: number): number | undefined {
  const limit = effectiveLimits(like).get(resource);
  const request = effectiveRequest(like).get(resource) ?? 0;
  if (limit === undefined) return undefined;
  return request === 0 || asked === 0 ? limit : Math.ceil((limit * asked) / request);
}

function claimsOf(like: unknown, claims: readonly unknown[]): readonly (readonly [string, number])[] {
  if (!isRecord(field(like, 'spec'))) return [];
  const names = list(field(like, 'spec.volumes')).map((volume) =>
    text(field(volume, 'persistentVolumeClaim.claimName')),
  );
  const own = claims.filter((claim) => names.includes(text(field(claim, 'metadata.name'))));
  const asked = own.map((claim) => ({
    storage: readAmount('storage', field(claim, 'spec.resources.requests.storage')) ?? 0,
    ofClass: text(field(claim, 'spec.storageClassName')),
  }));
  const total = asked.reduce((sum, { storage }) => sum + storage, 0);
  const classes = [...new Set(asked.map(({ ofClass }) => ofClass))].filter((name) => name !== '');
  return [
    ['persistentvolumeclaims', own.length],
    ['count/persistentvolumeclaims', own.length],
    ['requests.storage', total],
    ...classes.flatMap((name): readonly (readonly [string, number])[] => {
      const ofIt = asked.filter(({ ofClass }) => ofClass === name);
      const prefix = `${name}.storageclass.storage.k8s.io`;
      return [
        [`${prefix}/requests.storage`, ofIt.reduce((sum, { storage }) => sum + storage, 0)],
        [`${prefix}/persistentvolumeclaims`, ofIt.length],
      ];
    }),
  ];
}

function rowOf(quota: unknown, resource: string, taken: ReadonlyMap<string, number>, wanted: number): readonly Row[] {
  const each = taken.get(resource) ?? 0;
  const hard = quotaAmount(field(quota, 'spec.hard'), resource) ?? quotaAmount(field(quota, 'status.hard'), resource);
  if (each === 0 || hard === undefined) return [];
  const used = quotaAmount(field(quota, 'status.used'), resource) ?? 0;
  return [{ resource, hard, used, needed: each * wanted }];
}

/** Of a limit or a claim that the pod which runs does not have nothing is said; counts of other kinds are no matter of workspaces. */
function isOfPods(resource: string): boolean {
  return resource.startsWith('limits.') || resource === 'requests.storage' || resource === 'persistentvolumeclaims';
}

function fits({ hard, used, needed }: Row): boolean {
  return used + needed <= hard;
}

function enough({ resource, used, needed }: Row): string {
  return amountToWrite(used + needed, quotaUnit(resource));
}

function inWords(row: Row) {
  const words = (amount: number): string => amountWords(amount, quotaUnit(row.resource));
  const { resource, hard, used, needed } = row;
  return {
    resource,
    hard: words(hard),
    used: words(used),
    needed: words(needed),
    fits: fits(row),
    wanted: enough(row),
  };
}

function lineOf(row: Row): string {
  const { resource, hard, used, needed } = inWords(row);
  return `${resource}: ${needed} needed, ${used} of ${hard} used`;
}

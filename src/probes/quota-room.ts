import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { amountToWrite, amountWords, quotaAmount, quotaUnit, readPrinted } from './admission/quota-resource.ts';
import { scopesOf } from './admission/quota-scopes.ts';
import { quotaUsers } from './admission/quota-users.ts';
import { field, isRecord, list, text } from './read.ts';

/** Whether a ResourceQuota would let in now what it refused (`CheckRequest`, resourcequota/controller.go), and who uses it. */
export const quotaRoom: Probe = {
  name: 'quota-room',
  computes: 'Whether a ResourceQuota has room now for what it refused, and who uses most of what is short.',
  params: {
    quota: { is: 'object', means: 'The ResourceQuota with its status.' },
    requested: { is: 'text', means: 'What was asked for, as the refusal prints it: `requests.cpu=1,pods=1`.' },
    pods: { is: 'list', optional: true, means: 'The pods of its namespace.' },
    objects: { is: 'list', optional: true, means: 'Its Services and claims, where a quota counts those.' },
  },
  returns: {
    fits: 'Whether all that was asked for fits now.',
    rows: 'Per resource that was asked for `{resource, hard, used, requested, fits}`, amounts in words.',
    text: 'One line per resource.',
    resource: 'The resource that lacks most, by its share of the limit; the first one when none lacks.',
    wanted: 'The limit of it that would do, as a manifest takes it.',
    users: 'The five largest users of it `{name, amount}`, amounts in words; empty when none is known.',
    usersText: 'The same as one line; empty when none is known.',
    scopes: 'The scopes of the quota in words; empty when it counts every pod.',
  },
  run: measureQuota,
};

interface Row {
  readonly resource: string;
  readonly unit: 'bytes' | 'millicores' | 'count';
  readonly hard: number;
  readonly used: number;
  readonly requested: number;
}

/** A row with its amounts as people read them. */
interface Words {
  readonly resource: string;
  readonly hard: string;
  readonly used: string;
  readonly requested: string;
  readonly fits: boolean;
}

const SHOWN_USERS = 5;

function measureQuota({ quota, requested, pods, objects }: ProbeArgs): ProbeResult | undefined {
  const wanted = readPrinted(text(requested));
  if (!isRecord(field(quota, 'status.hard')) || Object.keys(wanted).length === 0) return undefined;
  const rows = Object.keys(wanted).flatMap((resource) => rowOf(quota, resource, wanted) ?? []);
  const worst = rows.toSorted((a, b) => lack(b) - lack(a))[0];
  const users = worst === undefined ? [] : quotaUsers(quota, worst.resource, list(pods), list(objects));
  const unit = worst?.unit ?? 'count';
  const named = users.slice(0, SHOWN_USERS).map(({ name, amount }) => ({ name, amount: amountWords(amount, unit) }));
  return {
    fits: rows.every(fits),
    rows: rows.map(inWords),
    text: rows.map(lineOf).join('\n'),
    resource: worst?.resource ?? '',
    wanted: worst === undefined ? '' : amountToWrite(worst.used + worst.requested, unit),
    users: named,
    usersText: named.map(({ name, amount }) => `${name} ${amount}`).join(', '),
    scopes: scopesOf(quota).join(', '),
  };
}

/** Undefined for a resource that the quota does not limit (any more): it stands in nobody's way. */
function rowOf(quota: unknown, resource: string, wanted: Readonly<Record<string, string>>): Row | undefined {
  const hard = quotaAmount(field(quota, 'status.hard'), resource);
  const requested = quotaAmount(wanted, resource);
  if (hard === undefined || requested === undefined) return undefined;
  const used = quotaAmount(field(quota, 'status.used'), resource) ?? 0;
  return { resource, unit: quotaUnit(resource), hard, used, requested };
}

function fits({ hard, used, requested }: Row): boolean {
  return used + requested <= hard;
}

/** How much is missing, as a share of the limit. */
function lack({ hard, used, requested }: Row): number {
  return (used + requested - hard) / Math.max(1, hard);
}

function inWords(row: Row): Words {
  const words = (amount: number): string => amountWords(amount, row.unit);
  const { resource, hard, used, requested } = row;
  return { resource, hard: words(hard), used: words(used), requested: words(requested), fits: fits(row) };
}

function lineOf(row: Row): string {
  const { resource, hard, used, requested } = inWords(row);
  return `${resource}: ${used} of ${hard} used, ${requested} asked for`;
}

import type { Probe, ProbeArgs } from '../../model/probe.ts';
import { compareText, entry, field, isRecord, list, num, optionalList, text } from '../read.ts';

/**
 * A quota of the account for machines that run, in vCPUs, held against those that run (aws-kubernetes 1.7). One that was never
 * asked for is not stored with the account: Service Quotas then answers NoSuchResourceException, and its default holds.
 */
export const vcpuQuota: Probe = {
  name: 'vcpu-quota',
  computes: 'How many vCPUs of one kind an AWS account may run in a region, and how many of them run.',
  params: {
    quota: { is: 'object', means: 'What `aws service-quotas get-service-quota` or the default of it said.' },
    instances: { is: 'object', means: 'What `aws ec2 describe-instances` said of the region.' },
    types: { is: 'object', optional: true, means: 'What `aws ec2 describe-instance-types` said of their types.' },
    letters: {
      is: 'list',
      means: 'The letters before the number in the types that it counts, such as `m` of `m6i.large`.',
    },
    market: { is: 'text', means: '`spot` or `on-demand`.' },
    wanted: { is: 'text', optional: true, means: 'The type of which one more is wanted; empty where it is not known.' },
  },
  returns: {
    name: 'Its name.',
    code: 'Its code.',
    value: 'How many vCPUs may run.',
    granted: 'Whether it was ever granted: a value of 0 means that it was not.',
    used: 'How many run.',
    left: 'How many more may run.',
    need: 'How many one more machine takes: those of the type that is wanted, else 1.',
    full: 'Whether that is more than may run.',
    machines: 'How many machines those are (a count).',
    byType: 'The types that use most as one line.',
    typesKnown: 'Whether it is known of every type how many vCPUs it has.',
    adjustable: 'Whether more can be asked for.',
  },
  run: measureQuota,
};

/** Stopped machines do not count. */
const COUNTED = ['pending', 'running'];
const SHOWN = 4;

interface Use {
  readonly type: string;
  readonly machines: number;
  readonly vcpus: number | undefined;
}

/** What may run of one kind of machines and what does, in vCPUs, as the probe returns it. */
export type QuotaFigures = Readonly<{
  name: string;
  code: string;
  value: number;
  granted: boolean;
  used: number;
  left: number;
  need: number;
  full: boolean;
  machines: number;
  byType: string;
  typesKnown: boolean;
  adjustable: boolean;
}>;

/** The figures of one quota; undefined where AWS did not tell it, or not what runs. */
export function measureQuota(args: ProbeArgs): QuotaFigures | undefined {
  const { quota, instances, types, letters, market, wanted } = args;
  const own = entry(quota, 'Quota');
  const value = num(entry(own, 'Value'));
  const reservations = optionalList(entry(instances, 'Reservations'));
  if (!isRecord(own) || value === undefined || reservations === undefined) return undefined;
  const running = reservations
    .flatMap((each) => list(entry(each, 'Instances')))
    .filter((each) => isCounted(each, list(letters).map(text), text(market)));
  const uses = usesOf(running, types);
  const used = uses.reduce((sum, { vcpus }) => sum + (vcpus ?? 0), 0);
  const left = Math.max(0, value - used);
  const need = vcpusOfType(text(wanted), types) ?? 1;
  return {
    name: text(own['QuotaName']),
    code: text(own['QuotaCode']),
    value,
    granted: value > 0,
    used,
    ...{ left, need, full: need > left },
    machines: running.length,
    byType: uses.slice(0, SHOWN).map(lineOf).join(', '),
    typesKnown: uses.every(({ vcpus }) => vcpus !== undefined),
    adjustable: own['Adjustable'] !== false,
  };
}

function isCounted(instance: unknown, letters: readonly string[], market: string): boolean {
  const spot = text(entry(instance, 'InstanceLifecycle')) === 'spot';
  const counts = COUNTED.includes(text(field(instance, 'State.Name')).toLowerCase());
  return counts && spot === (market === 'spot') && letters.includes(lettersOf(typeOf(instance)));
}

function typeOf(instance: unknown): string {
  return text(entry(instance, 'InstanceType'));
}

/** `m` of `m6i.large`, `inf` of `inf2.xlarge`, `u` of `u-6tb1.metal`. */
function lettersOf(type: string): string {
  return /^[a-z]+/.exec(type)?.[0] ?? '';
}

/** Most vCPUs first. */
function usesOf(instances: readonly unknown[], types: unknown): readonly Use[] {
  const names = [...new Set(instances.map(typeOf))];
  const uses = names.map((type): Use => {
    const own = instances.filter((instance) => typeOf(instance) === type);
    return { type, machines: own.length, vcpus: sumOf(own.map((instance) => vcpusOf(instance, types))) };
  });
  return uses.toSorted((a, b) => (b.vcpus ?? 0) - (a.vcpus ?? 0) || compareText(a.type, b.type));
}

/** Undefined where one of them is not known. */
function sumOf(numbers: readonly (number | undefined)[]): number | undefined {
  return numbers.reduce((sum, each) => (sum === undefined || each === undefined ? undefined : sum + each), 0);
}

/** What its type has, or where that is not known, its own cores and threads. */
function vcpusOf(instance: unknown, types: unknown): number | undefined {
  const known = vcpusOfType(typeOf(instance), types);
  if (known !== undefined) return known;
  const [cores, threads] = ['CoreCount', 'ThreadsPerCore'].map((key) => num(field(instance, `CpuOptions.${key}`)));
  return cores === undefined || threads === undefined ? undefined : cores * threads;
}

function vcpusOfType(type: string, types: unknown): number | undefined {
  const own = list(entry(types, 'InstanceTypes')).find((each) => entry(each, 'InstanceType') === type);
  return num(field(own, 'VCpuInfo.DefaultVCpus'));
}

function lineOf({ type, machines, vcpus }: Use): string {
  return `${machines} × ${type}: ${vcpus === undefined ? 'unknown' : vcpus}`;
}

import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { entry, field, list, num, optionalList, text } from '../read.ts';
import { measureQuota, type QuotaFigures } from './vcpu-quota.ts';

/**
 * How much of what node groups and NodePools may add the quotas of the account let them add. A quota counts vCPUs of all
 * machines of its kind in the region, whoever started them (aws-kubernetes 1.7). Where one of those that count was not
 * told, or a source may start machines of which it is not known which quota counts them, it is not `seen`, and the rest
 * says nothing.
 */
export const growthWithinQuota: Probe = {
  name: 'growth-within-quota',
  computes:
    'How many more pods fit on the machines that the quotas of an AWS account let node groups and NodePools add.',
  params: {
    kinds: { is: 'list', means: 'The kinds of `machine-kinds`.' },
    sources: {
      is: 'list',
      optional: true,
      means:
        'What adds machines: by (`group` or `pool`), name, possible (how many more pods by its own bounds; null without one).',
    },
    own: {
      is: 'list',
      optional: true,
      means: 'What `get-service-quota` said of each code, as a look-up with `each` gives it.',
    },
    usual: {
      is: 'list',
      optional: true,
      means: 'What `get-aws-default-service-quota` said of those that the account does not keep.',
    },
    instances: { is: 'object', optional: true, means: 'What `aws ec2 describe-instances` said of the region.' },
    types: { is: 'object', optional: true, means: 'What `aws ec2 describe-instance-types` said of the types.' },
    missing: { is: 'number', means: 'For how many more pods room is wanted.' },
  },
  returns: {
    seen: 'Whether all that it takes was told.',
    possible: 'How many more pods fit on machines that they may add (a count).',
    enough: 'Whether that is room for all of them.',
    rows: 'One row per quota: code, name, value, used, left (all in vCPUs), type, vcpus (of such a machine), fits (pods on one), machines (how many more may run).',
    short: 'The row of the quota that stops them first; null where none does.',
    needs: 'How many vCPUs that quota lacks (a count); 0 where none does.',
    wanted: 'What the value of that quota has to be, in vCPUs (a count); 0 where none lacks any.',
  },
  run: (args) => measure(args) ?? UNSEEN,
};

const UNSEEN: ProbeResult = { seen: false, possible: 0, enough: false, rows: [], short: null, needs: 0, wanted: 0 };

interface Kind {
  readonly group: string;
  readonly pool: string;
  readonly type: string;
  readonly code: string;
  readonly market: string;
  readonly letters: readonly string[];
  readonly fits: number;
  readonly vcpus: number;
}

interface Source {
  readonly by: string;
  readonly name: string;
  readonly possible: number | undefined;
}

/** A quota, and what the sources before have left of it. */
interface Budget {
  readonly figures: QuotaFigures;
  readonly rest: number;
}

interface Spent {
  readonly possible: number;
  readonly budgets: ReadonlyMap<string, Budget>;
  /** The kind of the first source that a quota stops. */
  readonly stopped: Kind | undefined;
}

function measure(args: ProbeArgs): ProbeResult | undefined {
  const sources = optionalList(args['sources'])?.map(sourceOf);
  const missing = num(args['missing']);
  const kinds = kindsOf(args);
  const budgets = kinds === undefined ? undefined : budgetsOf(kinds, args);
  if (sources === undefined || missing === undefined || kinds === undefined || budgets === undefined) return undefined;
  let spent: Spent = { possible: 0, budgets, stopped: undefined };
  for (const source of sources) {
    const kind = kindFor(source, kinds);
    const budget = kind === undefined ? undefined : spent.budgets.get(kind.code);
    if (kind === undefined || budget === undefined) return undefined;
    spent = spend(spent, source, kind, budget);
  }
  return {
    seen: true,
    possible: spent.possible,
    enough: spent.possible >= missing,
    rows: [...budgets].map(([code, { figures }]) => rowOf(code, figures, kinds)),
    ...shortage(spent, missing - spent.possible, kinds),
  };
}

function sourceOf(value: unknown): Source {
  return { by: text(entry(value, 'by')), name: text(entry(value, 'name')), possible: num(entry(value, 'possible')) };
}

/** Undefined where it is not known of one how many vCPUs it has. */
function kindsOf({ kinds, types }: ProbeArgs): readonly Kind[] | undefined {
  const shapes = list(entry(types, 'InstanceTypes'));
  const all = list(kinds).map((value): Kind | undefined => {
    const type = text(entry(value, 'type'));
    const vcpus = num(
      field(
        shapes.find((shape) => entry(shape, 'InstanceType') === type),
        'VCpuInfo.DefaultVCpus',
      ),
    );
    if (vcpus === undefined || vcpus <= 0) return undefined;
    const [group, pool, code, market] = ['group', 'pool', 'code', 'market'].map((key) => text(entry(value, key)));
    const letters = list(entry(value, 'letters')).map(text);
    return {
      group: group ?? '',
      pool: pool ?? '',
      type,
      code: code ?? '',
      market: market ?? '',
      letters,
      fits: num(entry(value, 'fits')) ?? 0,
      vcpus,
    };
  });
  return all.some((kind) => kind === undefined) ? undefined : all.filter((kind) => kind !== undefined);
}

/** Undefined where one of the quotas was not told, or not all that runs is known. */
function budgetsOf(kinds: readonly Kind[], args: ProbeArgs): ReadonlyMap<string, Budget> | undefined {
  const budgets = new Map<string, Budget>();
  for (const { code, letters, market } of kinds) {
    if (code === '' || budgets.has(code)) continue;
    const quota = toldOf(args['own'], code) ?? toldOf(args['usual'], code);
    const { instances, types } = args;
    const figures = measureQuota({ quota, instances, types, letters, market });
    if (figures?.typesKnown !== true) return undefined;
    budgets.set(code, { figures, rest: figures.left });
  }
  return budgets;
}

/** What was told of one code; a row of what gave no answer has none. */
function toldOf(rows: unknown, code: string): unknown {
  const row = list(rows).find((each) => entry(each, 'of') === code);
  return entry(row, 'answer');
}

/** Of several kinds that a source may start the one that takes most of a quota per pod; of one without a node here any. */
function kindFor({ by, name }: Source, kinds: readonly Kind[]): Kind | undefined {
  const own = kinds.filter((kind) => name !== '' && (by === 'pool' ? kind.pool : kind.group) === name);
  return (own.length > 0 ? own : kinds).toSorted((a, b) => costOf(b) - costOf(a))[0];
}

function costOf({ vcpus, fits }: Kind): number {
  return fits > 0 ? vcpus / fits : Infinity;
}

function spend(spent: Spent, { possible }: Source, kind: Kind, { figures, rest }: Budget): Spent {
  const asked = possible ?? Infinity;
  const machines = kind.fits > 0 ? Math.min(Math.ceil(asked / kind.fits), Math.floor(rest / kind.vcpus)) : 0;
  const got = Math.min(asked, machines * kind.fits);
  return {
    possible: spent.possible + got,
    budgets: new Map(spent.budgets).set(kind.code, { figures, rest: rest - machines * kind.vcpus }),
    stopped: spent.stopped ?? (got < asked && kind.fits > 0 ? kind : undefined),
  };
}

function rowOf(code: string, { name, value, used, left }: QuotaFigures, kinds: readonly Kind[]) {
  const kind = kinds.filter((each) => each.code === code).toSorted((a, b) => costOf(b) - costOf(a))[0];
  const [type, vcpus, fits] = [kind?.type ?? '', kind?.vcpus ?? 1, kind?.fits ?? 0];
  return { code, name, value, used, left, type, vcpus, fits, machines: Math.floor(left / vcpus) };
}

function shortage({ budgets, stopped }: Spent, unmet: number, kinds: readonly Kind[]): ProbeResult {
  const budget = stopped === undefined || unmet <= 0 ? undefined : budgets.get(stopped.code);
  if (stopped === undefined || budget === undefined) return { short: null, needs: 0, wanted: 0 };
  const vcpus = Math.ceil(unmet / Math.max(1, stopped.fits)) * stopped.vcpus;
  const { figures, rest } = budget;
  return {
    short: rowOf(stopped.code, figures, kinds),
    needs: vcpus - rest,
    wanted: figures.used + (figures.left - rest) + vcpus,
  };
}

import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { parseGoDuration } from '../text/duration.ts';
import { parseTime } from '../text/time.ts';
import { instant } from './cron/due-times.ts';
import { budgetsWith, isClosedThroughout, type Span } from './karpenter/budgets.ts';
import { compareText, condition, entry, field, list, nameOf, text } from './read.ts';

/**
 * What Karpenter may do to nodes in some time. Consolidation and drift keep to the budgets of a NodePool and to pods that are marked
 * karpenter.sh/do-not-disrupt; expiry keeps to no budget, and waits for such pods until the grace period of the NodeClaim is over
 * (karpenter.sh/v1, disruption and expiration controllers).
 */
export const karpenterOutlook: Probe = {
  name: 'karpenter-outlook',
  computes: 'Which nodes of Karpenter expire in some time, and which NodePools let nodes be taken away meanwhile.',
  params: {
    pools: { is: 'list', means: 'the NodePools' },
    claims: { is: 'list', means: 'the NodeClaims' },
    pods: { is: 'list', means: 'the pods that are to be left alone' },
    start: { is: 'text', means: 'when it begins, RFC 3339' },
    end: { is: 'text', means: 'when it is over, RFC 3339' },
    mark: { is: 'text', means: 'the annotation by which Karpenter leaves a pod alone when it is `true`' },
  },
  returns: {
    expiring:
      'one row per NodeClaim that expires in that time, or has and is still there, earliest first: claim, node, pool, at (RFC 3339), pods (a count)',
    open: 'one row per NodePool that may take nodes away in that time: pool, name, moves (`drift` or `consolidation`), drifted (NodeClaims, a count), pods (those on its nodes, a count), bare (those without the mark, a count), budgets (those that it has and one for that time, as JSON), schedule (when that one begins, cron in UTC), long (its duration)',
    closed: 'the names of the NodePools that take none away meanwhile (list)',
    holders: 'how many of the pods are on nodes of Karpenter (a count)',
  },
  run: outlook,
};

function outlook({ pools, claims, pods, start, end, mark }: ProbeArgs): ProbeResult | undefined {
  const [from, to] = [parseTime(text(start)), parseTime(text(end))];
  if (!Array.isArray(pools) || !Array.isArray(claims) || !Array.isArray(pods)) return undefined;
  if (from === undefined || to === undefined) return undefined;
  const span = { from, to };
  const homes = list(claims).map((claim) => homeOf(claim, list(pods), text(mark)));
  const rows = list(pools)
    .toSorted((a, b) => compareText(nameOf(a), nameOf(b)))
    .map((pool) => poolRow(pool, homes, span));
  return {
    expiring: homes.flatMap((home) => expiryOf(home, span)).toSorted((a, b) => compareText(a.at, b.at)),
    open: rows.filter(({ isOpen }) => isOpen).map(({ isOpen: _, ...row }) => row),
    closed: rows.filter(({ isOpen }) => !isOpen).map(({ name }) => name),
    holders: homes.reduce((sum, { guests }) => sum + guests.length, 0),
  };
}

/** A NodeClaim, and which of the pods are on its node. */
interface Home {
  readonly claim: unknown;
  readonly node: string;
  readonly pool: string;
  readonly guests: readonly unknown[];
  readonly bare: number;
}

function homeOf(claim: unknown, pods: readonly unknown[], mark: string): Home {
  const node = text(field(claim, 'status.nodeName'));
  const guests = pods.filter((pod) => node !== '' && text(field(pod, 'spec.nodeName')) === node);
  const bare = guests.filter((pod) => entry(field(pod, 'metadata.annotations'), mark) !== 'true').length;
  return { claim, node, pool: text(entry(field(claim, 'metadata.labels'), 'karpenter.sh/nodepool')), guests, bare };
}

interface Expiry {
  readonly claim: unknown;
  readonly node: string;
  readonly pool: string;
  readonly at: string;
  readonly pods: number;
}

/** `Never`, and a form that is none, expire nothing. */
function expiryOf({ claim, node, pool, guests }: Home, { from, to }: Span): readonly Expiry[] {
  const born = parseTime(text(field(claim, 'metadata.creationTimestamp')));
  const life = parseGoDuration(text(field(claim, 'spec.expireAfter')));
  if (born === undefined || life === undefined || field(claim, 'metadata.deletionTimestamp') !== undefined) return [];
  const at = born + life;
  return at < from || at > to ? [] : [{ claim, node, pool, at: instant(at), pods: guests.length }];
}

function poolRow(pool: unknown, homes: readonly Home[], span: Span) {
  const name = nameOf(pool);
  const own = homes.filter((home) => home.pool === name);
  const drifted = own.filter(({ claim }) => entry(condition(claim, 'Drifted'), 'status') === 'True').length;
  const moves = drifted > 0 ? 'drift' : consolidates(pool) ? 'consolidation' : '';
  const pods = own.reduce((sum, { guests }) => sum + guests.length, 0);
  const bare = own.reduce((sum, each) => sum + each.bare, 0);
  const budgets = field(pool, 'spec.disruption.budgets');
  return {
    isOpen: moves !== '' && !isClosedThroughout(budgets, span) && (pods === 0 || bare > 0),
    ...{ pool, name, moves, drifted, pods, bare },
    ...budgetsWith(budgets, span),
  };
}

/** One that takes away empty nodes alone moves nobody, and one that waits for ever takes away none. */
function consolidates(pool: unknown): boolean {
  const disruption = field(pool, 'spec.disruption');
  return entry(disruption, 'consolidationPolicy') !== 'WhenEmpty' && entry(disruption, 'consolidateAfter') !== 'Never';
}

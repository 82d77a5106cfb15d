import type { Fact } from '../model/fact.ts';
import type { ContextRow, PreflightReport } from '../model/preflight.ts';
import type { Query, ServerInfo } from '../model/query.ts';
import type { LookUp } from '../engine/memo.ts';
import { acrossInputs, type Given } from '../preflight/across.ts';
import { assemble } from '../preflight/assemble.ts';
import { fewestChanges, type WalkAgain } from '../preflight/fewest-changes.ts';
import { checksOf, type WalkedCheck } from '../preflight/walked-check.ts';
import { outOfReach } from './exit.ts';
import type { Io } from './io.ts';
import { walkContext, walkOne, type Met, type Plain, type Walking } from './preflight-context.ts';
import type { OpenPlace, OpenPreflight } from './preflight-open.ts';
import { createProgressFor } from './progress-for.ts';
import { limitedLookUp, nobody } from './world.ts';

/** Walks every check in every context, all at once, and those across contexts behind them. */
export async function walkPreflight(
  { intent, profile, plan, places }: OpenPreflight,
  io: Io,
): Promise<PreflightReport> {
  const { workshop } = plan;
  const progress = createProgressFor(io, { ...intent.options, verbose: false });
  // Of so many steps at once nobody reads any: what is being waited for is told, and no more.
  const person = nobody({}, (event) => {
    if (event.event !== 'step') progress.tell(event);
  });
  const walking: Walking = { io, profile, workshop, person };
  // The time limits of a look end with it: one that is watched has many.
  const end = new AbortController();
  const during = { ...io, signal: AbortSignal.any([io.signal, end.signal]) };
  try {
    const met = await Promise.all(places.map((place) => meet(place, intent.network, during)));
    const again = walkAgain(met, walking);
    const walked = await again(new Map());
    const { contacts } = profile;
    const fewest = await fewestChanges(walked, again, contacts);
    const contexts = met.map(({ row }) => row);
    return assemble({ workshop, contexts, walked, contacts, notes: plan.notes, ...fewest });
  } finally {
    end.abort();
    progress.stop();
  }
}

async function meet({ place, cluster, options }: OpenPlace, network: boolean, io: Io): Promise<Met> {
  const lookUp = limitedLookUp(cluster, options.timeLimit, io);
  const fact = await lookUp({ from: 'server' });
  const server = fact.state === 'known' ? (fact.value as ServerInfo) : undefined;
  const row: ContextRow = {
    context: place.context,
    role: place.role,
    now: server?.now ?? null,
    serverVersion: server?.version ?? null,
    unreachable: server === undefined ? (outOfReach(cluster)?.line ?? reasonOf(fact)) : '',
  };
  const clock = cluster.endpoint === null ? '' : new Date().toISOString();
  const unrecorded = network && cluster.network === 'none';
  return { place, row, lookUp, clock, network: network && !unrecorded, unrecorded };
}

function reasonOf(fact: Fact): string {
  return 'reason' in fact ? fact.reason : 'the API server does not tell who and when it is';
}

/** Walks what patches change, and takes what was walked before otherwise; facts are asked for once. */
function walkAgain(met: readonly Met[], walking: Walking): WalkAgain {
  const before = new Map<string, Promise<readonly WalkedCheck[]>>();
  const plain = new Map(met.map((one) => [one, new Map<string, Plain>()] as const));
  return async (patches) => {
    const each = met.map((one) => {
      const laid = patches.get(one.place.context) ?? [];
      const key = JSON.stringify([one.place.context, laid]);
      const walked = before.get(key) ?? walkContext({ met: one, patches: laid, plain: plain.get(one) }, walking);
      before.set(key, walked);
      return walked;
    });
    const walked = (await Promise.all(each)).flat();
    return [...walked, ...(await walkAcross(met, walked, walking))];
  };
}

async function walkAcross(
  met: readonly Met[],
  walked: readonly WalkedCheck[],
  walking: Walking,
): Promise<readonly WalkedCheck[]> {
  const given: readonly Given[] = met.map(({ place }) => ({
    context: place.context,
    values: Object.assign(
      {},
      ...walked.filter(({ context }) => context === place.context).map(({ report }) => report?.gives),
    ) as Given['values'],
  }));
  return walkOver(
    given,
    met.map(({ row }) => row),
    walking,
  );
}

/** Walks the checks across contexts over what those of each context gave; nothing is asked of a cluster. */
export function walkOver(
  given: readonly Given[],
  contexts: readonly ContextRow[],
  walking: Walking,
): Promise<readonly WalkedCheck[]> {
  const now = contexts.flatMap((row) => row.now ?? []).toSorted()[0] ?? null;
  const { thresholds, window, participants } = walking.workshop;
  return Promise.all(
    checksOf(walking.io.runbooks(), 'across').map(async (runbook) => {
      const inputs = {
        ...thresholds,
        participants,
        start: window.start,
        end: window.end,
        zone: window.zone,
        ...acrossInputs(runbook, given),
      };
      const report = await walkOne({ runbook, inputs, lookUp: noCluster(now) }, walking);
      return { runbook, context: null, report, unreachable: '' };
    }),
  );
}

/** Across contexts there is no cluster to ask; the time is that of the first. */
function noCluster(now: string | null): LookUp {
  return (query: Query): Promise<Fact> => {
    if (query.from !== 'server' || now === null)
      return Promise.resolve({ state: 'failed', reason: 'no cluster is asked across contexts', hint: '' });
    const server: ServerInfo = { context: '', namespace: '', version: null, now };
    return Promise.resolve({ state: 'known', value: server });
  };
}

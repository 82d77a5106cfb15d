import type { FilledIn } from '../cluster/advice.ts';
import type { Cluster } from '../cluster/cluster.ts';
import {
  type ChartParts,
  expectNewRuns,
  expectOldRuns,
  installOld,
  publishNew,
  type ReleaseSpec,
  untilStalled,
} from './coder.ts';
import { type Expected, expectNothing, expectVerified, find, mend } from './expect.ts';
import { BOTH, type Incident } from './incident.ts';

/** A failing upgrade: what makes it fail, what kubedoc has to say, and what of its advice mends it. */
export interface FailingUpgrade {
  readonly name: string;
  readonly title: string;
  readonly spec?: ReleaseSpec;
  /** What the old version of the chart differs in. */
  readonly old?: ChartParts;
  /** What the new version of the chart differs in. */
  readonly parts?: ChartParts;
  /** Done before anything is installed. */
  readonly first?: (cluster: Cluster) => Promise<void>;
  /** Done after the old version runs and before the new one is published. */
  readonly before?: (cluster: Cluster) => Promise<void>;
  /** Waits until the failure is there to be found; until Flux has given up, where nothing is said. */
  readonly until?: (cluster: Cluster) => Promise<unknown>;
  readonly expected: Expected;
  /** What a person fills into the blanks that the report names, by the advice. */
  readonly filledIn?: (cluster: Cluster) => Readonly<Record<string, FilledIn>>;
  /** The advice that is followed, in this order. */
  readonly advice: readonly string[];
  /** Which version runs in the end. */
  readonly ends: 'old' | 'new';
}

/** A new version whose program does not stay up. */
export const CRASHING = {
  values: { podAnnotations: { 'kubelet.test/fails': 'CrashLoopBackOff', 'kubelet.test/exit-code': '1' } },
};

/** Room for both the old pod and the new one. */
export const ROOM = [{ name: 'kyrion', cpu: '16', memory: '16Gi' }];

/** The incident of a failing upgrade: install, publish, fail, find, mend, verify. */
export function failingUpgrade(upgrade: FailingUpgrade): Incident {
  const { name, title } = upgrade;
  return { name, is: 'incident', title, on: BOTH, nodes: ROOM, run: (cluster) => runUpgrade(cluster, upgrade) };
}

async function runUpgrade(cluster: Cluster, upgrade: FailingUpgrade): Promise<void> {
  const { spec, old, parts, first, before, until = untilStalled, expected, filledIn, advice, ends } = upgrade;
  await first?.(cluster);
  await installOld(cluster, spec, old);
  await before?.(cluster);
  await publishNew(cluster, parts);
  await until(cluster);
  const finding = await find(cluster, expected);
  const answers = filledIn?.(cluster) ?? {};
  for (const each of advice) await mend(cluster, finding, each, answers[each]);
  await expectVerified(cluster);
  await (ends === 'new' ? expectNewRuns(cluster) : expectOldRuns(cluster));
  await expectNothing(cluster, 'healthy');
}

import type { Finding, Report } from '../../../../src/model/report.ts';
import { followAdvice, verifyAdvice } from '../../cluster/advice.ts';
import { isOn, onOf } from '../../capture/on.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { NodeSize } from '../../cluster/nodes.ts';
import { namespace } from '../coder.ts';
import type { Incident } from '../incident.ts';
import type { Blame, Cure, Fault } from './fault.ts';
import { byKubectl } from './hand.ts';

/** Faults that share a plane. */
export interface Faults {
  readonly name: string;
  readonly title: string;
  readonly nodes: readonly NodeSize[];
  readonly faults: readonly Fault[];
  /** Whether each begins only when the one before has been mended, as where all of them need the one node. */
  readonly inTurn?: boolean;
  /** What is asked about: `diagnose TOPIC -n`; whatever runs there unless said. */
  readonly topic?: string;
}

/**
 * `kubedoc diagnose` on one fault per namespace: all are made at once or in turn, then each is found, mended as printed, and asked
 * about again. helm-controller has no part in it, so one version of it is enough.
 */
export function diagnoseFaults({ faults, inTurn = false, topic, ...incident }: Faults): Incident {
  const line = topic === undefined ? ['diagnose'] : ['diagnose', topic];
  return {
    ...incident,
    is: 'incident',
    on: ['1.6'],
    async run(cluster) {
      const hand = byKubectl(cluster);
      for (const some of inTurn ? faults.map((fault) => [fault]) : [faults]) {
        for (const fault of some) await make(hand, fault);
        for (const fault of some) await fault.befalls?.(hand);
        for (const fault of some) await named(fault, () => runFault(hand, fault, line));
      }
    },
  };
}

async function make({ api }: Cluster, { name, labels = {}, objects }: Fault): Promise<void> {
  await api.apply({ ...namespace(name), metadata: { name, labels } }, 'kubectl');
  for (const object of objects) await api.apply(object, 'kubectl');
}

async function named<Answer>({ name }: Fault, run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function runFault(cluster: Cluster, fault: Fault, line: readonly string[]): Promise<void> {
  const { expected, cure } = fault;
  await fault.until?.(cluster);
  if (expected === null) return untilQuiet(cluster, fault, line, null);
  const finding = await find(cluster, fault, line, expected);
  if (cure === undefined) return;
  await heal(cluster, finding, cure);
  await untilQuiet(cluster, fault, line, expected);
}

/** Asks about the namespace, and about the workload where the fault names one. */
async function find(
  cluster: Cluster,
  { name, workload }: Fault,
  line: readonly string[],
  blame: Blame,
): Promise<Finding> {
  await cluster.take({ about: '', diagnose: name, verdict: 'problem', first: blame });
  const found = firstOf(await cluster.report([...line, '-n', name]), blame);
  if (workload !== undefined) firstOf(await cluster.report(['diagnose', 'workload', workload, '-n', name]), blame);
  return found;
}

function firstOf(report: Report, { code, confidence, on }: Blame): Finding {
  const first = report.findings[0];
  if (report.verdict !== 'problem' || first === undefined || first.code !== code || !isOn(first, on)) {
    throw new Error(`expected ${code} on ${on}, found ${told(report)}`);
  }
  if (!confidence.includes(first.confidence)) {
    throw new Error(`expected ${code} to be ${confidence.join(' or ')}, it is ${first.confidence}`);
  }
  return first;
}

async function heal(cluster: Cluster, finding: Finding, cure: Cure): Promise<void> {
  const filled = (await cure.filledIn?.(cluster)) ?? {};
  cluster.edits(cure.edits ?? '');
  await cure.byHand?.(cluster);
  for (const each of cure.advice) await followAdvice(cluster, finding, each, filled[each]);
  await cure.kubelet?.(cluster);
  for (const each of cure.advice) await verifyAdvice(cluster, finding, each, filled[each]);
}

/** How long a controller may take to notice; the API server's cache of a quota is behind the most. */
const PATIENCE_SECONDS = 90;

/**
 * Asks until it is as it should be in the end. Until then the fault may still be told, or that it is under way; anything
 * else would be a false alarm, and ends it.
 */
async function untilQuiet(
  cluster: Cluster,
  { name, cure }: Fault,
  line: readonly string[],
  before: Blame | null,
): Promise<void> {
  const { ends = 'healthy', passing = [] } = cure ?? {};
  const known = before === null ? passing : [before.code, ...passing];
  let strange: Error | undefined;
  await cluster.until(
    `${line.join(' ')} -n ${name} to be content`,
    async () => {
      const report = await cluster.report([...line, '-n', name]);
      if (typeof ends === 'object' ? report.findings[0]?.code === ends.code : report.verdict === ends) return true;
      if (report.findings.some(({ code }) => !known.includes(code)))
        strange = new Error(`false alarm: ${told(report)}`);
      if (strange !== undefined) return true;
      throw new Error(told(report));
    },
    PATIENCE_SECONDS,
  );
  if (strange !== undefined) throw strange;
  if (typeof ends === 'object') await find(cluster, { name, objects: [], expected: ends }, line, ends);
  else await cluster.take({ about: '', diagnose: name, verdict: ends, first: null });
}

function told({ verdict, findings, unknown }: Report): string {
  const all = findings.map((each) => `${each.code} (${each.confidence}) on ${onOf(each)}: ${each.cause}`);
  return [verdict, ...all, ...unknown.map((each) => `${each.lookup} ${each.state}`)].join('; ');
}

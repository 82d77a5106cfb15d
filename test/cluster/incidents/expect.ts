import type { Confidence, Finding, Report, Verdict } from '../../../src/model/report.ts';
import { type FilledIn, followAdvice, verifyAdvice } from '../cluster/advice.ts';
import type { Cluster } from '../cluster/cluster.ts';

const ABOUT = 'coder/coder';

/** The command that every incident is found with. */
export const RECOVER = ['helmrelease', 'recover', ABOUT];

/** What kubedoc has to say first. */
export interface Expected {
  readonly code: string;
  readonly confidence: readonly Confidence[];
}

/** Asks kubedoc, and holds that its first finding is the cause. The moment is captured where captures are wanted. */
export async function find(cluster: Cluster, { code, confidence }: Expected): Promise<Finding> {
  await cluster.take({ about: ABOUT, verdict: 'problem', first: { code, confidence } });
  const report = await cluster.report(RECOVER);
  const first = report.findings[0];
  if (report.verdict !== 'problem' || first?.code !== code) throw new Error(`expected ${code}, found ${told(report)}`);
  if (!confidence.includes(first.confidence)) {
    throw new Error(`expected ${code} to be ${confidence.join(' or ')}, it is ${first.confidence}`);
  }
  return first;
}

/** Does what the advice prints, then what it prints to verify, with the blanks of the report filled in. */
export async function mend(cluster: Cluster, finding: Finding, advice: string, filledIn: FilledIn = {}): Promise<void> {
  await followAdvice(cluster, finding, advice, filledIn);
  await verifyAdvice(cluster, finding, advice, filledIn);
}

/** Holds that `--verify` ends with 0 within its time. */
export async function expectVerified(cluster: Cluster): Promise<void> {
  const { exit, stdout, stderr } = await cluster.kubedoc([...RECOVER, '--verify=2m', '--no-input']);
  if (exit !== 'ended with 0') throw new Error(`--verify ${exit}:\n${stdout}${stderr}`);
}

/** Holds that kubedoc finds nothing, with this verdict. The moment is captured where captures are wanted. */
export async function expectNothing(cluster: Cluster, verdict: Verdict): Promise<Report> {
  await cluster.take({ about: ABOUT, verdict, first: null });
  const report = await cluster.report(RECOVER);
  if (report.verdict !== verdict || report.findings.length > 0) {
    throw new Error(`expected ${verdict} without a finding, got ${told(report)}`);
  }
  return report;
}

function told({ verdict, findings, unknown }: Report): string {
  const codes = findings.map((each) => `${each.code} (${each.confidence}): ${each.cause}`);
  const missing = unknown.map((each) => `${each.lookup} ${each.state}`);
  return [verdict, ...codes, ...missing].join('; ');
}

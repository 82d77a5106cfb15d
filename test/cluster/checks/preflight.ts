import type { PreflightReport } from '../../../src/model/preflight.ts';
import type { Finding } from '../../../src/model/report.ts';
import { followAdvice } from '../cluster/advice.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { namespace } from '../incidents/coder.ts';
import { connects, provisioner, serves, server } from '../incidents/diagnose/coder.ts';
import { byKubectl } from '../incidents/diagnose/hand.ts';
import type { Incident } from '../incidents/incident.ts';
import { createLook, giveRole } from '../permissions/reader.ts';
import { CONTEXT } from '../plane/files.ts';
import type { Manifest } from '../plane/manifest.ts';

const COMMAND = ['workshop', 'preflight'];
const WORKSHOP = [
  ...['--participants', '10', '--start', 'now', '--duration', '4h', '--zone', 'Etc/UTC'],
  ...['--workspace-cpu', '100m', '--workspace-memory', '128Mi', '--workspace-storage', '1Gi'],
  ...['--workspace-namespace', 'coder-ws'],
  ...['--context-role', `${CONTEXT}=control-plane`, '--no-network', '--no-programs'],
];

/** A workshop for which there are too few provisioners, and whose keys are rotated in the middle of it. */
export const preflight: Incident = {
  name: 'preflight',
  is: 'check',
  title: 'A preflight says no-go, sees all of it with the printed role, and is a go once its changes are made',
  on: ['1.6'],
  nodes: [{ name: 'kyrion', cpu: '32', memory: '64Gi' }],
  async run(cluster) {
    const hand = byKubectl(cluster);
    await makeCoder(hand);
    const before = await look(hand);
    expectFailed(before, ['preflight-provisioners', 'preflight-keys']);
    await expectSameWithRole(hand, before);
    for (const { fix, sure } of before.changes) {
      hand.say(`preflight: ${sure}: ${fix.title} ${JSON.stringify(fix.commands)}`);
      // What is followed of a finding is its advice.
      await followAdvice(hand, { code: fix.id, advice: [fix] } as unknown as Finding, fix.id);
    }
    await connects(hand, 'coder');
    const after = await look(hand);
    if (after.verdict !== 'go' && after.verdict !== 'go-with-risks') throw new Error(`after it: ${told(after)}`);
  },
};

async function makeCoder(cluster: Cluster): Promise<void> {
  for (const name of ['coder', 'coder-ws', 'litellm']) await cluster.api.apply(namespace(name), 'kubectl');
  const middle = new Date(Date.now() + 2 * 3600_000).getUTCHours();
  const schedule = `0 ${String(middle)} * * *`;
  const objects = [...server('coder'), ...provisioner('coder'), maker(schedule), copier(schedule)];
  for (const object of objects) await cluster.api.apply(object, 'kubectl');
  await serves(cluster, 'coder');
  await connects(cluster, 'coder');
}

const STORE = [
  { name: 'AWS_SECRETS_MANAGER_ID', value: 'litellm' },
  { name: 'AWS_SECRET_REGION', value: 'us-east-2' },
];

function maker(schedule: string): Manifest {
  const master = { name: 'LITELLM_MASTER_KEY', valueFrom: { secretKeyRef: { name: 'litellm.env', key: 'master' } } };
  return rotator('litellm', schedule, [...STORE, { name: 'KEY_DURATION', value: '8h' }, master]);
}

function copier(schedule: string): Manifest {
  return rotator('coder-ws', schedule, [...STORE, { name: 'K8S_NAMESPACE', value: 'coder-ws' }]);
}

function rotator(inNamespace: string, schedule: string, env: readonly unknown[]): Manifest {
  const container = { name: 'rotate-key', image: 'registry.example/rotate-key:3', command: ['/tmp/rotate.sh'], env };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'rotate-key', namespace: inNamespace },
    spec: {
      schedule,
      timeZone: 'Etc/UTC',
      jobTemplate: { spec: { template: { spec: { restartPolicy: 'OnFailure', containers: [container] } } } },
    },
  };
}

async function look(cluster: Cluster): Promise<PreflightReport> {
  const { stdout, stderr, exit } = await cluster.kubedoc([...COMMAND, ...WORKSHOP, '-o', 'json', '--no-input']);
  if (stdout === '') throw new Error(`${exit}: ${stderr}`);
  const report = JSON.parse(stdout) as PreflightReport;
  cluster.say(`preflight: ${told(report)}`);
  return report;
}

function expectFailed({ verdict, checks }: PreflightReport, ids: readonly string[]): void {
  const failed = checks.filter(({ result }) => result === 'fail').map(({ id }) => id);
  if (verdict !== 'no-go' || failed.toSorted().join() !== ids.toSorted().join())
    throw new Error(`${verdict}; ${failed.join(', ')} failed, not ${ids.join(', ')}`);
}

/** Who has the printed role and no more is refused nothing, and every check comes to the same. */
async function expectSameWithRole(cluster: Cluster, whole: PreflightReport): Promise<void> {
  await giveRole(cluster, COMMAND);
  const reader = createLook(cluster, COMMAND);
  const { report, refused } = await reader(WORKSHOP);
  const faults = refused.map(({ verb, uri }) => `refused with the printed role: ${verb} ${uri}`);
  const seen = results(report as unknown as PreflightReport);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  if (seen !== results(whole)) throw new Error(`with the printed role: ${seen}; with all rights: ${results(whole)}`);
}

function results({ checks }: PreflightReport): string {
  return checks.map(({ id, result }) => `${id} ${result}`).join(', ');
}

function told({ verdict, checks }: PreflightReport): string {
  const open = checks.filter(({ result }) => result !== 'pass' && result !== 'not-applicable');
  return [verdict, ...open.map(({ id, result, summary }) => `${id} ${result}: ${summary}`)].join('\n  ');
}

import { join } from 'node:path';
import type { ObjectRef } from '../../../src/model/object.ts';
import type { Report } from '../../../src/model/report.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { namespace, RELEASE, repository } from '../incidents/coder.ts';
import { BOTH, type Incident } from '../incidents/incident.ts';
import { type Grant, grantsOf, isSame, rulesIn } from '../permissions/grants.ts';
import { createLook, giveRole, leaveOut, type Look } from '../permissions/reader.ts';
import { applyDefinitions } from '../plane/definitions.ts';
import { textAt } from '../plane/manifest.ts';
import { ALERTS, CASES, chartsOf, type LintCase, releaseOf, SHOP, VOLUME } from './lint/cases.ts';

const LINT = ['helmrelease', 'lint'];
const CLEAN = `${SHOP}/clean`;

/** `helmrelease lint` against releases that have each finding, and one that has none. */
export const lint: Incident = {
  name: 'lint',
  is: 'check',
  title:
    'The lint says of each release what it was made for and nothing else, and with fewer rights never that it is clean',
  on: BOTH,
  nodes: [{ name: 'kyrion', cpu: '16', memory: '16Gi' }],
  async run(cluster) {
    await makeAll(cluster);
    const faults = [
      ...(await faultsOfAll(cluster)),
      ...(await faultsOfClean(cluster)),
      ...(await faultsOfLess(cluster)),
    ];
    if (faults.length > 0) throw new Error(faults.join('\n'));
  },
};

async function makeAll(cluster: Cluster): Promise<void> {
  const { git } = cluster;
  await applyDefinitions(cluster.plane, [join(cluster.home, 'checks', 'lint', 'notification.yaml')]);
  cluster.charts.publish(...chartsOf());
  await git.commit(namespace(SHOP), namespace('shop-too'), repository(cluster.charts.url), VOLUME, ...ALERTS);
  const isFirst = ({ name }: LintCase): boolean => name === 'definitions';
  const [first, later] = [CASES.filter(isFirst), CASES.filter((each) => !isFirst(each))];
  for (const each of first) await git.commit(releaseOf(each));
  await untilReady(cluster, first);
  for (const each of later) await git.commit(releaseOf(each));
  await holdUp(cluster, 'hasty', ROLLOUT);
  await untilReady(cluster, later);
  await git.change(named('hasty'), `spec: {timeout: ${TIMEOUT}s}`);
  await git.change(named('moving'), 'spec: {suspend: true, releaseName: moved}');
}

/** How long the slow rollout takes at the least, and the timeout that the release gets afterwards, in seconds. */
const ROLLOUT = 12;
const TIMEOUT = 10;

function named(name: string): typeof RELEASE {
  return { ...RELEASE, namespace: SHOP, name };
}

async function untilReady(cluster: Cluster, cases: readonly LintCase[]): Promise<void> {
  for (const { name } of cases.filter(({ stays }) => stays === undefined)) {
    await cluster.untilCondition(named(name), 'Ready', 'True', 180);
  }
}

/** Waits until a release's pod is some seconds old, and only then lets it come up. */
async function holdUp(cluster: Cluster, release: string, seconds: number): Promise<void> {
  const { api } = cluster;
  const pod = await cluster.until(`the pod of ${release} to be ${seconds} s old`, async () => {
    const pods = await api.list('v1', 'Pod', SHOP);
    const found = pods.find((each) => textAt(each, 'metadata.name').startsWith(`${release}-`));
    const made = Date.parse(textAt(found, 'metadata.creationTimestamp'));
    return Date.now() - made > (seconds + 1) * 1000 && found;
  });
  const name = textAt(pod, 'metadata.name');
  const running = { metadata: { annotations: { 'kubelet.test/fails': null } } };
  await api.patch({ apiVersion: 'v1', kind: 'Pod', namespace: SHOP, name }, running);
}

/** Of each release exactly the codes that it was made for. */
async function faultsOfAll(cluster: Cluster): Promise<readonly string[]> {
  const report = await cluster.report([...LINT, '-n', SHOP]);
  return CASES.flatMap(({ name, codes, on = BOTH }) => {
    const wanted = on.includes(cluster.helmController) ? codes : [];
    const found = codesOf(report, name);
    const same = found.join() === wanted.toSorted().join();
    return same ? [] : [`${name}: expected ${wanted.join(', ') || 'nothing'}, found ${found.join(', ') || 'nothing'}`];
  });
}

function codesOf({ findings }: Report, name: string): readonly string[] {
  const ofIt = findings.filter(({ chain, alsoAffects }) =>
    [...chain, ...alsoAffects].some((each) => isRelease(each, name)),
  );
  return ofIt.map(({ code }) => code).toSorted();
}

function isRelease(object: ObjectRef, name: string): boolean {
  return object.kind === 'HelmRelease' && object.name === name;
}

async function faultsOfClean(cluster: Cluster): Promise<readonly string[]> {
  const { verdict, findings, unknown } = await cluster.report([...LINT, CLEAN]);
  const missing = unknown.map(({ lookup, state }) => `${lookup} ${state}`);
  if (verdict === 'healthy' && findings.length === 0 && missing.length === 0) return [];
  return [`${CLEAN} is ${[verdict, ...findings.map(({ code }) => code), ...missing].join(', ')}`];
}

/** The printed role is enough; without any right of it that is used, and with half of them, nothing is clean. */
async function faultsOfLess(cluster: Cluster): Promise<readonly string[]> {
  const look = createLook(cluster, LINT);
  const all = grantsOf(rulesIn(await giveRole(cluster, LINT)));
  await leaveOut(cluster, all, []);
  const whole = await look([CLEAN]);
  const faults = whole.exit === 0 && whole.refused.length === 0 ? [] : [`with the role: exit code ${whole.exit}`];
  const used = all.filter((grant) => whole.asked.some((each) => isSame(each, grant)));
  const halves = [0, 1].map((part) => used.filter((_, place) => place % 2 === part));
  for (const gone of [...used.map((grant) => [grant]), ...halves])
    faults.push(...(await faultsWithout(cluster, look, all, gone)));
  await leaveOut(cluster, all, []);
  return faults;
}

/** What is only told beside: who made the release, and in which file. */
const BESIDE = ['kustomizations', 'gitrepositories'];

async function faultsWithout(
  cluster: Cluster,
  look: Look,
  all: readonly Grant[],
  gone: readonly Grant[],
): Promise<readonly string[]> {
  await leaveOut(cluster, all, gone);
  const { exit, report, refused } = await look([CLEAN]);
  const without = `without ${gone.map(({ verb, resource }) => `${verb} ${resource}`).join(', ')}`;
  const faults = refused.length > 0 ? [] : [`${without}: nothing was refused`];
  const harmless = gone.every(({ resource }) => BESIDE.includes(resource));
  if (harmless) return faults;
  if (exit === 0 || report?.verdict === 'healthy') faults.push(`${without}: it is called clean`);
  const codes = (report?.findings ?? []).map(({ code }) => code);
  if (codes.length > 0) faults.push(`${without}: ${codes.join(', ')}`);
  return faults;
}

import type { Finding, Report } from '../../../src/model/report.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { conditionOf, type Manifest, mergeInto } from '../plane/manifest.ts';
import { coderChart, namespace, OLD, release, RELEASE, REPOSITORY, repository } from './coder.ts';
import { mend } from './expect.ts';
import { BOTH, type Incident } from './incident.ts';
import { ROOM } from './upgrade.ts';

/** The releases behind the one repository and behind the other. */
const MANY = ['cart', 'mail', 'search', 'stock', 'web'];
const FEW = ['board', 'wiki'];
const OTHER = 'other-charts';

function small(name: string, source: string): Manifest {
  const spec = { values: { memory: '64Mi', cpu: '50m' }, chart: { spec: { sourceRef: { name: source } } } };
  return mergeInto(release(), { metadata: { name, namespace: 'shop' }, spec }) as Manifest;
}

const behindOneRepository: Incident = {
  name: 'many-behind-one-repository',
  is: 'incident',
  title: 'Five releases take their chart from a repository that has moved, and two from another one that has',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    const { url } = cluster.charts;
    cluster.charts.publish(coderChart(OLD));
    const other = mergeInto(repository(`${url}/older`), { metadata: { name: OTHER } }) as Manifest;
    await cluster.git.commit(namespace('shop'), repository(`${url}/old`), other);
    for (const name of MANY) await cluster.git.commit(small(name, REPOSITORY.name));
    for (const name of FEW) await cluster.git.commit(small(name, OTHER));
    for (const name of [...MANY, ...FEW]) await untilWaits(cluster, name);
    expectCauses(await cluster.report(['helmrelease', 'list']), 'held-by-source', [MANY, FEW]);
    const [first, second] = await lookAtAll(cluster, [MANY, FEW]);
    await mend(cluster, first, 'mend-source-url', { address: url });
    for (const name of MANY) await cluster.untilCondition(named(name), 'Ready', 'True', 90);
    await lookAtAll(cluster, [FEW]);
    await mend(cluster, second, 'mend-source-url', { address: url });
    for (const name of FEW) await cluster.untilCondition(named(name), 'Ready', 'True', 90);
    await expectAllWell(cluster);
  },
};

function named(name: string): typeof RELEASE {
  return { ...RELEASE, namespace: 'shop', name };
}

async function untilWaits(cluster: Cluster, name: string): Promise<void> {
  await cluster.until(`${name} to wait for its source`, async () => {
    const ready = conditionOf(await cluster.api.get(named(name)), 'Ready');
    return ready['status'] === 'False' && ready['reason'] === 'SourceNotReady';
  });
}

/** Walks every release in trouble; gives one finding per group of releases, in their order. */
async function lookAtAll(
  cluster: Cluster,
  groups: readonly (readonly string[])[],
): Promise<readonly [Finding, Finding]> {
  await cluster.take({
    about: '',
    verdict: 'problem',
    first: { code: 'index-not-fetched', confidence: ['confirmed'] },
  });
  const findings = expectCauses(await cluster.report(['helmrelease', 'recover']), 'index-not-fetched', groups);
  const [first, second = first] = findings;
  if (first === undefined || second === undefined) throw new Error('there is no finding');
  return [first, second];
}

/** Holds that there is one finding per group, that each names all of its group, and that nothing else is found. */
function expectCauses(report: Report, code: string, groups: readonly (readonly string[])[]): readonly Finding[] {
  const told = report.findings.map((each) => `${each.code} (${each.confidence}): ${releasesOf(each).join(', ')}`);
  const found = groups.map((group) =>
    report.findings.find((each) => each.code === code && releasesOf(each).join() === group.join()),
  );
  const all = found.flatMap((each) => (each?.confidence === 'confirmed' ? [each] : []));
  if (all.length === groups.length && report.findings.length === groups.length) return all;
  throw new Error(
    `expected ${code} for ${groups.map((each) => each.join(', ')).join(' and for ')}; ${told.join('; ')}`,
  );
}

function releasesOf({ chain, alsoAffects }: Finding): readonly string[] {
  const releases = [...chain, ...alsoAffects].filter(({ kind }) => kind === 'HelmRelease');
  return [...new Set(releases.map(({ name }) => name))].toSorted();
}

async function expectAllWell(cluster: Cluster): Promise<void> {
  await cluster.take({ about: '', verdict: 'healthy', first: null });
  for (const command of ['list', 'recover']) {
    const { verdict, findings } = await cluster.report(['helmrelease', command]);
    if (verdict !== 'healthy')
      throw new Error(`${command}: ${verdict}; ${findings.map(({ code }) => code).join(', ')}`);
  }
}

/** One thing that takes down many releases. */
export const SHARED: readonly Incident[] = [behindOneRepository];

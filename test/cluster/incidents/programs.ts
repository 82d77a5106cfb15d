import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, Report } from '../../../src/model/report.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { expectOldRuns, installOld, publishNew, untilStalled } from './coder.ts';
import { expectNothing, expectVerified, find, mend, RECOVER } from './expect.ts';
import { BOTH, type Incident } from './incident.ts';
import { CRASHING, ROOM } from './upgrade.ts';

const withoutFluxProgram: Incident = {
  name: 'without-flux-program',
  is: 'incident',
  title: 'The new version crashes, and whoever is on call has no flux: the same way out by kubectl and helm alone',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    await installOld(cluster);
    await publishNew(cluster, CRASHING);
    await untilStalled(cluster);
    const expected = { code: 'container-crashes', confidence: ['confirmed', 'likely'] } as const;
    const withFlux = await find(cluster, expected);
    expectForms(withFlux, true);
    await expectHelmHistory(cluster);
    unlinkSync(join(cluster.plane.folder, 'bin', 'flux'));
    const finding = await find(cluster, expected);
    expectForms(finding, false);
    await mend(cluster, finding, 'roll-back');
    await cluster.until('the old version alone', () => runsAlone(cluster));
    await mend(cluster, finding, 'pin-and-resume');
    await expectVerified(cluster);
    await expectOldRuns(cluster);
    await expectNothing(cluster, 'healthy');
  },
};

/** What differs between machines with flux and without. */
export const PROGRAMS: readonly Incident[] = [withoutFluxProgram];

/** With flux the advice is given for flux and for the API, without it for the API alone. */
function expectForms({ advice }: Finding, flux: boolean): void {
  const commands = advice.flatMap((each) => [...each.commands, ...each.verify]);
  const byFlux = commands.filter((command) => command.startsWith('flux '));
  if (byFlux.length > 0 !== flux) throw new Error(`flux is ${flux ? '' : 'not '}there, and: ${byFlux.join('; ')}`);
  const byApi = commands.filter((command) => command.includes('reconcile.fluxcd.io/resetAt'));
  if (new Set(byApi).size !== 1) throw new Error(`the reset by the API: ${byApi.join('; ')}`);
}

/** Asked for, what Helm noted of each revision is told; that of the failed one says what the release says of it. */
async function expectHelmHistory(cluster: Cluster): Promise<void> {
  const asked = await cluster.report([...RECOVER, '--read-helm-history']);
  const rows = recordOf(asked);
  if (!rows.some((row) => row.some((cell) => / failed: /.test(cell)))) {
    throw new Error(`no failed revision in: ${JSON.stringify(rows)}; ${JSON.stringify(asked.unknown)}`);
  }
  const unasked = recordOf(await cluster.report(RECOVER));
  if (unasked.length > 0) throw new Error(`told without being asked: ${JSON.stringify(unasked)}`);
}

function recordOf({ tables }: Report): readonly (readonly string[])[] {
  return tables.find(({ id }) => id === 'record')?.rows ?? [];
}

async function runsAlone(cluster: Cluster): Promise<boolean> {
  const pods = await cluster.api.list('v1', 'Pod', 'coder');
  return pods.length === 1;
}

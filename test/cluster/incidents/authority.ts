import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChartServer } from '../chart/server.ts';
import type { Plane } from '../plane/plane.ts';
import type { Manifest } from '../plane/manifest.ts';
import { coderChart, expectOldRuns, namespace, OLD, release, REPOSITORY, repository } from './coder.ts';
import { expectNothing, expectVerified, find, mend } from './expect.ts';
import { untilReadyIs } from './flux.ts';
import { BOTH, type Incident } from './incident.ts';
import { ROOM } from './upgrade.ts';

/** The certificate that the plane's API server signed for itself: nobody on the machine knows its authority. */
function ownCertificate({ folder }: Plane): { readonly cert: string; readonly key: string } {
  const read = (name: string): string => readFileSync(join(folder, 'pki', name), 'utf8');
  return { cert: read('apiserver.crt'), key: read('apiserver.key') };
}

function authorityOf(cert: string): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'charts-authority', namespace: 'flux-system' },
    stringData: { 'ca.crt': cert },
  };
}

const untrusted: Incident = {
  name: 'repository-authority-unknown',
  is: 'incident',
  title: 'The chart repository answers over HTTPS with a certificate of an authority that nobody told Flux of',
  on: BOTH,
  nodes: ROOM,
  async run(cluster) {
    const certificate = ownCertificate(cluster.plane);
    const charts = await startChartServer(certificate);
    try {
      charts.publish(coderChart(OLD));
      await cluster.git.commit(authorityOf(certificate.cert), namespace('coder'), repository(charts.url), release());
      await untilReadyIs(cluster, 'SourceNotReady');
      await cluster.untilCondition(REPOSITORY, 'Ready', 'False');
      const finding = await find(cluster, { code: 'source-tls', confidence: ['confirmed'] });
      await mend(cluster, finding, 'trust-source', { secret: 'charts-authority' });
      await expectVerified(cluster);
      await expectOldRuns(cluster);
      await expectNothing(cluster, 'healthy');
    } finally {
      await charts.close();
    }
  },
};

/** A repository whose certificate is not trusted. */
export const AUTHORITIES: readonly Incident[] = [untrusted];

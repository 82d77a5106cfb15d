import type { Report } from '../model/report.ts';
import type { CommonOptions } from '../cli/common-options.ts';
import type { Cluster } from './cluster.ts';
import { EXIT, outOfReach } from './exit.ts';
import type { Io } from './io.ts';
import { tellOutOfReach } from './out-of-reach.ts';
import { writeReport, type ReportStyle } from './write-report.ts';

/** A report that came out of a cluster, and how it is wanted. */
export interface Outcome {
  readonly report: Report;
  readonly cluster: Pick<Cluster, 'source' | 'endpoint'>;
  readonly options: CommonOptions;
}

/**
 * Writes the report and gives its exit code. Where nothing at all could be seen one line says so instead; and a walk that
 * the person interrupted saw its look-ups break off, so its report would tell of troubles that there are none of.
 */
export async function finish({ report, cluster, options }: Outcome, io: Io, style?: ReportStyle): Promise<number> {
  if (io.signal.aborted) return EXIT.interrupted;
  const trouble = report.verdict === 'problem' ? undefined : outOfReach(cluster);
  return trouble === undefined ? writeReport(report, options, io, style) : tellOutOfReach(trouble, io);
}

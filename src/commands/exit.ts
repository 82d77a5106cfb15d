import type { Report } from '../model/report.ts';
import type { Cluster } from './cluster.ts';

/** The documented exit codes. */
export const EXIT = {
  fine: 0,
  problem: 1,
  usage: 2,
  incomplete: 3,
  unreachable: 4,
  notWritten: 74,
  interrupted: 130,
  terminated: 143,
} as const;

const BY_VERDICT = {
  healthy: EXIT.fine,
  'in-progress': EXIT.fine,
  problem: EXIT.problem,
  incomplete: EXIT.incomplete,
} as const satisfies Record<Report['verdict'], number>;

/** The exit code of a report. */
export function exitCodeOf(report: Report): number {
  return BY_VERDICT[report.verdict];
}

/** The cluster gave no answer at all: the one line that says so, and what to do about it. */
export interface OutOfReach {
  readonly line: string;
  readonly hint: string;
}

/** Why nothing could be seen of a cluster that was asked something; undefined once anything was answered. */
export function outOfReach({ source, endpoint }: Pick<Cluster, 'source' | 'endpoint'>): OutOfReach | undefined {
  const where = endpoint === null ? '' : ` (${endpoint})`;
  const trouble = source.lastTrouble();
  const nothing = `nothing may be read in this cluster${where}`;
  switch (source.reach()) {
    case 'answered':
      return undefined;
    case 'untried':
      return {
        line: `the cluster gave no answer within the time limit${where}`,
        hint: 'give it longer with --time-limit',
      };
    case 'unreachable':
      return { line: `the cluster cannot be reached${where}: ${trouble?.reason ?? ''}`, hint: trouble?.hint ?? '' };
    case 'refused-all':
      return trouble === undefined
        ? { line: `${nothing}: every request was answered 403 Forbidden`, hint: ROLE_HINT }
        : { line: `${nothing}: ${trouble.reason}`, hint: trouble.hint };
  }
}

const ROLE_HINT =
  'name a namespace that you may read with -n, or ask for a role; kubedoc helmrelease recover --plan --role prints the smallest one';

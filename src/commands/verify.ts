import type { Report } from '../model/report.ts';
import type { Runbook } from '../model/runbook.ts';
import type { CommonOptions } from '../cli/common-options.ts';
import { diagnose } from '../engine/diagnose.ts';
import { probes } from '../probes/index.ts';
import { say } from '../terminal/chatter.ts';
import { parseTime } from '../text/time.ts';
import type { Cluster } from './cluster.ts';
import { VERIFY_ENTRY } from './entries.ts';
import { finish } from './finish.ts';
import type { Io } from './io.ts';
import type { Target } from './target.ts';
import { limitedLookUp, nobody, worldOf } from './world.ts';

/** What to wait for, and how long. */
export interface VerifyInput {
  readonly cluster: Cluster;
  readonly target: Target;
  readonly runbooks: ReadonlyMap<string, Runbook>;
  readonly options: CommonOptions;
  readonly seconds: number;
  /** For how many seconds it has to stay so, or one interval of the release; undefined: seen so once is enough. */
  readonly steady: number | 'interval' | undefined;
}

const PAUSE_SECONDS = 5;

/**
 * Looks again and again until the HelmRelease has recovered or the time is over; a folder never changes, so there it looks
 * once. Gives the exit code: 0 only for a release that has recovered, which is the one good ending of the runbook.
 */
export async function verifyRecovery(input: VerifyInput, io: Io): Promise<number> {
  const report = input.options.from === undefined ? await lookUntilRecovered(input, io) : await lookOnce(input, io);
  return finish({ ...input, report }, io);
}

async function lookUntilRecovered(input: VerifyInput, io: Io): Promise<Report> {
  const over = timeIsOver(input.seconds, io);
  let told = '';
  let held = 0;
  let before: Report | undefined;
  for (;;) {
    const report = await lookOnce(input, io, held);
    held = lasts(report) && before !== undefined ? held + secondsBetween(before, report) : 0;
    before = lasts(report) ? report : undefined;
    if (isSettled(report) || over.aborted) return report;
    const waitingFor = missing(report);
    if (waitingFor !== told) say(io.stderr, `waiting for ${nameOf(input.target)}: ${waitingFor}`);
    told = waitingFor;
    await io.wait(PAUSE_SECONDS * 1000, over);
  }
}

/** Nothing to wait for: it has recovered, or what shows it may not be read, which waiting does not change. */
function isSettled({ verdict, unknown }: Report): boolean {
  return verdict === 'healthy' || unknown.some(({ required, state }) => required && state === 'denied');
}

/** By the clock of the cluster, which every report has. */
function secondsBetween(before: Report, after: Report): number {
  return Math.max(0, (parseTime(after.now ?? '') ?? 0) - (parseTime(before.now ?? '') ?? 0));
}

/** Everything holds but the time for which it has to. */
function lasts({ findings }: Report): boolean {
  return findings[0]?.code === 'recovered-just-now';
}

/** Aborted when there is no time left, or when the person interrupts. */
function timeIsOver(seconds: number, io: Io): AbortSignal {
  const controller = new AbortController();
  void io.deadline(seconds * 1000, io.signal).then(() => {
    controller.abort();
  });
  return controller.signal;
}

/** The limit of a look ends with it, so that a long wait does not gather one listener per look. */
async function lookOnce(
  { cluster, target, runbooks, options, steady }: VerifyInput,
  io: Io,
  held = 0,
): Promise<Report> {
  const person = nobody({}, () => undefined);
  const end = new AbortController();
  const during = { ...io, signal: AbortSignal.any([io.signal, end.signal]) };
  try {
    return await diagnose({
      runbooks,
      probes,
      world: worldOf(limitedLookUp(cluster, options.timeLimit, during), person),
      entry: VERIFY_ENTRY,
      inputs: {
        onlyNamespace: target.namespace,
        onlyName: target.name,
        ...(steady === undefined ? {} : { heldSeconds: String(Math.floor(held)), steadySeconds: String(steady) }),
      },
    });
  } finally {
    end.abort();
  }
}

function nameOf({ namespace, name }: Target): string {
  return `${namespace ?? ''}/${name ?? ''}`;
}

function missing(report: Report): string {
  return report.findings[0]?.cause ?? report.unknown[0]?.need ?? report.verdict;
}

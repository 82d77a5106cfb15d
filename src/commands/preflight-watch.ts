import type { PreflightIntent, Watch } from '../cli/preflight-command.ts';
import type { PreflightReport } from '../model/preflight.ts';
import { differenceOf } from '../preflight/difference.ts';
import { renderDifference } from '../render/preflight-difference.ts';
import { print, say } from '../terminal/chatter.ts';
import { wantsColor, widthOf, writeOut } from '../terminal/streams.ts';
import { formatDuration } from '../text/duration.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';
import { exitCodeOf, writePreflight } from './preflight-write.ts';

/** What is looked at again and again. */
export interface Watched {
  readonly intent: PreflightIntent;
  readonly watch: Watch;
  readonly look: () => Promise<PreflightReport>;
}

/**
 * Looks until it is a go, or the limit is over, and gives the exit code of the last look. On a screen the first report is
 * whole and those behind it tell what has changed; for a program the last report is written, and the changes go to stderr.
 */
export async function watchPreflight({ intent, watch, look }: Watched, io: Io): Promise<number> {
  const screen = intent.options.output === 'table';
  let last = await look();
  if (screen && (await writePreflight(last, intent, io)) === EXIT.notWritten) return EXIT.notWritten;
  if (!isGo(last, intent)) sayWhatComes(watch, io);
  for (let left = watch.limit; left > 0 && !isGo(last, intent); left -= watch.interval) {
    await io.wait(Math.min(watch.interval, left) * 1000, io.signal);
    if (isInterrupted(io)) return EXIT.interrupted;
    const next = await look();
    if (isInterrupted(io)) return EXIT.interrupted;
    if (!(await tell(last, next, intent, io))) return EXIT.notWritten;
    last = next;
  }
  return screen ? exitCodeOf(last, intent.strict) : writePreflight(last, intent, io);
}

/** A person at a terminal is told that it goes on: else a screen on which nothing happens for a minute looks like its end. */
function sayWhatComes({ interval, limit }: Watch, { stderr }: Io): void {
  if (!stderr.isTTY) return;
  const [every, most] = [formatDuration(interval), formatDuration(limit)];
  say(stderr, `  looking again every ${every} until it is a GO, for ${most} at most; Ctrl-C ends it`);
}

function isInterrupted({ signal }: Io): boolean {
  return signal.aborted;
}

function isGo({ verdict }: PreflightReport, { strict }: PreflightIntent): boolean {
  return verdict === 'go' || (verdict === 'go-with-risks' && !strict);
}

/** Says whether it could be written. */
async function tell(
  last: PreflightReport,
  next: PreflightReport,
  { options }: PreflightIntent,
  io: Io,
): Promise<boolean> {
  const stream = options.output === 'table' ? io.stdout : io.stderr;
  const look = { width: widthOf(stream), color: wantsColor(stream, io.env) };
  const lines = renderDifference(differenceOf(last, next), look);
  if (options.output === 'table') return (await writeOut(io.stdout, `${lines.join('\n')}\n`)) !== 'failed';
  print(io.stderr, lines);
  return true;
}

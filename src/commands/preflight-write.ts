import { writeFileSync } from 'node:fs';
import type { PreflightIntent } from '../cli/preflight-command.ts';
import type { PreflightReport } from '../model/preflight.ts';
import { preflightRenders } from '../render/preflight.ts';
import { warn } from '../terminal/chatter.ts';
import { wantsColor, widthOf, writeOut } from '../terminal/streams.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';

const REPORT_WIDTH = 100;

/** Writes the report of a preflight where it is wanted and gives the exit code. */
export async function writePreflight(report: PreflightReport, intent: PreflightIntent, io: Io): Promise<number> {
  const { output, report: file } = intent.options;
  const saved = file === undefined || writeFile(file, report, io);
  const look = { width: widthOf(io.stdout), color: wantsColor(io.stdout, io.env) };
  const written = await writeOut(io.stdout, preflightRenders[output](report, look));
  return written === 'failed' || !saved ? EXIT.notWritten : exitCodeOf(report, intent.strict);
}

/** The exit code of a preflight: with `strict` risks are as bad as failures. Where no context answered, that says so. */
export function exitCodeOf({ verdict, contexts }: PreflightReport, strict: boolean): number {
  switch (verdict) {
    case 'go':
      return EXIT.fine;
    case 'go-with-risks':
      return strict ? EXIT.problem : EXIT.fine;
    case 'no-go':
      return EXIT.problem;
    case 'cannot-tell':
      return contexts.every(({ unreachable }) => unreachable !== '') ? EXIT.unreachable : EXIT.incomplete;
  }
}

function writeFile(file: string, report: PreflightReport, io: Io): boolean {
  try {
    writeFileSync(file, preflightRenders.markdown(report, { width: REPORT_WIDTH, color: false }));
    return true;
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    warn(io.stderr, `the report could not be written to ${file}: ${why}`);
    return false;
  }
}

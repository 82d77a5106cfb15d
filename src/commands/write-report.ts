import { writeFileSync } from 'node:fs';
import type { Report } from '../model/report.ts';
import type { CommonOptions } from '../cli/common-options.ts';
import type { Look, OutputFormat, Render } from '../render/format.ts';
import { renders } from '../render/index.ts';
import { warn } from '../terminal/chatter.ts';
import { wantsColor, widthOf, writeOut } from '../terminal/streams.ts';
import { EXIT, exitCodeOf } from './exit.ts';
import type { Io } from './io.ts';

/** How each output format is made. */
export type Forms = Readonly<Record<OutputFormat, Render>>;

/** How the report of a session differs from one in a pipe: its steps have been seen, and it is short. */
export interface ReportStyle {
  readonly path: boolean;
  readonly mode: Look['mode'];
  /** How each output format is made; as for one diagnosis where it is left out. */
  readonly forms?: Forms;
}

/** A report of something that was looked for: with the path and everything that is known. */
export const IN_FULL: ReportStyle = { path: true, mode: 'full' };

/** Writes the report where it is wanted and gives the exit code: the verdict's, or that the output could not be written. */
export async function writeReport(report: Report, options: CommonOptions, io: Io, style = IN_FULL): Promise<number> {
  const { path, mode, forms = renders } = style;
  const saved = options.report === undefined || writeFile(options.report, report, forms, io);
  const look = { width: widthOf(io.stdout), color: wantsColor(io.stdout, io.env), path, mode };
  const written = await writeOut(io.stdout, forms[options.output](report, look));
  return written === 'failed' || !saved ? EXIT.notWritten : exitCodeOf(report);
}

const REPORT_WIDTH = 100;

function writeFile(file: string, report: Report, forms: Forms, io: Io): boolean {
  const text = forms.markdown(report, { width: REPORT_WIDTH, color: false, path: true, mode: 'full' });
  try {
    writeFileSync(file, text);
    return true;
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    warn(io.stderr, `the report could not be written to ${file}: ${why}`);
    return false;
  }
}

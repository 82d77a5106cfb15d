import { readFileSync } from 'node:fs';
import { UsageError } from '../model/errors.ts';
import type { PreflightReport } from '../model/preflight.ts';
import type { PreflightIntent } from '../cli/preflight-command.ts';
import { join, unjoinable } from '../preflight/join.ts';
import { asPreflight, preflightSchema } from '../preflight/report-schema.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';
import { walkOver } from './preflight-walk.ts';
import { writePreflight } from './preflight-write.ts';
import { readProfile } from './profile-file.ts';
import { nobody } from './world.ts';

/**
 * Puts the reports of several runs together, one verdict for all: a job in each cluster looks at its own, and nothing is asked here.
 * Throws `UsageError` for a file that is none, and for reports that are not of one workshop.
 */
export async function joinPreflights(intent: PreflightIntent, io: Io): Promise<number> {
  const profile = readProfile(intent.profile, io);
  if (profile === undefined) return EXIT.usage;
  const reports = intent.join.map(readReport);
  const wrong = unjoinable(reports);
  if (wrong !== undefined)
    throw new UsageError(`${intent.join[wrong.report] ?? ''} ${wrong.why}, unlike ${intent.join[0] ?? ''}`);
  const [first, ...others] = reports;
  if (first === undefined) throw new UsageError('--join wants the files of reports');
  const { participants, window, workspace } = first.workshop;
  const workshop = { participants, window, workspace, thresholds: {} };
  const walking = { io, profile, workshop, person: nobody({}, () => undefined) };
  const contexts = reports.flatMap((report) => report.contexts);
  const across = await walkOver(
    reports.flatMap(({ given }) => given),
    contexts,
    walking,
  );
  return writePreflight(join([first, ...others], across, profile.contacts), intent, io);
}

function readReport(file: string): PreflightReport {
  const read = preflightSchema.safeParse(parsed(file));
  if (read.success) return asPreflight(read.data);
  const [issue] = read.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new UsageError(
    `${file} is no report of a preflight${place}: ${issue?.message ?? 'it has another shape'}`,
    'kubedoc workshop preflight -o json writes one',
  );
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw new UsageError(`${file} is no JSON`, 'kubedoc workshop preflight -o json writes it');
    throw new UsageError(code === 'ENOENT' ? `there is no file ${file}` : `${file} cannot be read: ${code}`);
  }
}

import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Building, type Built, buildTools, goVersion, missingTools } from '../build/build-tools.ts';
import { cacheFolder } from '../build/recipe.ts';
import { INCIDENTS } from '../incidents/all.ts';
import { PlaneError } from '../plane/plane-error.ts';
import { type Job, readArguments } from './arguments.ts';
import { buildLimit, buildMinutes, runWithSecondChance, skipReason } from './gate.ts';
import { type Running, runJobs } from './jobs.ts';
import { buildKubedoc } from './program.ts';
import { saveCapture } from './save.ts';
import { type Outcome, outcomeTable } from './table.ts';
import { holdUp } from './up.ts';

/** What a run finds around it. */
export interface Around {
  /** The folder of the repository. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * `npm run test:cluster`: gives the exit code. 0: all as it should be, or skipped because there is no Go; 1: something
 * was not; 2: wrong arguments.
 */
export async function runCluster(args: readonly string[], around: Around): Promise<number> {
  const intent = readArguments(args, INCIDENTS);
  if (intent.does === 'list') return list(around);
  if (intent.does === 'nothing') return refuse(intent.because, around, 2);
  if (intent.does === 'save') return save(intent.folder, around);
  const where = whereOf(around);
  const missing = missingTools(where);
  if (missing.length > 0 && (await goVersion()) === undefined) {
    return refuse(`skipped: there is no Go here, and ${missing.join(', ')} would have to be built with it`, around, 0);
  }
  try {
    const built = await (intent.does === 'gate' ? buildForGate(where, around) : buildTools({ ...where, ...around }));
    if (typeof built === 'string') return refuse(built, around, 0);
    const program = await buildKubedoc(around.root);
    try {
      const running = { ...runningOf(around), built, program: program.file };
      if (intent.does === 'up') return await holdUp(intent.on, running).then(() => 0);
      const captures = intent.does === 'run' && intent.capture ? capturesIn(around) : {};
      const run = (jobs: readonly Job[]): Promise<readonly Outcome[]> => runJobs(jobs, { ...running, ...captures });
      const outcomes =
        intent.does === 'gate' ? await runWithSecondChance(intent.jobs, run, around.say) : await run(intent.jobs);
      around.print(outcomeTable(outcomes));
      return outcomes.length === intent.jobs.length && outcomes.every((each) => each.failure === '') ? 0 : 1;
    } finally {
      program.remove();
    }
  } catch (error) {
    if (error instanceof PlaneError) return refuse(error.message, around, 1);
    throw error;
  }
}

/** Builds within the time of a gate; gives the line that says why it was skipped where that cannot be. */
async function buildForGate(where: Where, { say, signal, env }: Around): Promise<Built | string> {
  const minutes = buildMinutes(env);
  const limit = buildLimit(minutes);
  try {
    return await buildTools({ ...where, say, signal: AbortSignal.any([signal, limit.signal]) });
  } catch (error) {
    const skipped = signal.aborted ? undefined : skipReason(error, limit.signal, minutes);
    if (skipped === undefined) throw error;
    return skipped;
  }
}

function list({ print }: Around): number {
  print(INCIDENTS.map((each) => `${each.name}\n`).join(''));
  return 0;
}

async function save(folder: string, around: Around): Promise<number> {
  try {
    const count = await saveCapture(around.env['KUBECONFIG'], folder);
    around.say(`${count} files in ${folder}; look at them with: kubedoc helmrelease recover --from ${folder}`);
    return 0;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error), around, 1);
  }
}

function refuse(because: string, { say }: Around, exit: number): number {
  say(`test:cluster: ${because}`);
  return exit;
}

function capturesIn({ root }: Around): { readonly captures: string } {
  return { captures: join(root, 'test', 'scenarios', 'real') };
}

type Where = Pick<Building, 'modules' | 'cache'>;

function whereOf({ root, env }: Around): Where {
  return { modules: join(root, 'test', 'cluster', 'modules'), cache: cacheFolder(env, homedir()) };
}

function runningOf({ root, env, say, signal }: Around): Omit<Running, 'built' | 'program'> {
  const port = Number(env['KUBEDOC_PLANE_PORT'] ?? '');
  return {
    home: join(root, 'test', 'cluster'),
    say,
    signal,
    planes: Number(env['KUBEDOC_PLANES'] ?? '2'),
    ...(port > 0 ? { firstPort: port } : {}),
  };
}

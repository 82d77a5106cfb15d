import { existsSync, writeFileSync } from 'node:fs';
import type { WorkshopInitIntent } from '../cli/workshop-init-command.ts';
import { UsageError } from '../model/errors.ts';
import { createAskLine, type AskLine } from '../terminal/ask-line.ts';
import { say, warn } from '../terminal/chatter.ts';
import { canPrompt, writeOut } from '../terminal/streams.ts';
import { listContexts, unknownContext } from '../sources/kubernetes/kubeconfig.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';
import { kubeconfigOptions } from './kubeconfig-options.ts';
import { machineZone } from './machine-zone.ts';
import { printPlan } from './print-plan.ts';
import { profileText } from './workshop-init-text.ts';
import { askForWorkshop, mayReplace } from './workshop-init-questions.ts';
import { survey, SURVEY_PLANNED } from './workshop-survey.ts';

/** `kubedoc workshop init`: gives the exit code. Throws `UsageError` for what makes no sense. */
export async function workshopInit(intent: WorkshopInitIntent, io: Io): Promise<number> {
  const { options, profile } = intent;
  if (options.plan !== 'no') return printPlan(io.runbooks(), [SURVEY_PLANNED], options, io);
  const ask = options.input && canPrompt(io, io.env) ? createAskLine(io, io.env, io.signal) : undefined;
  const writes = await mayWrite(intent, ask);
  if (writes === undefined) return EXIT.interrupted;
  if (!writes) return leaveAlone(profile, io);
  const { names, current } = wanted(intent, io);
  const seen = await survey(names, options, io);
  const zone = machineZone(io);
  const chosen = await askForWorkshop({ seen, current, zone, now: Date.now() / 1000, ask });
  if (chosen === undefined || io.signal.aborted) return EXIT.interrupted;
  return write(profile, profileText(chosen), chosen.missing, io);
}

/** A file that is there is somebody's work. */
async function mayWrite(
  { profile, force }: WorkshopInitIntent,
  ask: AskLine | undefined,
): Promise<boolean | undefined> {
  if (force || profile === '-' || !existsSync(profile)) return true;
  if (ask !== undefined) return mayReplace(profile, ask);
  throw new UsageError(`${profile} is there already`, 'name another with --profile FILE, or replace it with --force');
}

function leaveAlone(file: string, io: Io): number {
  say(io.stderr, `${file} is left as it is`);
  return EXIT.fine;
}

function wanted({ contexts, options }: WorkshopInitIntent, io: Io): ReturnType<typeof listContexts> {
  const { names, current } = listContexts(kubeconfigOptions(options, io));
  const strange = contexts.find((context) => !names.includes(context));
  if (strange !== undefined) throw unknownContext(strange, names);
  return { names: contexts.length > 0 ? contexts : names, current };
}

async function write(file: string, text: string, missing: readonly string[], io: Io): Promise<number> {
  if (file === '-') return (await writeOut(io.stdout, text)) === 'failed' ? EXIT.notWritten : EXIT.fine;
  try {
    writeFileSync(file, text);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    warn(io.stderr, `${file} could not be written: ${why}`);
    return EXIT.notWritten;
  }
  say(io.stderr, `${file} is written. Next:`);
  const flags = missing.map((flag) => ` --${flag} …`).join('');
  const where = file === 'kubedoc.yaml' ? '' : ` --profile ${file}`;
  return (await writeOut(io.stdout, `kubedoc workshop preflight${where}${flags}\n`)) === 'failed'
    ? EXIT.notWritten
    : EXIT.fine;
}

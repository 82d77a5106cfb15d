import type { PreflightIntent } from '../cli/preflight-command.ts';
import type { PreflightReport } from '../model/preflight.ts';
import { canPrompt } from '../terminal/streams.ts';
import type { AskLine } from '../terminal/ask-line.ts';
import { EXIT, outOfReach, type OutOfReach } from './exit.ts';
import type { Io } from './io.ts';
import { tellOutOfReach } from './out-of-reach.ts';
import { openPlaces, type OpenPlace, type OpenPreflight } from './preflight-open.ts';
import { planPreflight } from './preflight-plan.ts';
import { watchPreflight } from './preflight-watch.ts';
import { writePreflight } from './preflight-write.ts';
import { readProfile } from './profile-file.ts';

/** `kubedoc workshop preflight`: gives the exit code. Throws `UsageError` for what makes no sense. */
export async function preflight(intent: PreflightIntent, io: Io): Promise<number> {
  if (intent.join.length > 0) {
    const { joinPreflights } = await import('./preflight-join.ts');
    return joinPreflights(intent, io);
  }
  if (intent.options.plan !== 'no') {
    const { planChecks } = await import('./preflight-lookups.ts');
    return planChecks(intent, io);
  }
  const profile = readProfile(intent.profile, io);
  if (profile === undefined) return EXIT.usage;
  const plan = await planPreflight(intent, profile, { now: Date.now() / 1000, ask: await askLine(intent, io), io });
  if (plan === undefined) return EXIT.interrupted;
  const places = await openPlaces(plan.places, io);
  try {
    return await lookAt({ intent, profile, plan, places }, io);
  } finally {
    await Promise.all(places.map(({ cluster }) => cluster.close()));
  }
}

async function lookAt(open: OpenPreflight, io: Io): Promise<number> {
  const { walkPreflight } = await import('./preflight-walk.ts');
  const look = (): Promise<PreflightReport> => walkPreflight(open, io);
  const { watch } = open.intent;
  if (watch !== undefined) return watchPreflight({ intent: open.intent, watch, look }, io);
  const report = await look();
  if (io.signal.aborted) return EXIT.interrupted;
  const troubles = report.verdict === 'no-go' ? [] : troublesOf(open.places);
  return troubles.length > 0 ? tellAll(troubles, io) : writePreflight(report, open.intent, io);
}

/** Why nothing at all was seen; empty once any context has answered anything. */
function troublesOf(places: readonly OpenPlace[]): readonly OutOfReach[] {
  const troubles = places.map(({ place, cluster }) => {
    const trouble = outOfReach(cluster);
    if (trouble === undefined || places.length < 2) return trouble;
    return { ...trouble, line: `${place.context}: ${trouble.line}` };
  });
  return troubles.every((trouble) => trouble !== undefined) ? troubles : [];
}

/** A line for each context: there is nothing else to tell. */
function tellAll(troubles: readonly OutOfReach[], io: Io): number {
  for (const trouble of troubles) tellOutOfReach(trouble, io);
  return EXIT.unreachable;
}

async function askLine({ options }: PreflightIntent, io: Io): Promise<AskLine | undefined> {
  if (options.output !== 'table' || !options.input || !canPrompt(io, io.env)) return undefined;
  const { createAskLine } = await import('../terminal/ask-line.ts');
  return createAskLine(io, io.env, io.signal);
}

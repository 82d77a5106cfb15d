import { parseCountText } from '../text/count.ts';
import type { PreflightIntent } from '../cli/preflight-command.ts';
import { UsageError } from '../model/errors.ts';
import type { Window } from '../model/workshop.ts';
import type { Profile } from '../profile/load-profile.ts';
import { overlapping } from '../profile/overlapping.ts';
import type { KnownWorkshop } from '../profile/read-workshops.ts';
import { nearest } from '../text/similar.ts';
import { parseWindow, type WindowText } from '../text/window.ts';
import type { Io } from './io.ts';
import { machineZone } from './machine-zone.ts';
import type { Planning } from './preflight-planning.ts';
import { askFor, missing, WORKSHOP_QUESTIONS, type WorkshopAnswers } from './workshop-questions.ts';

/**
 * The workshop of the profile that is meant: the one that is named, or the only one; undefined where the profile has none.
 * Throws `UsageError` where it cannot be told, and where two are held in one place at one time.
 */
export function chosenWorkshop(profile: Profile, named: string | undefined, io: Io): KnownWorkshop | undefined {
  const { workshops } = profile;
  refuseOverlap(workshops, machineZone(io));
  const names = workshops.map(({ name }) => name).filter((name) => name !== '');
  if (named !== undefined) {
    const found = workshops.find(({ name }) => name === named);
    if (found !== undefined) return found;
    throw unknownWorkshop(named, names);
  }
  if (workshops.length < 2) return workshops[0];
  throw new UsageError('the profile holds several workshops', `choose with --workshop: ${names.join(', ')}`);
}

function refuseOverlap(workshops: readonly KnownWorkshop[], zone: string): void {
  const pair = overlapping(workshops, zone);
  if (pair === undefined) return;
  const [one, other] = pair;
  const both = `the workshops ${one.name} and ${other.name} overlap in the same place`;
  throw new UsageError(`${other.places.start}: ${both}`, `the former is at ${one.places.start}`);
}

function unknownWorkshop(named: string, names: readonly string[]): UsageError {
  const message = `the profile holds no workshop ${named}`;
  const meant = nearest(named, names);
  if (meant !== undefined) return new UsageError(message, `did you mean ${meant}?`);
  return new UsageError(message, names.length === 0 ? 'it names none under workshops' : `there: ${names.join(', ')}`);
}

/** How many take part, and when. */
export interface PlannedWindow {
  readonly participants: number;
  readonly window: Window;
  readonly notes: readonly string[];
}

/** Undefined where the person left a question. Throws `UsageError` where nobody can be asked, and for what makes no sense. */
export async function planWindow(
  { typed }: PreflightIntent,
  known: KnownWorkshop | undefined,
  { now, ask, io }: Planning,
): Promise<PlannedWindow | undefined> {
  const zone = typed.zone ?? known?.zone ?? machineZone(io);
  const said = saidOf(typed, known);
  const answers = await answersTo(said, { ask, zone, now });
  if (answers === undefined) return undefined;
  const { participants = '', start = '', duration = '' } = { ...said, ...answers };
  const read = parseWindow({ start, duration, zone }, now);
  if ('wrong' in read) throw new UsageError(`${sourceOf(read.wrong, typed, known)}${read.why}`, read.hint);
  return { participants: parseCountText(participants) ?? 0, ...read };
}

/** What was typed, and what the profile says beside it. */
function saidOf(typed: PreflightIntent['typed'], known: KnownWorkshop | undefined): WorkshopAnswers {
  const participants = typed.participants ?? known?.participants;
  const start = typed.start ?? known?.start;
  const duration = typed.duration ?? known?.duration;
  return {
    ...(participants === undefined ? {} : { participants: String(participants) }),
    ...(start === undefined ? {} : { start }),
    ...(duration === undefined ? {} : { duration }),
  };
}

/** What nobody has said, from the person. */
async function answersTo(
  said: WorkshopAnswers,
  { ask, zone, now }: Pick<Planning, 'ask' | 'now'> & { readonly zone: string },
): Promise<WorkshopAnswers | undefined> {
  const lacks = WORKSHOP_QUESTIONS.filter((key) => said[key] === undefined);
  if (lacks.length === 0) return {};
  if (ask === undefined) throw missing(lacks);
  return askFor(lacks, { ask, zone, now, said });
}

/** Where the wrong word stands. */
function sourceOf(wrong: keyof WindowText, typed: PreflightIntent['typed'], known: KnownWorkshop | undefined): string {
  if (typed[wrong] !== undefined) return `--${wrong}: `;
  return known?.[wrong] === undefined ? '' : `${known.places[wrong]}: `;
}

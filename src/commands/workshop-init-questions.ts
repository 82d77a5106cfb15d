import type { AskLine } from '../terminal/ask-line.ts';
import { nearest } from '../text/similar.ts';
import { nearestZone, zoneName, zoneOffset } from '../text/zone.ts';
import type { SeenContext } from './workshop-survey.ts';
import { askFor, WORKSHOP_QUESTIONS, type WorkshopAnswers } from './workshop-questions.ts';

/** What is to stand in the profile. */
export interface ChosenWorkshop {
  readonly contexts: readonly SeenContext[];
  /** Contexts that were looked at and are no part of it. */
  readonly others: readonly SeenContext[];
  readonly zone: string;
  readonly answers: WorkshopAnswers;
  /** What nobody has said, by the names of the flags. */
  readonly missing: readonly string[];
}

/** What is known before anybody is asked. */
export interface Known {
  readonly seen: readonly SeenContext[];
  readonly current: string | undefined;
  readonly zone: string;
  /** Seconds since 1970. */
  readonly now: number;
  /** Undefined where nobody is there. */
  readonly ask: AskLine | undefined;
}

/** Asks what no cluster knows; undefined where the person left a question. */
export async function askForWorkshop({ seen, current, zone, now, ask }: Known): Promise<ChosenWorkshop | undefined> {
  const found = seen.filter(({ role }) => role !== '').map(({ context }) => context);
  if (ask === undefined) return chosen(seen, found, { zone, answers: {} });
  const preset = found.length > 0 ? found : seen.map(({ context }) => context).filter((name) => name === current);
  const names = await askForContexts(seen, preset, ask);
  if (names === undefined) return undefined;
  const place = await ask({ text: 'In which time zone is it held?', preset: zone, wrong: wrongZone });
  if (place === undefined) return undefined;
  const answers = await askFor(WORKSHOP_QUESTIONS, { ask, zone: place, now, said: {} });
  return answers === undefined ? undefined : chosen(seen, names, { zone: zoneName(place), answers });
}

function chosen(
  seen: readonly SeenContext[],
  names: readonly string[],
  { zone, answers }: Pick<ChosenWorkshop, 'zone' | 'answers'>,
): ChosenWorkshop {
  const isPart = ({ context }: SeenContext): boolean => names.includes(context);
  return {
    contexts: seen.filter(isPart),
    others: seen.filter((one) => !isPart(one)),
    zone,
    answers,
    // A profile takes no time that is not one for ever.
    missing: WORKSHOP_QUESTIONS.filter((key) => answers[key] === undefined || answers[key] === 'now'),
  };
}

async function askForContexts(
  seen: readonly SeenContext[],
  preset: readonly string[],
  ask: AskLine,
): Promise<readonly string[] | undefined> {
  const known = seen.map(({ context }) => context);
  const line = await ask({
    text: `Which contexts are part of it? (of ${known.join(', ')})`,
    preset: preset.join(', '),
    wrong(text) {
      const strange = namesIn(text).find((name) => !known.includes(name));
      if (strange === undefined) return namesIn(text).length === 0 ? 'one at least' : undefined;
      const meant = nearest(strange, known);
      return `there is no context ${strange}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
    },
  });
  return line === undefined ? undefined : namesIn(line);
}

function namesIn(line: string): readonly string[] {
  return line.split(/[,\s]+/).filter((name) => name !== '');
}

function wrongZone(text: string): string | undefined {
  if (zoneOffset(text) !== undefined) return undefined;
  const meant = nearestZone(text);
  return `there is no time zone ${text}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

/** Whether the person lets a file be replaced; undefined where they left the question. */
export async function mayReplace(file: string, ask: AskLine): Promise<boolean | undefined> {
  const line = await ask({
    text: `${file} is there already. Replace it? (yes or no)`,
    preset: 'no',
    wrong: (text) => (/^(yes|no)$/i.test(text) ? undefined : 'yes or no'),
  });
  return line === undefined ? undefined : line.toLowerCase() === 'yes';
}

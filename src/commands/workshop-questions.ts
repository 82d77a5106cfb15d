import { UsageError } from '../model/errors.ts';
import type { AskLine, LineQuestion } from '../terminal/ask-line.ts';
import { parseCountText } from '../text/count.ts';
import { parseWindow } from '../text/window.ts';

/** What a preflight cannot find out by itself. */
export const WORKSHOP_QUESTIONS = ['participants', 'start', 'duration'] as const;
export type WorkshopQuestion = (typeof WORKSHOP_QUESTIONS)[number];

/** What the person typed, as it was typed; what was not asked is left out. */
export type WorkshopAnswers = Partial<Record<WorkshopQuestion, string>>;

/** Whom to ask, and what is known already. */
export interface Asking {
  readonly ask: AskLine;
  readonly zone: string;
  /** Seconds since 1970. */
  readonly now: number;
  /** What is settled: with it an answer has to make sense. */
  readonly said: { readonly start?: string | undefined; readonly duration?: string | undefined };
}

/** Asks one after the other; undefined where the person left one. */
export async function askFor(keys: readonly WorkshopQuestion[], asking: Asking): Promise<WorkshopAnswers | undefined> {
  const answers: WorkshopAnswers = {};
  for (const key of keys) {
    const line = await asking.ask(questionOf(key, { ...asking, said: { ...asking.said, ...present(answers) } }));
    if (line === undefined) return undefined;
    answers[key] = line;
  }
  return answers;
}

function present({ start, duration }: WorkshopAnswers): Asking['said'] {
  return { ...(start === undefined ? {} : { start }), ...(duration === undefined ? {} : { duration }) };
}

function questionOf(key: WorkshopQuestion, asking: Asking): LineQuestion {
  switch (key) {
    case 'participants':
      return { text: 'How many people take part?', preset: '', wrong: wrongCount };
    case 'start':
      return {
        text: `When does it begin? (2026-12-01T09:00 in ${asking.zone}, RFC 3339, or now)`,
        preset: '',
        wrong: (start) => wrongIn({ start, duration: asking.said.duration ?? '14d' }, asking),
      };
    case 'duration':
      return {
        text: 'How long does it take?',
        preset: '4h',
        wrong: (duration) => wrongIn({ start: asking.said.start ?? 'now', duration }, asking),
      };
  }
}

function wrongCount(line: string): string | undefined {
  return parseCountText(line) === undefined ? 'a whole number from 1 to 10000' : undefined;
}

function wrongIn(text: { start: string; duration: string }, { zone, now }: Asking): string | undefined {
  const read = parseWindow({ ...text, zone }, now);
  return 'wrong' in read ? `${read.why}: ${read.hint}` : undefined;
}

const WORDS: Readonly<Record<WorkshopQuestion, string>> = {
  participants: 'how many people take part',
  start: 'when it begins',
  duration: 'how long it takes',
};

/** Nobody is there to ask, so all that is missing is said in one line. */
export function missing(keys: readonly WorkshopQuestion[]): UsageError {
  const flags = keys.map((key) => `--${key}`).join(', ');
  const profile = keys.map((key) => `workshop.${key}`).join(', ');
  return new UsageError(
    `nothing says ${keys.map((key) => WORDS[key]).join(', ')}`,
    `add ${flags}, or write ${profile} into kubedoc.yaml`,
  );
}

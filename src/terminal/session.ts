import type { Report } from '../model/report.ts';
import { discuss } from './aftermath.ts';
import { Answers, type Given } from './answers.ts';
import { walkOnce, type Start, type Turn, type WalkInput } from './walk-once.ts';

/** All that a session needs. */
export interface SessionInput extends WalkInput {
  /** Answers given on the command line, by the question's id. */
  readonly presets: Readonly<Record<string, string>>;
  /** Prints a report; called after every walk that came to one. */
  readonly show: (report: Report) => Promise<void>;
}

/** How a session ended. */
export interface SessionEnd {
  /** The last report that was shown; undefined when the person left before the first. */
  readonly report: Report | undefined;
  readonly ended: 'quit' | 'interrupted' | 'terminated';
  /** What the person answered, so that the session can be taken up again with presets. */
  readonly answers: readonly Given[];
}

/** The exit code of a session that a signal ended (128 and the signal's number); undefined for one that was quit. */
export function exitCodeOf({ ended }: Pick<SessionEnd, 'ended'>): number | undefined {
  return { quit: undefined, interrupted: 130, terminated: 143 }[ended];
}

/**
 * Walks with a person: asks what only a person can answer, goes back, looks again, and after each report asks what
 * now. Rejects only with what a walk rejects with.
 */
export async function runSession(input: SessionInput): Promise<SessionEnd> {
  const answers = new Answers(input.presets);
  let report: Report | undefined;
  let start: Start = 'first';
  try {
    for (;;) {
      const outcome = await walkOnce(start, answers, input);
      if (typeof outcome === 'object') {
        report = outcome;
        input.progress.pause();
        await input.show(report);
      }
      const turn = typeof outcome === 'string' ? outcome : await talk(outcome, answers, input);
      if (turn !== 'back' && turn !== 'retest') return { report, ended: turn, answers: answers.given };
      if (turn === 'back') answers.dropLast();
      start = turn;
    }
  } finally {
    input.progress.stop();
  }
}

/** Asks what to do with a report. */
function talk(report: Report, answers: Answers, { prompter, stderr, color }: SessionInput): Promise<Turn> {
  return discuss(report, { prompter, stderr, color, canGoBack: answers.given.length > 0 });
}

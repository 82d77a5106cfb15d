import type { Report } from '../model/report.ts';
import type { Progress, Question, World } from '../model/world.ts';
import type { Answers } from './answers.ts';
import { print } from './chatter.ts';
import { inkFor } from '../layout/ink.ts';
import { endingOf } from './interrupts.ts';
import type { ProgressSink } from './progress.ts';
import type { Action, Prompter } from './reply.ts';
import { widthOf, type Output } from './streams.ts';
import { WalkTold } from './walk-told.ts';

/**
 * Walks once and gives the report. `fresh` means that nothing looked up before may be used again; otherwise equal
 * look-ups must give what they gave, so that walking again is instant. An error that `ask` throws must come through.
 */
export type Walk = (ask: World['ask'], tell: World['tell'], fresh: boolean) => Promise<Report>;

/** What a walk with a person needs. */
export interface WalkInput {
  readonly walk: Walk;
  readonly prompter: Prompter;
  readonly progress: ProgressSink;
  readonly stderr: Output;
  readonly color: boolean;
  /** Aborted by a signal to end. */
  readonly signal: AbortSignal;
}

/** Why a walk is walked. */
export type Start = 'first' | 'back' | 'retest';

/** What a person did at a question that ends the walk. */
export type Turn = 'back' | 'retest' | 'quit' | 'interrupted' | 'terminated';

/** Walks until there is a report, or until the person or a signal leaves the walk. */
export async function walkOnce(start: Start, answers: Answers, input: WalkInput): Promise<Report | Turn> {
  const { progress, signal } = input;
  const walked = new WalkTold(start === 'back', progress);
  announce(start, input);
  answers.restart();
  progress.restart();
  const ask = (question: Question) => answer(question, answers, walked, input);
  const tell = (event: Progress) => {
    walked.tell(event);
  };
  try {
    return await untilAborted(input.walk(ask, tell, start === 'retest'), signal);
  } catch (error) {
    if (error instanceof Left) return error.turn;
    throw error;
  } finally {
    walked.end();
  }
}

function announce(start: Start, { stderr, color }: WalkInput): void {
  if (start !== 'first') print(stderr, ['', inkFor(color).dim(`— ${start} —`)]);
}

/** Answers a question of the walk: from what was answered before, or by the person. */
async function answer(question: Question, answers: Answers, walked: WalkTold, input: WalkInput): Promise<string> {
  const earlier = answers.recall(question);
  if (earlier !== undefined) return earlier;
  walked.speak(question.text);
  input.progress.pause();
  const value = await askPerson(question, answers, walked, input);
  input.progress.resume();
  answers.add(question, value);
  return value;
}

async function askPerson(question: Question, answers: Answers, walked: WalkTold, input: WalkInput): Promise<string> {
  const { prompter, stderr, color } = input;
  const allowed = actionsAt(answers);
  for (;;) {
    const reply = await prompter.ask(question, allowed);
    if (reply.kind === 'answer') return reply.value;
    if (reply.kind === 'unknown') return 'unknown';
    if (reply.kind === 'evidence') print(stderr, walked.seen.lines(widthOf(stderr), inkFor(color)));
    else if (reply.kind !== 'copy') throw new Left(reply.kind);
  }
}

/** Nothing can be copied before there is a report, and the first question has nothing to go back to. */
function actionsAt(answers: Answers): readonly Action[] {
  const back: readonly Action[] = answers.given.length > 0 ? ['back'] : [];
  return ['evidence', ...back, 'retest', 'unknown', 'quit'];
}

/** The walk's result, or `Left` as soon as the signal comes; a walk that is left may never end. */
function untilAborted(walking: Promise<Report>, signal: AbortSignal): Promise<Report> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      reject(new Left(endingOf(signal)));
    };
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    void walking.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', leave);
    });
  });
}

/** Leaves a walk in the middle of a question. The walk knows nothing of it; the session catches it again. */
class Left extends Error {
  readonly turn: Turn;

  constructor(turn: Turn) {
    super(turn);
    this.turn = turn;
  }
}

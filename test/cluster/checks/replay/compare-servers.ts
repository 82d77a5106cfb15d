import { serveCapture } from '../../../../src/replay/server.ts';
import type { Capture } from '../../../../src/replay/capture.ts';
import { type Answer, replaySide, type Side } from './ask.ts';
import { differencesBetween } from './compare.ts';
import { meantBy, type Difference, type Listed } from './differences.ts';
import { normalise } from './normalise.ts';
import { labelOf, type Question } from './question.ts';
import { DENIED } from './users.ts';
import { comparePages } from './walk-pages.ts';

/** Requests under way at once. */
const AT_ONCE = 6;

/** What is compared. */
export interface Servers {
  readonly real: Side;
  /** What the replay server serves. */
  readonly capture: Capture;
  /** Differences that are meant to be, for which nobody is asked twice. */
  readonly listed: readonly Listed[];
}

/** Sends every question to both servers, walks both through some pages, and gives the fields in which they differ. */
export async function compareServers(
  questions: readonly Question[],
  { real, capture, listed }: Servers,
): Promise<readonly Difference[]> {
  const isMeant = meantBy(listed);
  const waiting = [...questions.entries()];
  const found: (readonly Difference[])[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      found[next[0]] = await untilSettled(() => compareAnswers(next[1], real, capture), isMeant);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return [...found.flat(), ...(await withReplay(capture, [], (replayed) => comparePages(real, replayed)))];
}

/** Between an answer and its date a second may begin, and the age in a table with it. */
const TRIES = 3;

async function untilSettled(
  compare: () => Promise<readonly Difference[]>,
  isMeant: (difference: Difference) => boolean,
): Promise<readonly Difference[]> {
  for (let tries = 1; ; tries += 1) {
    const found = await compare();
    if (tries === TRIES || found.every(isMeant)) return found;
  }
}

async function compareAnswers(question: Question, real: Side, capture: Capture): Promise<readonly Difference[]> {
  const answer = await real.ask(question);
  const replayed = await askReplay(question, capture, answer.date);
  const found = differencesBetween(normalise(answer), normalise(replayed));
  return found.map((each) => ({ request: labelOf(question), ...each }));
}

/** A replay server whose clock stands where the real one's stood: ages and `sinceSeconds` come out alike. */
function askReplay(question: Question, capture: Capture, date: string): Promise<Answer> {
  const now = `${new Date(date).toISOString().slice(0, 19)}Z`;
  const denied = question.who === 'limited' ? DENIED : [];
  return withReplay({ ...capture, now }, denied, (side) => side.ask(question));
}

async function withReplay<Result>(
  capture: Capture,
  deny: readonly string[],
  use: (side: Side) => Promise<Result>,
): Promise<Result> {
  const server = await serveCapture(capture, { deny });
  const side = replaySide(server.port);
  try {
    return await use(side);
  } finally {
    side.close();
    await server.close();
  }
}

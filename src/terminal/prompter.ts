import type { Question } from '../model/world.ts';
import { choose, type Choosing, type Closed } from './choose.ts';
import { print } from './chatter.ts';
import { inkFor, type Ink } from '../layout/ink.ts';
import { endingOf, showCursor } from './interrupts.ts';
import { answeredLine } from './menu.ts';
import { ACTION_KEYS, type Choice, type Prompter, type Reply } from './reply.ts';
import { heightOf, wantsColor, widthOf, type Environment, type Streams } from './streams.ts';

/**
 * A prompter on a terminal. It draws on stderr, so that stdout stays data, and leaves no trace but the question and
 * the chosen option. However a question ends, the cursor is shown again. `signal` ends the question that is open.
 */
export function createPrompter(streams: Streams, env: Environment, signal: AbortSignal): Prompter {
  const { stdin, stderr } = streams;
  const ink = inkFor(wantsColor(stderr, env));
  const size = () => ({ width: widthOf(stderr), height: heightOf(stderr) });
  const context = { input: stdin, output: stderr, clearPromptOnDone: true, signal };
  return {
    async ask(question, allowed) {
      if (signal.aborted) return { kind: endingOf(signal) };
      const reply = await replyOf(chooseOrSearch({ question, allowed, ink, size }, context), signal);
      showCursor(stderr);
      print(stderr, traceOf(question, reply, widthOf(stderr), ink));
      return reply;
    },
  };
}

type Context = NonNullable<Parameters<typeof choose>[1]>;

/** The menu, or the search that it was left for. */
async function chooseOrSearch(config: Choosing, context: Context): Promise<Choice | Closed> {
  const choice = await choose(config, context);
  if (choice.kind !== 'search') return choice;
  const { searchOptions } = await import('./search-options.ts');
  return { kind: 'answer', value: await searchOptions(config.question, context) };
}

/** An answer stays on the screen, also that it is not known; keys such as back leave nothing. */
function traceOf(question: Question, reply: Reply, width: number, ink: Ink): readonly string[] {
  if (reply.kind === 'answer') return [answeredLine(question, reply.value, width, ink)];
  return reply.kind === 'unknown' ? [answeredLine(question, ACTION_KEYS.unknown.words, width, ink)] : [];
}

async function replyOf(choosing: Promise<Choice | Closed>, signal: AbortSignal): Promise<Reply> {
  try {
    const choice = await choosing;
    return choice.kind === 'closed' ? { kind: 'interrupted' } : choice;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') return { kind: 'interrupted' };
    if (error instanceof Error && error.name === 'AbortPromptError') return { kind: endingOf(signal) };
    throw error;
  }
}

import { createPrompt, isEnterKey, useEffect, useKeypress, useState } from '@inquirer/core';
import { inkFor, type Ink } from '../layout/ink.ts';
import { escapeLine } from '../text/escape.ts';
import { showCursor } from './interrupts.ts';
import { wantsColor, type Environment, type Streams } from './streams.ts';

/** A question that is answered with a line. */
export interface LineQuestion {
  readonly text: string;
  /** What is taken where nothing is typed; empty where something has to be. */
  readonly preset: string;
  /** Why a line is no answer; undefined where it is one. */
  readonly wrong: (line: string) => string | undefined;
}

/** Asks a person for a line; undefined where the person left it or the run is over. */
export type AskLine = (question: LineQuestion) => Promise<string | undefined>;

/** Asks on a terminal. It draws on stderr, so that stdout stays data. Spaces around the line do not count. */
export function createAskLine({ stdin, stderr }: Streams, env: Environment, signal: AbortSignal): AskLine {
  const ink = inkFor(wantsColor(stderr, env));
  return async (question) => {
    if (signal.aborted) return undefined;
    try {
      return await typed({ question, ink }, { input: stdin, output: stderr, signal });
    } catch (error) {
      if (error instanceof Error && LEFT.has(error.name)) return undefined;
      throw error;
    } finally {
      showCursor(stderr);
    }
  };
}

/** How inquirer says that a person or a signal ended the question. */
const LEFT = new Set(['ExitPromptError', 'AbortPromptError']);

interface Typing {
  readonly question: LineQuestion;
  readonly ink: Ink;
}

/** A closed input (Ctrl-D) gives undefined; Ctrl-C rejects with inquirer's ExitPromptError. */
const typed = createPrompt<string | undefined, Typing>(({ question, ink }, done) => {
  const [line, setLine] = useState('');
  const [complaint, setComplaint] = useState('');
  const [answer, setAnswer] = useState<string>();

  useKeypress((key, readline) => {
    if (isEnterKey(key)) take(readline);
    else change(readline.line);
  });

  // Ctrl-D closes readline without settling the prompt, and then nothing would ever settle it.
  useEffect((readline) => {
    readline.on('close', () => {
      done(undefined);
    });
  }, []);

  function take(readline: { write(text: string): void }): void {
    const taken = line.trim() === '' ? question.preset : line.trim();
    const wrong = taken === '' ? 'an answer is needed' : question.wrong(taken);
    setComplaint(wrong ?? '');
    // Enter has emptied the line, and what was typed is to be mended.
    if (wrong !== undefined) {
      readline.write(line);
      return;
    }
    setAnswer(taken);
    done(taken);
  }

  function change(now: string): void {
    setLine(now);
    setComplaint('');
  }

  return linesOf({ question, ink }, answer ?? line, complaint, answer !== undefined);
});

function linesOf(
  { question, ink }: Typing,
  line: string,
  complaint: string,
  answered: boolean,
): string | [string, string] {
  const preset = line === '' && question.preset !== '' ? ` ${ink.dim(`(${question.preset})`)}` : '';
  const asked = `${answered ? ink.green('?') : ink.cyan('?')} ${ink.bold(escapeLine(question.text))}${preset} ${line}`;
  return complaint === '' ? asked : [asked, ink.red(`  ${escapeLine(complaint)}`)];
}

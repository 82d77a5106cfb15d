import { createPrompt, isDownKey, isEnterKey, isUpKey, useEffect, useKeypress, useState } from '@inquirer/core';
import type { Question } from '../model/world.ts';
import type { Ink } from '../layout/ink.ts';
import { HIDE_CURSOR } from './interrupts.ts';
import { menuLines } from './menu.ts';
import { isSearchable, SEARCH_KEY } from './searchable.ts';
import { ACTION_KEYS, type Action, type Choice } from './reply.ts';

/** What to ask and how it is to look. */
export interface Choosing {
  readonly question: Question;
  readonly allowed: readonly Action[];
  readonly ink: Ink;
  /** Columns and lines of the terminal now; read at every drawing, for a window can be resized. */
  readonly size: () => { readonly width: number; readonly height: number };
}

/** The input ended before anything was chosen. */
export interface Closed {
  readonly kind: 'closed';
}

/** The menu was left to search its options. */
export interface Searching {
  readonly kind: 'search';
}

/**
 * Asks one question with a menu and gives what was chosen: an option by arrow keys and Enter, or an action by its key.
 * Other keys do nothing. A closed input gives `closed`; Ctrl-C rejects with inquirer's ExitPromptError.
 */
export const choose = createPrompt<Choice | Closed | Searching, Choosing>((config, done) => {
  const { question, allowed, ink, size } = config;
  const { options } = question;
  const [active, setActive] = useState(0);

  useKeypress((key, readline) => {
    const typed = readline.line.toLowerCase();
    readline.clearLine(0);
    if (isEnterKey(key)) takeActive();
    else if (isUpKey(key)) move(-1);
    else if (isDownKey(key)) move(1);
    else if (typed === SEARCH_KEY && isSearchable(question)) done({ kind: 'search' });
    else takeAction(typed);
  });

  // Ctrl-D closes readline without settling the prompt, and then nothing would ever settle it.
  useEffect((readline) => {
    readline.on('close', () => {
      done({ kind: 'closed' });
    });
  }, []);

  function takeActive(): void {
    const option = options[active];
    if (option !== undefined) done({ kind: 'answer', value: option.value });
  }

  function move(by: number): void {
    if (options.length > 0) setActive((active + by + options.length) % options.length);
  }

  function takeAction(typed: string): void {
    const kind = allowed.find((action) => ACTION_KEYS[action].key === typed);
    if (kind !== undefined) done({ kind });
  }

  return menuLines({ question, allowed, active, ink, ...size() }).join('\n') + HIDE_CURSOR;
});

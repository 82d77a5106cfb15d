import type { Report } from '../model/report.ts';
import type { Option, Question } from '../model/world.ts';
import { print, say } from './chatter.ts';
import { copyToClipboard } from './copy.ts';
import { inkFor } from '../layout/ink.ts';
import type { Action, Prompter, Reply } from './reply.ts';
import {
  copyable,
  copyableSort,
  evidenceLines,
  optionLines,
  otherAdvice,
  reminderLines,
  verifiable,
  verifyLines,
  type Paper,
} from './report-parts.ts';
import { widthOf, type Output } from './streams.ts';

/** How a person leaves a report. */
export type Leaving = 'back' | 'retest' | 'quit' | 'interrupted' | 'terminated';

/** What is needed to talk about a report. */
export interface AftermathInput {
  readonly prompter: Prompter;
  readonly stderr: Output;
  readonly color: boolean;
  /** Whether a person has answered something that can be taken back. */
  readonly canGoBack: boolean;
}

/** What can be chosen after a report; the value of an option. */
type Wish = 'evidence' | 'options' | 'verify' | 'copy' | 'back' | 'retest' | 'quit';

/** Asks what to do with a report, again and again, until the person leaves it. */
export async function discuss(report: Report, input: AftermathInput): Promise<Leaving> {
  const question = whatNow(report, input.canGoBack);
  const allowed = keysFor(question);
  const copy = copier(copyable(report), input.stderr);
  for (;;) {
    print(input.stderr, ['', ...reminderLines(report, paperOf(input))]);
    const wish = wishOf(await input.prompter.ask(question, allowed));
    if (isLeaving(wish)) return wish;
    if (wish === 'copy') copy();
    else print(input.stderr, partOf(report, wish, input));
  }
}

function whatNow(report: Report, canGoBack: boolean): Question {
  const others = otherAdvice(report).length;
  const [first = ''] = copyable(report);
  const all: readonly (Option & { readonly offered: boolean })[] = [
    { value: 'evidence', label: 'Show the evidence', hint: '', offered: true },
    { value: 'options', label: 'Show the other options', hint: `${others}`, offered: others > 0 },
    { value: 'verify', label: 'Show how to verify', hint: '', offered: verifiable(report).length > 0 },
    { value: 'copy', label: `Copy the recommended ${copyableSort(report)}`, hint: first, offered: first !== '' },
    { value: 'back', label: 'Back to the last question', hint: '', offered: canGoBack },
    { value: 'retest', label: 'Look again', hint: '', offered: true },
    { value: 'quit', label: 'Quit', hint: '', offered: true },
  ];
  const options = all.filter(({ offered }) => offered).map(({ value, label, hint }) => ({ value, label, hint }));
  return { id: 'what-now', text: 'What now?', options };
}

/** Every action that is on the menu has its key, too. */
function keysFor({ options }: Question): readonly Action[] {
  const keys: readonly Action[] = ['evidence', 'back', 'retest', 'copy', 'quit'];
  return keys.filter((key) => options.some(({ value }) => value === key));
}

function wishOf(reply: Reply): Exclude<Wish, Leaving> | Leaving {
  if (reply.kind !== 'answer') return reply.kind === 'unknown' ? 'evidence' : reply.kind;
  const wishes: readonly Wish[] = ['evidence', 'options', 'verify', 'copy', 'back', 'retest', 'quit'];
  return wishes.find((wish) => wish === reply.value) ?? 'evidence';
}

function isLeaving(wish: Wish | Leaving): wish is Leaving {
  return wish !== 'evidence' && wish !== 'options' && wish !== 'verify' && wish !== 'copy';
}

function partOf(report: Report, wish: 'evidence' | 'options' | 'verify', input: AftermathInput): readonly string[] {
  const parts = { evidence: evidenceLines, options: optionLines, verify: verifyLines };
  return parts[wish](report, paperOf(input));
}

/** Asked anew each time, since a window may have changed its size. */
function paperOf({ stderr, color }: AftermathInput): Paper {
  return { width: widthOf(stderr), ink: inkFor(color) };
}

/** Copies one command at a time, each time the next: pasted together they would all run. */
function copier(commands: readonly string[], stderr: Output): () => void {
  let next = 0;
  return () => {
    const command = commands[next % commands.length] ?? '';
    const which = commands.length < 2 ? '' : ` (${(next % commands.length) + 1} of ${commands.length})`;
    next += 1;
    const sent = copyToClipboard(stderr, command);
    say(stderr, `  ${sent ? 'copied' : 'cannot copy here'}${which}: ${command}`);
  };
}

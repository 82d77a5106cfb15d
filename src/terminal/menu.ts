import type { Option, Question } from '../model/world.ts';
import { escapeLine } from '../text/escape.ts';
import { cut } from '../layout/cut.ts';
import { pad, widest, wrap } from '../layout/wrap.ts';
import { flow } from './fit.ts';
import type { Ink } from '../layout/ink.ts';
import { ACTION_KEYS, type Action } from './reply.ts';
import { isSearchable, SEARCH_KEY } from './searchable.ts';

/** A question on the screen and where the person is in it. */
export interface Menu {
  readonly question: Question;
  readonly allowed: readonly Action[];
  /** Index of the option that Enter takes. */
  readonly active: number;
  /** Columns and lines of the terminal. */
  readonly width: number;
  readonly height: number;
  readonly ink: Ink;
}

const POINTER = '❯';
const GAP = '  ';

/** Labels leave this share of the line to the hints. */
const LABEL_SHARE = 0.6;

/** A longer question is cut, for the options must stay in sight. */
const MAX_QUESTION_LINES = 4;

/**
 * The menu as lines, each narrower than the terminal and all together no higher: the question, the options around the
 * active one, and the keys. Labels and hints come from outside; they are made safe and cut, and only here.
 */
export function menuLines(menu: Menu): readonly string[] {
  const width = menu.width - 1;
  const asked = questionLines(menu, width);
  const help = helpLines(menu, width);
  const room = Math.max(1, menu.height - asked.length - help.length - 2);
  return [...asked, ...optionLines(menu, room, width), '', ...help];
}

/** What stays on the screen when an option was chosen. */
export function answeredLine(question: Question, value: string, width: number, ink: Ink): string {
  const label = question.options.find((option) => option.value === value)?.label ?? value;
  const answer = cut(escapeLine(label), width - 3);
  // The question gives way: it has just been read, and the answer is what counts.
  const asked = cut(escapeLine(question.text), Math.max(0, width - 3 - GAP.length - widest([answer])));
  return `${ink.green('?')} ${[asked, answer].filter((part) => part !== '').join(GAP)}`;
}

/** The first of `size` neighbours among `count` that keep the active one in sight, in the middle where possible. */
export function firstVisible(active: number, count: number, size: number): number {
  return Math.max(0, Math.min(active - Math.floor(size / 2), count - size));
}

function questionLines({ question, ink }: Menu, width: number): readonly string[] {
  const lines = wrap(question.text, width - 2);
  const shown =
    lines.length <= MAX_QUESTION_LINES
      ? lines
      : [...lines.slice(0, MAX_QUESTION_LINES - 1), cut(lines.slice(MAX_QUESTION_LINES - 1).join(' '), width - 2)];
  return shown.map((line, index) => `${index === 0 ? `${ink.cyan('?')} ` : GAP}${ink.bold(line)}`);
}

function optionLines({ question, active, ink }: Menu, room: number, width: number): readonly string[] {
  const { options } = question;
  const first = firstVisible(active, options.length, room);
  const labelWidth = labelColumn(options, width);
  return options.slice(first, first + room).map((option, index) => {
    const [label, hint] = fitOption(option, labelWidth, width - 2);
    if (first + index !== active) return `${GAP}${label}${ink.dim(hint)}`;
    return `${ink.cyan(`${POINTER} ${label}`)}${hint}`;
  });
}

/** All labels get the width of the widest, unless that would push the hints off the line. */
function labelColumn(options: readonly Option[], width: number): number {
  if (options.every(({ hint }) => hint === '')) return width - 2;
  const labels = widest(options.map(({ label }) => escapeLine(label)));
  return Math.min(labels, Math.floor(width * LABEL_SHARE));
}

function fitOption({ label, hint }: Option, labelWidth: number, width: number): readonly [string, string] {
  const shown = cut(escapeLine(label), labelWidth);
  if (hint === '') return [shown, ''];
  return [pad(shown, labelWidth), GAP + cut(escapeLine(hint), width - labelWidth - GAP.length)];
}

function helpLines({ question, allowed, active, ink }: Menu, width: number): readonly string[] {
  const count = question.options.length;
  const moving = count < 2 ? [] : [`↑↓ ${active + 1} of ${count}`];
  const taking = count === 0 ? [] : ['Enter takes it'];
  const searching = isSearchable(question) ? [`${SEARCH_KEY} search`] : [];
  const keys = allowed.map((action) => `${ACTION_KEYS[action].key} ${ACTION_KEYS[action].words}`);
  return flow([...moving, ...taking, ...searching, ...keys], ' · ', width - 2).map((line) => `${GAP}${ink.dim(line)}`);
}

import stringWidth from 'string-width';
import type { PathStep } from '../model/report.ts';
import { escapeLine } from '../text/escape.ts';
import type { Ink } from './ink.ts';
import { hang, pad } from './wrap.ts';

/** On a terminal at least this wide, answers stand below each other from this column on. */
const ALIGNED_FROM = 100;
const ANSWER_COLUMN = 60;

/** Deeper steps are not indented further, so that there is room for words. */
const MAX_DEPTH = 3;

const GAP = '  ';
const BEFORE_DETAIL = ' · ';

/**
 * One step of the walk as lines of at most `width` columns: sign, question, answer and what was seen, on one line where
 * they fit; else what was seen stands below its question. Text from outside is made safe; nothing is lost.
 */
export function stepLines(step: PathStep, width: number, ink: Ink): readonly string[] {
  const margin = GAP.repeat(1 + Math.min(Math.max(step.depth, 0), MAX_DEPTH));
  const lead = `${margin}${signOf(step, ink)} `;
  const asked = answered(step, stringWidth(lead), width);
  const detail = escapeLine(step.detail);
  const joint = step.answer === '' ? '' : BEFORE_DETAIL;
  const all = detail === '' ? asked : `${asked}${joint}${detail}`;
  if (stringWidth(lead) + stringWidth(all) <= width) return [`${lead}${all}`.trimEnd()];
  const first = asked.trimEnd();
  const fits = stringWidth(lead) + stringWidth(first) <= width;
  return [
    ...(fits ? [`${lead}${first}`] : hang(lead, first, width)),
    ...(detail === '' ? [] : hang(`${margin}${GAP}${GAP}`, detail, width)),
  ];
}

/** The same as one plain line of any length, for a log. */
export function stepLine({ depth, question, answer, detail, ...step }: PathStep): string {
  const margin = GAP.repeat(Math.max(depth, 0));
  const told = [answer, detail].filter((part) => part !== '').join(BEFORE_DETAIL);
  return escapeLine(`${margin}${SIGNS[kindOf({ answer, ...step })]} ${question}${GAP}${told}`).trimEnd();
}

/** Question and answer; at a column of its own where the terminal is wide. */
function answered({ question, answer }: PathStep, indent: number, width: number): string {
  const column = width >= ALIGNED_FROM ? ANSWER_COLUMN - indent - GAP.length : 0;
  return `${pad(escapeLine(question), column)}${GAP}${escapeLine(answer)}`;
}

type Kind = 'good' | 'bad' | 'unknown' | 'neutral';

/** Colour is never the only signal. */
const SIGNS: Readonly<Record<Kind, string>> = { good: '✔', bad: '✖', unknown: '?', neutral: '→' };

function kindOf({ good, answer }: Pick<PathStep, 'good' | 'answer'>): Kind {
  if (good !== null) return good ? 'good' : 'bad';
  return answer === 'unknown' ? 'unknown' : 'neutral';
}

function signOf(step: PathStep, ink: Ink): string {
  const paint = { good: ink.green, bad: ink.red, unknown: ink.yellow, neutral: ink.dim };
  const kind = kindOf(step);
  return paint[kind](SIGNS[kind]);
}

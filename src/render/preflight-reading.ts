import type { Check, CheckResult, PlannedChange, PreflightReport, PreflightVerdict } from '../model/preflight.ts';
import { escapeLine } from '../text/escape.ts';
import { localTime } from '../text/local-time-text.ts';
import { formatTimeUtc } from '../text/time.ts';
import { count } from './reading.ts';

/** A verdict in words. */
export const PREFLIGHT_WORDS: Readonly<Record<PreflightVerdict, string>> = {
  go: 'GO',
  'go-with-risks': 'GO WITH RISKS',
  'no-go': 'NO-GO',
  'cannot-tell': 'CANNOT TELL',
};

/** Colour is never the only signal: every verdict has its own sign and words. */
export const PREFLIGHT_SIGNS: Readonly<Record<PreflightVerdict, string>> = {
  go: '✔',
  'go-with-risks': '!',
  'no-go': '✖',
  'cannot-tell': '?',
};

/** The result of a check in a word, and its sign. */
export const RESULT_WORDS: Readonly<Record<CheckResult, string>> = {
  fail: 'fail',
  unknown: 'unknown',
  warn: 'warn',
  pass: 'pass',
  'not-applicable': 'not applicable',
};

/** The sign of each result; it stands beside the word, never in its place. */
export const RESULT_SIGNS: Readonly<Record<CheckResult, string>> = {
  fail: '✖',
  unknown: '?',
  warn: '!',
  pass: '✔',
  'not-applicable': '·',
};

/** `2026-12-01 17:00 to 21:00 UTC (09:00 to 13:00 America/Vancouver)`. */
export function windowText({ start, end, zone }: PreflightReport['workshop']['window']): string {
  const utc = span(formatTimeUtc(start), formatTimeUtc(end));
  if (zone === 'UTC' || zone === '') return `${utc} UTC`;
  const local = span(localTime(start, zone), localTime(end, zone));
  return `${utc} UTC (${local} ${escapeLine(zone)})`;
}

/** Two times `2026-12-01 17:00:00 UTC`, of which the second leaves out the day if it is the same. */
function span(start: string, end: string): string {
  const [from = '', until = ''] = [start, end].map((time) => escapeLine(time).slice(0, 16));
  const sameDay = from.slice(0, 10) === until.slice(0, 10);
  return `${from} to ${sameDay ? until.slice(11) : until}`;
}

/** How many checks came to what, worst first: `2 fail, 1 unknown, 28 pass`. */
export function tallyText(checks: readonly Check[]): string {
  const counts = (Object.keys(RESULT_WORDS) as CheckResult[]).map((result) => {
    const number = checks.filter((check) => check.result === result).length;
    return number === 0 ? '' : `${String(number)} ${RESULT_WORDS[result]}`;
  });
  return counts.filter((text) => text !== '').join(', ');
}

/** What the verdict means, for a person. */
export function preflightSentence({ verdict, checks, contexts }: PreflightReport): string {
  const unreached = contexts.filter(({ unreachable }) => unreachable !== '').length;
  const unknown = checks.filter(({ result }) => result === 'unknown').length;
  switch (verdict) {
    case 'go':
      return 'Everything that was checked is ready for the workshop.';
    case 'go-with-risks':
      return 'Nothing stops the workshop; what warns below may make it harder.';
    case 'no-go':
      return 'The workshop cannot begin as it is.';
    case 'cannot-tell':
      if (unreached > 0)
        return `Nothing was found that stops the workshop, but ${count(unreached, 'context')} gave no answer.`;
      if (unknown > 0)
        return `Nothing was found that stops the workshop, but ${count(unknown, 'check')} could not be made.`;
      return 'No check applied: there was nothing to look at.';
  }
}

/** The checks by id, in their order, each with its results in the order of the contexts. */
export function byCheck(checks: readonly Check[]): readonly (readonly [Check, ...(readonly Check[])])[] {
  const groups = new Map<string, [Check, ...Check[]]>();
  for (const check of checks) {
    const group = groups.get(check.id);
    if (group === undefined) groups.set(check.id, [check]);
    else group.push(check);
  }
  return [...groups.values()];
}

/** What follows when all changes are made. */
export function afterText({ changes, after }: PreflightReport): string {
  if (after === null) return '';
  if (changes.length === 0) return 'No change is known that would make it GO.';
  const looks = changes.filter(isLook).length;
  const done = changes.length - looks;
  if (done === 0) return 'Nothing of this mends anything by itself: what is seen there decides what is to be done.';
  const begin = done === 1 ? 'With the change' : `With the ${String(done)} changes`;
  const one = done === 1;
  const told = `${count(looks, 'look')} ${looks === 1 ? 'has' : 'have'} to tell what else is to be done`;
  if (after.verdict === 'no-go') return `${begin} it is still NO-GO${looks === 0 ? '' : `: ${told}`}.`;
  const expected = changes.some((change) => change.sure === 'expected');
  const provided = expected ? `, if ${one ? 'it does what it says' : 'they do what they say'}` : '';
  return `${begin} it is ${PREFLIGHT_WORDS[after.verdict]}${provided}.`;
}

/** How sure a change is, in words. */
export function sureText(change: PlannedChange): string {
  if (isLook(change)) return 'a look: what it shows decides what is to be done';
  const { sure } = change;
  return sure === 'computed' ? 'computed: the checks were made again with it' : 'expected: look again when it is done';
}

/** Whether a change only reads, and so mends nothing by itself. */
export function isLook({ fix }: PlannedChange): boolean {
  return fix.risk === 'reads';
}

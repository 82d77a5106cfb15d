import type { CheckResult, Difference } from '../model/preflight.ts';
import { hang } from '../layout/wrap.ts';
import { escapeLine } from '../text/escape.ts';
import { pageOf, type Page } from './page.ts';
import { PREFLIGHT_WORDS, RESULT_SIGNS, RESULT_WORDS } from './preflight-reading.ts';
import { resultInk, verdictText, type PreflightLook } from './preflight-table.ts';
import { count, timeText } from './reading.ts';

/** What has changed since the look before: a line that says when and what it comes to, then the checks that are others. */
export function renderDifference(
  { now, verdict, before, checks, open }: Difference,
  look: PreflightLook,
): readonly string[] {
  const page = pageOf({ ...look, path: false, mode: 'full' });
  const was = before === null ? '' : ` (was ${PREFLIGHT_WORDS[before]})`;
  const left = verdict === 'go' ? '' : ` · ${count(open, 'check')} open`;
  const changed = checks.length === 0 ? ' · no change' : '';
  const head = `  ${timeText(now)} · ${verdictText(verdict, page)}${was}${left}${changed}`;
  return [head, ...groupsOf(checks).flatMap((group) => linesOf(group, page))];
}

type Changed = Difference['checks'][number];

/** So many checks of one context that changed alike are one row: a context that went away would fill the screen with its reason. */
const MANY = 3;

/** What is told together, in the order of the first of each; those that changed alike are many, or each is by itself. */
function groupsOf(checks: Difference['checks']): readonly (readonly Changed[])[] {
  const groups = new Map<string, readonly Changed[]>();
  for (const one of checks) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups.values()].flatMap((group) => (group.length < MANY ? group.map((one) => [one]) : [group]));
}

/** Why a check has nothing to do with a context is of no weight here. */
function keyOf({ check: { context, result, summary } }: Changed): string {
  return JSON.stringify([context, result, result === 'not-applicable' ? '' : summary]);
}

function linesOf(group: readonly Changed[], page: Page): readonly string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { result } = first.check;
  const sign = resultInk(result, page)(RESULT_SIGNS[result]);
  return hang(`    ${sign} `, group.length === 1 ? oneText(first) : manyText(first, group), page.width);
}

function oneText({ check, before }: Changed): string {
  const { about, context, summary, result } = check;
  const where = context === null ? '' : ` · ${escapeLine(context)}`;
  const said = summary === '' ? '' : `: ${summary}`;
  return `${about}${where}: ${resultText(result, before)}${said}`;
}

function resultText(result: CheckResult, before: CheckResult | null): string {
  if (result === before) return `still ${RESULT_WORDS[result]}`;
  return `${RESULT_WORDS[result]} (${before === null ? 'new' : `was ${RESULT_WORDS[before]}`})`;
}

function manyText({ check: { context, result, summary } }: Changed, group: readonly Changed[]): string {
  const where = context === null ? 'across contexts' : escapeLine(context);
  const said = result === 'not-applicable' ? group.map(({ check }) => check.about).join('; ') : summary;
  return `${where}: ${count(group.length, 'check')} ${RESULT_WORDS[result]} now${said === '' ? '' : `: ${said}`}`;
}

import type { Difference } from '../model/preflight.ts';
import { hang } from '../layout/wrap.ts';
import { escapeLine } from '../text/escape.ts';
import { pageOf } from './page.ts';
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
  const lines = checks.flatMap(({ check, before: result }) => {
    const { about, context, summary } = check;
    const from = result === null ? 'new' : `was ${RESULT_WORDS[result]}`;
    const where = context === null ? '' : ` · ${escapeLine(context)}`;
    const sign = resultInk(check.result, page)(RESULT_SIGNS[check.result]);
    const said = summary === '' ? '' : `: ${summary}`;
    return hang(`    ${sign} `, `${about}${where}: ${RESULT_WORDS[check.result]} (${from})${said}`, page.width);
  });
  return [head, ...lines];
}

import type { PlannedChange, PreflightReport } from '../model/preflight.ts';
import { commandLines, patchLines } from '../layout/command-lines.ts';
import { riskText } from '../layout/words.ts';
import { hang } from '../layout/wrap.ts';
import type { Page } from './page.ts';
import { afterText, byCheck, isLook, RESULT_WORDS, sureText } from './preflight-reading.ts';

/** What is to be done before the workshop, one block per change, and what it comes to then. */
export function changeBlocks(report: PreflightReport, page: Page): readonly (readonly string[])[] {
  if (report.after === null) return [];
  const { ink } = page;
  const title = report.changes.length === 0 ? [] : [[`  ${ink.bold('TO BE DONE')}`]];
  return [
    ...title,
    ...report.changes.map((change, index) => changeLines(change, index + 1, report, page)),
    afterLines(report, page),
  ];
}

function changeLines(
  planned: PlannedChange,
  number: number,
  { checks, contexts }: PreflightReport,
  page: Page,
): readonly string[] {
  const { fix, context, owner, mends } = planned;
  const where = context === null || contexts.length < 2 ? '' : ` · ${context}`;
  const about = mends.map((id) => checks.find((check) => check.id === id)?.about ?? id);
  const dim = (text: string): readonly string[] => hang('     ', text, page.width).map((line) => page.ink.dim(line));
  return [
    ...hang(`  ${String(number)}. `, `${fix.title}${where}`, page.width),
    ...dim(`${riskText(fix)} · ${owner} · ${sureText(planned)}`),
    ...dim(`${isLook(planned) ? 'about' : 'mends'}: ${about.join('; ')}`),
    ...(fix.change === null ? [] : hang('     ', `change ${fix.change.file}`, page.width)),
    ...(fix.change === null || fix.change.patch === '' ? [] : patchLines(fix.change.patch, 7)),
    ...commandLines(fix.commands, 5),
    ...fix.blanks.flatMap(({ text, question }) => hang('     fill in ', `${text}: ${question}`, page.width)),
  ];
}

function afterLines(report: PreflightReport, page: Page): readonly string[] {
  const { after, checks, contexts } = report;
  if (after === null) return [];
  const open = byCheck(checks).flatMap(([first]) => {
    const left = after.open.filter(({ id }) => id === first.id);
    if (left.length === 0) return [];
    const words = left.map(({ context, result }) =>
      context === null || contexts.length < 2 ? RESULT_WORDS[result] : `${RESULT_WORDS[result]} on ${context}`,
    );
    return hang('    - ', `${first.about}: ${words.join(', ')}`, page.width);
  });
  return [...hang('  ', afterText(report), page.width), ...(open.length === 0 ? [] : ['  still open then:', ...open])];
}

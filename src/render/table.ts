import type { Report, Verdict } from '../model/report.ts';
import { escapeLine } from '../text/escape.ts';
import type { Look } from './format.ts';
import { pageOf, type Page } from './page.ts';
import { findingsText, timeText, VERDICT_WORDS, verdictSentence } from './reading.ts';
import { besideLines, unknownLines, unansweredLines } from './table-beside.ts';
import { escalationLines, handOverLines } from './table-escalation.ts';
import { findingLines } from './table-finding.ts';
import { indexLines } from './table-index.ts';
import { pathLines } from './table-path.ts';
import { pack } from '../layout/pack.ts';
import { hang } from '../layout/wrap.ts';

/** Colour is never the only signal: every verdict has its own sign and word. */
const SIGNS: Readonly<Record<Verdict, string>> = { healthy: '✔', problem: '✖', incomplete: '?', 'in-progress': '…' };

/**
 * The report for a terminal: what was looked at and the verdict, the walked path, every finding with its fix, and what
 * was not looked at. No line is wider than the page except commands and patches, which stay as they are.
 */
export function renderTable(report: Report, look: Look): string {
  const page = pageOf(look);
  const findings = report.findings.map((one, index, all) => [
    ...findingLines(one, index, all.length, page),
    ...escalationLines(all, index, page),
  ]);
  const beside = [
    unknownLines(report.unknown, page),
    ...besideLines(report, page),
    handOverLines(report.handOver, page),
    unansweredLines(report.unanswered, page),
  ];
  const blocks = [
    headerLines(report, page),
    indexLines(report.findings, look, page),
    look.path ? pathLines(report.path, page) : [],
    sentenceLines(report, page),
    // With a person at the terminal the last lines are what is in sight: they belong to the fix.
    ...(page.full ? [...findings, ...beside] : [...beside, ...findings]),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function headerLines(report: Report, page: Page): readonly string[] {
  const { context, serverVersion, verdict, findings, title, now } = report;
  const parts = [
    ...(context === ''
      ? ['no cluster']
      : [escapeLine(`context ${context}`), escapeLine(serverVersion ?? 'server version unknown')]),
    'reading only',
    verdictInk(verdict, page)(`${SIGNS[verdict]} ${VERDICT_WORDS[verdict]}`),
    ...(findings.length === 0 ? [] : [findingsText(findings)]),
  ];
  const second = hang(
    '  ',
    escapeLine(context === '' && now === null ? title : `${title} · as of ${timeText(now)}`),
    page.width,
  );
  return [
    ...pack(parts, { separator: ' · ', indent: 2, hanging: 2, width: page.width }),
    ...second.map((line) => page.ink.dim(line)),
  ];
}

function verdictInk(verdict: Verdict, { ink }: Page): (text: string) => string {
  if (verdict === 'healthy') return ink.green.bold;
  return verdict === 'problem' ? ink.red.bold : ink.yellow.bold;
}

function sentenceLines(report: Report, page: Page): readonly string[] {
  const sentence = verdictSentence(report);
  return sentence === '' ? [] : hang('  ', sentence, page.width);
}

import { orderAdvice } from '../layout/advice-order.ts';
import { objectName, riskText } from '../layout/words.ts';
import type { Finding, Report } from '../model/report.ts';
import type { Look } from './format.ts';
import { causeBlocks } from './markdown-cause.ts';
import {
  besideBlocks,
  byHandBlocks,
  changesBlocks,
  pathBlocks,
  ruledOutBlocks,
  tableBlocks,
  timelineBlocks,
  unansweredBlocks,
  unknownBlocks,
} from './markdown-beside.ts';
import { escalationBlocks } from './markdown-escalation.ts';
import { bullets, inline } from './markdown-escape.ts';
import { changedFileBlocks, optionBlocks, recommendedBlocks, validationBlocks } from './markdown-options.ts';
import { acceptedText, findingLabel, timeText, VERDICT_WORDS, verdictSentence } from './reading.ts';

/**
 * The report as an investigation report in Markdown: summary, root cause with its evidence, state of things, options,
 * the recommended one as steps, files, validation, timeline; last what only somebody who checks it reads. Sections
 * without content are left out, except that what could not be looked at always says so.
 */
export function renderMarkdown(report: Report, look: Look): string {
  const open = report.findings.filter(({ accepted }) => accepted === undefined);
  const blocks = [
    ...headBlocks(report),
    ...rootCauseBlocks(report),
    ...optionBlocks(open),
    ...recommendedBlocks(open),
    ...besideBlocks(report),
    ...changedFileBlocks(open),
    ...validationBlocks(open),
    ...escalationBlocks(open, report.handOver),
    ...timelineBlocks(report.timeline),
    ...changesBlocks(report.changes),
    ...ruledOutBlocks(report.findings),
    ...unknownBlocks(report.unknown),
    ...unansweredBlocks(report.unanswered),
    ...(look.path ? pathBlocks(report.path) : []),
    ...byHandBlocks(report.findings),
    '---',
    `Looked at ${inline(timeText(report.now))} by kubedoc, reading only.`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function headBlocks(report: Report): readonly string[] {
  const facts = [
    `**Context:** ${report.context === '' ? 'none, no cluster was asked' : inline(report.context)}`,
    `**Server version:** ${inline(report.serverVersion ?? 'unknown')}`,
    `**Looked at:** ${inline(timeText(report.now))}`,
    `**Runbook:** ${inline(report.runbook)}`,
    `**Verdict:** ${VERDICT_WORDS[report.verdict]}`,
  ];
  const sentence = verdictSentence(report);
  return [
    `# Investigation report: ${inline(subject(report))}`,
    '## Summary',
    ...(sentence === '' ? [] : [inline(sentence)]),
    ...report.findings.flatMap(summaryBlocks),
    bullets(facts),
  ];
}

/** One cause is named by what it is about; several, or none, by what was asked. */
function subject({ title, findings: [first, ...more] }: Report): string {
  const symptom = first?.chain[0];
  return symptom === undefined || more.length > 0 ? title : objectName(symptom);
}

/** What somebody reads who reads nothing else: the cause, how sure and how bad it is, and what to do. */
function summaryBlocks(finding: Finding): readonly string[] {
  const { title, confidence, severity, severityRule, advice, accepted } = finding;
  const { fix } = orderAdvice(accepted === undefined ? advice : []);
  return [
    `**${findingLabel(finding)}:** ${inline(title)} (${accepted === undefined ? `${confidence}; ${severity}: ${inline(severityRule)}` : inline(acceptedText(finding))}).`,
    ...(fix === undefined ? [] : [`**Recommended:** ${inline(fix.title)} (${inline(riskText(fix))}).`]),
  ];
}

function rootCauseBlocks(report: Report): readonly string[] {
  const tables = tableBlocks(report.tables);
  if (report.findings.length === 0) return tables.length === 0 ? [] : ['## Current state', ...tables];
  const risksAlone = report.findings.every(({ layer }) => layer === 'prevention');
  return [
    risksAlone ? '## What may go wrong' : '## Root cause analysis',
    ...report.findings.flatMap(causeBlocks),
    ...tables,
  ];
}

import type { Evidence, Finding, NodeHeadroom } from '../model/report.ts';
import { escapeLine } from '../text/escape.ts';
import { amountText, isTooSmall } from './headroom.ts';
import { bullets, code, fence, inline, markdownTable, paragraphs } from './markdown-escape.ts';
import { acceptedText } from './reading.ts';
import { objectName, valueText } from '../layout/words.ts';

/** One root cause: its words, what shows it, the messages as they were read, and the room on the nodes. */
export function causeBlocks(finding: Finding, index: number): readonly string[] {
  const label = index === 0 ? 'Primary issue' : `Further issue ${index + 1}`;
  return [
    `### ${label}: ${inline(finding.title)}`,
    paragraphs(finding.cause),
    bullets(factItems(finding)),
    ...evidenceBlocks(finding.evidence),
    ...headroomBlocks(finding.headroom),
  ].filter((block) => block !== '');
}

function factItems(finding: Finding): readonly string[] {
  const confirm = finding.wouldConfirm.map(inline).join('; ');
  return [
    ...(finding.chain.length === 0 ? [] : [`**Chain:** ${objectList(finding.chain, ' → ')}`]),
    ...(finding.alsoAffects.length === 0 ? [] : [`**Also affects:** ${objectList(finding.alsoAffects, ', ')}`]),
    ...(finding.accepted === undefined ? [] : [`**Accepted:** ${inline(acceptedText(finding))}`]),
    `**Confidence:** ${finding.confidence}${confirm === '' ? '' : `; what would confirm it: ${confirm}`}`,
    `**Severity:** ${finding.severity} (${inline(finding.severityRule)})`,
    `**Finding:** ${inline(finding.code)}, layer ${finding.layer}`,
  ];
}

function objectList(objects: Finding['chain'], separator: string): string {
  return objects.map((object) => inline(objectName(object))).join(separator);
}

function evidenceBlocks(evidence: readonly Evidence[]): readonly string[] {
  const facts = evidence.filter((one) => !isMessage(one));
  const messages = evidence.filter(isMessage);
  return [
    ...(facts.length === 0 ? [] : ['**Evidence:**', bullets(facts.map(evidenceItem))]),
    ...messages.flatMap((one) => [
      `**${inline(objectName(one.object))}**, ${code(one.field)}:`,
      fence('text', [valueText(one)]),
    ]),
  ];
}

/** A text that some component wrote, worth quoting as a block. */
function isMessage({ field, value }: Evidence): boolean {
  return typeof value === 'string' && (/(?:^|\.)message$/.test(field) || value.includes('\n'));
}

function evidenceItem(one: Evidence): string {
  return `${inline(objectName(one.object))}, ${code(one.field)}: ${code(valueText(one))}`;
}

function headroomBlocks(rows: readonly NodeHeadroom[]): readonly string[] {
  if (rows.length === 0) return [];
  const columns = ['Node', 'Resource', 'Capacity', 'Allocatable', 'Requested', 'Used', 'Free', 'Needed', 'Verdict'];
  return ['### Node head room', markdownTable(columns, rows.map(headroomRow))];
}

function headroomRow(row: NodeHeadroom): readonly string[] {
  const amount = (value: number | null, otherwise: string): string =>
    value === null ? otherwise : amountText(value, row.unit);
  return [
    inline(row.node),
    inline(row.resource),
    amount(row.capacity, 'unknown'),
    amount(row.allocatable, ''),
    amount(row.requested, ''),
    amount(row.used, 'not measured'),
    amount(row.free, ''),
    amount(row.needed, ''),
    roomVerdict(row),
  ];
}

function roomVerdict(row: NodeHeadroom): string {
  const excluded = row.excludedBy.map((reason) => `excluded: ${escapeLine(reason)}`);
  const room = isTooSmall(row) ? ['too small'] : [];
  const verdict = [...room, ...excluded];
  return verdict.length === 0 ? 'fits' : inline(verdict.join('; '));
}

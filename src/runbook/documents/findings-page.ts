import type { AdviceSpec, FindingSpec, Runbook } from '../../model/runbook.ts';
import { code, GENERATED, inline, page } from './markdown.ts';
import { own } from '../../text/own.ts';

/** Every finding by its code, which is also the anchor of its section. */
export function findingsPage(runbooks: readonly Runbook[]): string {
  const sections = runbooks
    .flatMap((runbook) => Object.entries(runbook.findings).map(([id, finding]) => ({ id, finding, runbook })))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap(({ id, finding, runbook }) => section(id, finding, runbook));
  const lead = 'Words in braces are filled in with what was found.';
  return page(['# Findings', '', GENERATED, '', lead, '', ...sections]);
}

function section(id: string, finding: FindingSpec, runbook: Runbook): readonly string[] {
  return [
    `## ${id}`,
    '',
    `**${inline(finding.title)}**`,
    '',
    [finding.cause, ...(finding.also ?? []).map((each) => each.words)].map(inline).join(' '),
    '',
    `- Layer: ${finding.layer}`,
    `- Runbook: [${runbook.name}](runbooks.md#${runbook.name})`,
    ...finding.severity.map(
      ({ is, when, rule }) => `- ${is}: ${inline(rule)}${when === undefined ? '' : `, if ${code(when)}`}`,
    ),
    ...confirmation(finding),
    '',
    ...adviceOf(finding, runbook),
  ];
}

function confirmation(finding: FindingSpec): readonly string[] {
  const most = finding['at-most'];
  return [
    ...(finding.confirmed ?? []).map(({ when, needs }) => `- Confirmed by ${inline(needs)}: ${code(when)}`),
    ...(finding.likely ?? []).map(({ when, needs }) => `- Likely by ${inline(needs)}: ${code(when)}`),
    ...(most === undefined ? [] : [`- Never more than ${most}`]),
  ];
}

function adviceOf(finding: FindingSpec, runbook: Runbook): readonly string[] {
  const known = finding.advice.flatMap((id) => own(runbook.advice, id) ?? []);
  return known.length === 0 ? [] : ['Advice:', '', ...known.map(adviceLine), ''];
}

function adviceLine({ title, tier, risk }: AdviceSpec): string {
  return `- ${inline(title)} (${tier}, ${risk})`;
}

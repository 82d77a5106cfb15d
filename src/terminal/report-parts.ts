import type { Advice, Evidence, Finding, Report } from '../model/report.ts';
import { commandLines, patchLines } from '../layout/command-lines.ts';
import type { Ink } from '../layout/ink.ts';
import { stepLines } from '../layout/step-lines.ts';
import { objectName, riskText, valueText } from '../layout/words.ts';
import { hang } from '../layout/wrap.ts';
import { escapeLine } from '../text/escape.ts';

/** The width and paint of the terminal. */
export interface Paper {
  readonly width: number;
  readonly ink: Ink;
}

/**
 * Everything that a report stands on: what was seen where and how to see it by hand, what was ruled out, what was not
 * looked at. The steps have been seen going by; they are all there is where nothing was found.
 */
export function evidenceLines(report: Report, paper: Paper): readonly string[] {
  const { width, ink } = paper;
  const steps = report.findings.length > 0 ? [] : report.path.flatMap((step) => stepLines(step, width, ink));
  return [
    ...steps,
    ...report.findings.flatMap((finding) => findingLines(finding, paper)),
    ...report.unknown.flatMap(({ lookup, state, need }) =>
      hang(`  ${ink.yellow('?')} `, `not looked at: ${lookup} (${state})${need === '' ? '' : `; ${need}`}`, width),
    ),
  ];
}

/** What the menu is about, since the heading of the cause has left a small screen by then; empty without a finding. */
export function reminderLines({ findings: [first, ...others] }: Report, { width, ink }: Paper): readonly string[] {
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return hang(`  ${ink.red('✖')} `, escapeLine(`${first.title}${more}`), width);
}

/** The ways to mend it that are not recommended, with what they cost and do. */
export function optionLines(report: Report, paper: Paper): readonly string[] {
  return otherAdvice(report).flatMap((advice) => ['', ...adviceLines(advice, paper)]);
}

/** How to see that it is mended: the commands of the recommended way, or of all where none is recommended. */
export function verifyLines(report: Report, { width, ink }: Paper): readonly string[] {
  return verifiable(report).flatMap(({ title, verify }) => [
    '',
    ...hang('  ', title, width).map((line) => ink.bold(line)),
    ...commandLines(verify, 4),
  ]);
}

/** The advice that is offered beside the recommended one. */
export function otherAdvice({ findings }: Report): readonly Advice[] {
  return findings.flatMap(({ advice }) => advice.filter((one) => !one.recommended));
}

/** The advice whose success can be checked. */
export function verifiable({ findings }: Report): readonly Advice[] {
  const all = findings.flatMap(({ advice }) => advice).filter(({ verify }) => verify.length > 0);
  const recommended = all.filter((one) => one.recommended);
  return recommended.length > 0 ? recommended : all;
}

/** What there is to copy: the commands of the first recommended way, or its change where it has no command. */
export function copyable(report: Report): readonly string[] {
  const advice = firstRecommended(report);
  if (advice === undefined) return [];
  if (advice.commands.length > 0) return advice.commands;
  return advice.change === null || advice.change.patch === '' ? [] : [advice.change.patch];
}

/** What that is: a patch is no command, and a shell would not take it. */
export function copyableSort(report: Report): 'command' | 'change' {
  return firstRecommended(report)?.commands.length === 0 ? 'change' : 'command';
}

function firstRecommended({ findings }: Report): Advice | undefined {
  return findings.flatMap((finding) => finding.advice).find((one) => one.recommended);
}

function findingLines({ title, chain, evidence, ruledOut }: Finding, { width, ink }: Paper): readonly string[] {
  return [
    '',
    ...hang('  ', title, width).map((line) => ink.bold(line)),
    ...(chain.length === 0 ? [] : hang('  chain: ', chain.map(objectName).join(' → '), width)),
    ...evidence.flatMap((one) => seenLines(one, width)),
    ...ruledOut.flatMap(({ what, by }) => hang('  ruled out: ', `${what}: ${by}`, width)),
  ];
}

function seenLines(one: Evidence, width: number): readonly string[] {
  return [
    ...hang('  - ', `${objectName(one.object)}  ${one.field}: ${valueText(one)}`, width),
    ...(one.command === null ? [] : commandLines([one.command], 4)),
  ];
}

function adviceLines(advice: Advice, { width, ink }: Paper): readonly string[] {
  const { title, pros, cons, change, commands } = advice;
  return [
    ...hang('  ', title, width).map((line) => ink.bold(line)),
    ...hang('    ', riskText(advice), width),
    ...pros.flatMap((pro) => hang('    + ', pro, width)),
    ...cons.flatMap((con) => hang('    - ', con, width)),
    ...(change === null ? [] : hang('    in ', `${change.file} (${change.owner})`, width)),
    ...(change === null ? [] : patchLines(change.patch, 6)),
    ...commandLines(commands, 4),
  ];
}

import { unseenText } from '../layout/unseen-text.ts';
import { objectName } from '../layout/words.ts';
import type { Check, CheckEvidence, CheckFinding, CheckResult } from '../model/preflight.ts';
import type { Advice, Finding, PathStep, Report, Severity } from '../model/report.ts';
import type { WalkedCheck } from './walked-check.ts';

/** How a team is reached, by the name that a check gives it. */
export type Contacts = ReadonlyMap<string, string>;

/** The result of a check that was walked. What could not be seen is never better than unknown. */
export function toCheck(walked: WalkedCheck, contacts: Contacts): Check {
  const { runbook, context, report } = walked;
  const { check, name, covers } = runbook;
  const result = resultOf(walked);
  const fix = result === 'fail' || result === 'warn' ? fixOf(openFindings(report)[0]) : null;
  return {
    id: name,
    about: check.about,
    context,
    result,
    summary: summaryOf(walked, result),
    findings: (report?.findings ?? []).map(toFinding),
    evidence: report === null ? [] : evidenceOf(report),
    fix,
    owner: result === 'fail' || result === 'warn' ? ownerOf(fix, check.team, contacts) : null,
    covers,
    unknown: report?.unknown ?? [],
  };
}

/** The findings that count: nobody has accepted them. */
export function openFindings(report: Report | null): readonly Finding[] {
  return (report?.findings ?? []).filter(({ accepted }) => accepted === undefined);
}

/** The findings that a check fails for. */
export function failingFindings({ runbook, report }: WalkedCheck): readonly Finding[] {
  return openFindings(report).filter(({ severity }) => atLeast(severity, runbook.check.fails));
}

/** The advice to follow for a finding: the recommended one, else the first; null where there is none. */
export function fixOf(finding: Finding | undefined): Advice | null {
  return finding?.advice.find(({ recommended }) => recommended) ?? finding?.advice[0] ?? null;
}

/** Who has to follow an advice: the owner of what is changed, else the team of the check. */
export function ownerOf(fix: Advice | null, team: string, contacts: Contacts): string {
  const owner = fix?.change?.owner ?? '';
  if (owner !== '') return owner;
  const contact = contacts.get(team) ?? '';
  return contact === '' ? team : `${team} (${contact})`;
}

/** Whether something that had to be told was not, also beside what was found. */
export function leftOpen({ verdict, besides, unknown }: Report): boolean {
  return verdict === 'incomplete' || besides === 'incomplete' || unknown.some(({ required }) => required);
}

/** P0 is the worst. */
function atLeast(severity: Severity, bound: Severity): boolean {
  return severity <= bound;
}

function resultOf(walked: WalkedCheck): CheckResult {
  const { report } = walked;
  if (report === null) return 'unknown';
  if (failingFindings(walked).length > 0) return 'fail';
  if (leftOpen(report)) return 'unknown';
  if (openFindings(report).length > 0 || report.verdict === 'in-progress') return 'warn';
  return report.notes.some(({ kind }) => kind === 'not-applicable') ? 'not-applicable' : 'pass';
}

function summaryOf({ report, unreachable }: WalkedCheck, result: CheckResult): string {
  if (report === null) return unreachable;
  const [first, ...others] = openFindings(report);
  const more = others.length === 0 ? '' : ` (and ${String(others.length)} more)`;
  switch (result) {
    case 'fail':
    case 'warn':
      return first === undefined ? noteOf(report, 'in-progress') : `${first.title}${more}`;
    case 'unknown':
      return unseen(report);
    case 'not-applicable':
      return noteOf(report, 'not-applicable');
    case 'pass':
      return acceptedText(report) ?? ownSteps(report).at(-1)?.detail ?? '';
  }
}

function acceptedText({ findings }: Report): string | undefined {
  const [first] = findings;
  if (first?.accepted === undefined) return undefined;
  return `${first.title}: accepted until ${first.accepted.until} (${first.accepted.reason})`;
}

function noteOf({ notes }: Report, kind: string): string {
  return notes.find((note) => note.kind === kind)?.text ?? '';
}

/**
 * What was missing, in the words with which the check gave up where it has some; where everything was seen, what was seen
 * could not be judged.
 */
function unseen(report: Report): string {
  const missing = report.unknown.filter(({ required }) => required);
  const [row] = missing.length > 0 ? missing : report.unknown;
  const last = givenUpAt(report);
  if (row !== undefined && last !== undefined) return [last.detail, row.need].filter((text) => text !== '').join(' · ');
  if (row !== undefined) return unseenText(row);
  const open = report.path.findLast(({ depth, good, answer }) => depth === 0 && good === null && answer === 'unknown');
  return report.notes.at(-1)?.text ?? open?.question ?? 'what was seen does not tell';
}

/**
 * The step of the check itself that was answered, said something, and led to nothing that is known, where nothing that had to
 * be seen is missing.
 */
function givenUpAt({ verdict, path, runbook, unknown }: Report): PathStep | undefined {
  const last = path.at(-1);
  if (unknown.length === 0 || unknown.some(({ required }) => required)) return undefined;
  const own = last?.runbook === runbook && last.depth === 0 && last.answer !== 'unknown';
  return verdict === 'incomplete' && own && last.detail !== '' ? last : undefined;
}

/** The steps of the check itself that said something. */
function ownSteps({ path, runbook }: Report): Report['path'] {
  return path.filter((step) => step.runbook === runbook && step.detail !== '');
}

function evidenceOf(report: Report): readonly CheckEvidence[] {
  const seen = openFindings(report).flatMap(({ evidence }) =>
    evidence.map(({ object, field, value, command }) => ({
      text: `${objectName(object)} ${field} = ${value === null ? 'none' : String(value)}`,
      command,
    })),
  );
  const answered = ownSteps(report).filter((step) => step.answer !== 'unknown' && step !== givenUpAt(report));
  const said = answered.map(({ question, detail }) => ({ text: `${question} ${detail}`, command: null }));
  return distinct([...seen, ...said]);
}

function toFinding({ code, title, cause, severity, confidence, chain, accepted }: Finding): CheckFinding {
  const on = chain.at(-1);
  const object = on === undefined ? '' : [on.kind, on.namespace, on.name].filter((part) => part !== null).join('/');
  return { code, title, cause, severity, confidence, object, ...(accepted === undefined ? {} : { accepted }) };
}

function distinct(all: readonly CheckEvidence[]): readonly CheckEvidence[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

import type { Escalation } from '../model/escalation.ts';
import type { Report, Severity } from '../model/report.ts';
import type { Runbook } from '../model/runbook.ts';
import { nearest } from '../text/similar.ts';
import type { Profile } from './load-profile.ts';

/** The report with how the teams are reached that its findings name, and whom to call first, as far as a profile says so. */
export function nameContacts(report: Report, profile: Profile): Report {
  const findings = report.findings.map((finding) => {
    const { escalation, severity } = finding;
    return escalation === undefined ? finding : { ...finding, escalation: named(escalation, severity, profile) };
  });
  return { ...report, findings };
}

function named(escalation: Escalation, severity: Severity, { contacts, begin }: Profile): Escalation {
  const turns = escalation.turns.map((turn) => ({ ...turn, contact: contacts.get(turn.team) ?? '' }));
  const level = begin.get(severity);
  return {
    ...escalation,
    ...(level === undefined ? {} : { begin: level, because: `the profile says so for ${severity}` }),
    turns,
  };
}

/** A contact of a team that no runbook calls, and the team that may be meant; undefined where there is none. */
export function strangeContact(
  { contacts }: Profile,
  runbooks: Iterable<Runbook>,
): { readonly team: string; readonly meant: string | undefined; readonly teams: readonly string[] } | undefined {
  const named = [...runbooks].flatMap(({ escalation, check }) => [
    ...Object.keys(escalation?.teams ?? {}),
    ...(check === undefined ? [] : [check.team]),
  ]);
  const teams = [...new Set(named)];
  const team = [...contacts.keys()].find((name) => !teams.includes(name));
  return team === undefined ? undefined : { team, meant: nearest(team, teams), teams };
}

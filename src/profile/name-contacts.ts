import type { Escalation } from '../model/escalation.ts';
import type { Report } from '../model/report.ts';
import type { Runbook } from '../model/runbook.ts';
import { nearest } from '../text/similar.ts';
import type { Profile } from './load-profile.ts';

/** The report with how the teams are reached that its findings name, as far as a profile says so. */
export function nameContacts(report: Report, { contacts }: Profile): Report {
  const findings = report.findings.map((finding) =>
    finding.escalation === undefined ? finding : { ...finding, escalation: named(finding.escalation, contacts) },
  );
  return { ...report, findings };
}

function named(escalation: Escalation, contacts: Profile['contacts']): Escalation {
  const turns = escalation.turns.map((turn) => ({ ...turn, contact: contacts.get(turn.team) ?? '' }));
  return { ...escalation, turns };
}

/** A contact of a team that no runbook calls, and the team that may be meant; undefined where there is none. */
export function strangeContact(
  { contacts }: Profile,
  runbooks: Iterable<Runbook>,
): { readonly team: string; readonly meant: string | undefined; readonly teams: readonly string[] } | undefined {
  const teams = [...runbooks].flatMap(({ escalation }) => Object.keys(escalation?.teams ?? {}));
  const team = [...contacts.keys()].find((name) => !teams.includes(name));
  return team === undefined ? undefined : { team, meant: nearest(team, teams), teams };
}

import type { ObjectRef } from '../model/object.ts';
import type { Finding, Note, Report, Verdict } from '../model/report.ts';
import type { PlacedEntry } from './load-profile.ts';

/** What a report is held against. */
export interface Acceptances {
  readonly entries: readonly PlacedEntry[];
  /** The day that it is, `2026-03-31` in UTC. */
  readonly today: string;
  /** Whether an object (`Kind/namespace/name`) was among those looked at: only then can an entry have missed it. */
  readonly lookedAt: (object: string) => boolean;
  /** Whether all of it could be looked at, so that what was not found is not there. */
  readonly complete: boolean;
}

/**
 * Marks the findings that are accepted, behind those that are not. They stay in the report and stop counting for the
 * verdict. An entry whose last day is over counts for nothing, and that is told, as is one that nothing was found for.
 */
export function acceptFindings(report: Report, acceptances: Acceptances): Report {
  const { entries, today } = acceptances;
  const standing = entries.filter(({ until }) => until >= today);
  const findings = report.findings.map((finding) => accept(finding, standing));
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const { handOver, ...rest } = report;
  const notes = entries.flatMap((entry) => noteOn(entry, report.findings, acceptances));
  return {
    ...rest,
    ...(handOver === undefined || open.length === 0 ? {} : { handOver }),
    verdict: verdictOf(report, open.length),
    findings: [...open, ...findings.filter(({ accepted }) => accepted !== undefined)],
    notes: [...report.notes, ...notes],
  };
}

/** One who suffers from a cause can accept it for nobody else: then each of them has to be accepted. */
function accept(finding: Finding, entries: readonly PlacedEntry[]): Finding {
  const entry = entries.find((one) => isAbout(one, finding));
  if (entry === undefined) return finding;
  const names = [entry, ...entries].filter(({ code }) => code === finding.code).map(({ object }) => object);
  const cause = finding.chain.at(-1);
  const all = finding.alsoAffects.every((ref) => names.includes(nameOf(ref)));
  const whole = finding.chain.length > 1 && cause !== undefined && names.includes(nameOf(cause));
  return all || whole ? { ...finding, accepted: { reason: entry.reason, until: entry.until } } : finding;
}

/** The object is the one that the cause sits on, or the one that was asked about. */
function isAbout({ code, object }: PlacedEntry, finding: Finding): boolean {
  const ends = [finding.chain[0], finding.chain.at(-1)];
  return finding.code === code && ends.some((ref) => ref !== undefined && nameOf(ref) === object);
}

function nameOf({ kind, namespace, name }: ObjectRef): string {
  return [kind, namespace, name].filter((part) => part !== null).join('/');
}

/** Without an open finding it is as if none had been made: what had to be seen and was not still counts. */
function verdictOf({ verdict, besides = 'healthy', unknown }: Report, open: number): Verdict {
  if (verdict !== 'problem' || open > 0) return verdict;
  return unknown.some(({ required }) => required) ? 'incomplete' : besides;
}

function noteOn(entry: PlacedEntry, findings: readonly Finding[], acceptances: Acceptances): readonly Note[] {
  const { code, object, until, reason, place } = entry;
  const { today, lookedAt, complete } = acceptances;
  const what = `${code} on ${object}`;
  const found = findings.some((finding) => isAbout(entry, finding));
  if (!found && !lookedAt(object)) return [];
  if (!found)
    return [note(`${place}: nothing was found that the accepted ${what} is about${complete ? '; it can go' : ''}`)];
  if (until >= today) return [];
  return [note(`${place}: ${what} was accepted until ${until} (${reason}); that is over, so it counts again`)];
}

function note(text: string): Note {
  return { kind: 'observation', object: null, text };
}

import { objectName } from '../layout/words.ts';
import type { Turn } from '../model/escalation.ts';
import type { ObjectRef } from '../model/object.ts';
import type { Changes, Finding, Lead, Note, Report, Verdict } from '../model/report.ts';
import { escapeLine } from '../text/escape.ts';
import { formatTimeUtc } from '../text/time.ts';

/** A verdict in words. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  healthy: 'healthy',
  problem: 'problem found',
  incomplete: 'incomplete',
  'in-progress': 'in progress',
};

/** A time of the report for people, in UTC; text that is no time stays as it is, and null is a time not known. */
export function timeText(time: string | null): string {
  return time === null ? 'an unknown time' : escapeLine(formatTimeUtc(time));
}

/** The notes that are observations, or the others. */
export function notesOf(report: Report, what: 'observations' | 'others'): readonly Note[] {
  return report.notes.filter((note) => (note.kind === 'observation') === (what === 'observations'));
}

/**
 * What the verdict means, for a person. Never better than what was looked at: an incomplete run says what is missing,
 * and a problem without a finding says that its cause is open. Empty where findings speak for themselves.
 */
export function verdictSentence(report: Report): string {
  switch (report.verdict) {
    case 'healthy':
      return report.findings.length === 0
        ? 'No symptom holds now, and everything that had to be looked at was seen.'
        : 'All that was found is accepted, and everything that had to be looked at was seen.';
    case 'in-progress':
      return 'An action is under way inside its own time limit. That is no problem yet; look again when it has ended.';
    case 'incomplete':
      return incompleteSentence(report);
    case 'problem':
      return report.findings.length === 0 ? 'A symptom holds now, but its cause was not found.' : '';
  }
}

function incompleteSentence({ unknown, unanswered, notes }: Report): string {
  const missing = unknown.filter((row) => row.required).length;
  const start = 'No problem was found, but this does not say that all is well';
  if (missing > 0) return `${start}: ${count(missing, 'required look-up')} gave no answer.`;
  if (unanswered.length > 0) return `${start}: ${count(unanswered.length, 'question')} went unanswered.`;
  // A note says what it was, such as an empty namespace or something that cannot be judged.
  return notes.length > 0 ? `${start}.` : `${start}: there was nothing to look at.`;
}

/** How many findings there are, and how many of them are accepted; empty without one. */
export function findingsText(findings: Report['findings']): string {
  const accepted = findings.filter((finding) => finding.accepted !== undefined).length;
  if (findings.length === 0) return '';
  return `${count(findings.length, 'finding')}${accepted === 0 ? '' : `, ${accepted} of them accepted`}`;
}

/** What a finding is: a cause of something that went wrong, or something that may yet. */
export function findingLabel({ layer, accepted }: Finding): string {
  if (accepted !== undefined) return 'Accepted';
  return layer === 'prevention' ? 'Risk' : 'Root cause';
}

/** Until when a finding is accepted, and why; empty for one that is not. */
export function acceptedText({ accepted }: Finding): string {
  return accepted === undefined ? '' : `until ${accepted.until}: ${accepted.reason}`;
}

/** `1 node`, `3 nodes`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** What was seen of an object, behind its name unless the words say it themselves. */
export function aboutText(object: ObjectRef | null, text: string): string {
  if (object === null) return text;
  const { kind, namespace, name } = object;
  const named =
    text.includes(`${kind} ${name}`) || (namespace !== null && text.includes(`${kind} ${namespace}/${name}`));
  return named ? text : `${objectName(object)}: ${text}`;
}

/** Who is called, and how they are reached where a profile says so. */
export function calledText({ who, contact }: Turn): string {
  return contact === '' ? who : `${who} (${contact})`;
}

/** The same for the same people who do the same. */
export function turnsKey(turns: readonly Turn[]): string {
  return turns.map(({ team, does }) => `${team} ${does}`).join('\n');
}

/** One change, and who wrote it where the cluster tells. */
export function leadText({ object, what, by }: Lead): string {
  return `${aboutText(object, what)}${by === '' ? '' : ` (by ${by})`}`;
}

/** The changes that may have led to the trouble, or all where it is not known when that began, and those behind it. */
export function splitLeads({ leads }: Changes): Readonly<Record<'before' | 'after', readonly Lead[]>> {
  const after = leads.filter(({ beforeOnset }) => beforeOnset === false);
  return { before: leads.filter((lead) => !after.includes(lead)), after };
}

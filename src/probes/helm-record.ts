import type { Probe, ProbeResult } from '../model/probe.ts';
import { entry, num, text } from './read.ts';

/** How much of a description is kept: the error stands in front, a rendered manifest may follow. */
const MOST_CHARACTERS = 1000;

/** How many revisions are kept, the newest ones. */
const MOST_REVISIONS = 20;

/** What `helm history -o json` prints: what Helm noted of each revision, which stands nowhere outside of its Secrets. */
export const helmRecord: Probe = {
  name: 'helm-record',
  computes: 'What Helm noted of the revisions of a release, as `helm history -o json` prints it.',
  params: { output: { is: 'text', means: 'what it printed; empty where it was not asked' } },
  returns: {
    readable: 'whether it is a list of revisions; also where it was not asked',
    entries: 'newest first: {revision, status, chart, updated, description}',
    failedRevision: 'the newest revision, where it failed; else null',
    failedText: 'what Helm noted of that one, without the sentence around it; empty where the newest did not fail',
  },
  run({ output }) {
    const printed = text(output).trim();
    const entries = printed === '' ? [] : readEntries(printed);
    if (entries === undefined) return { readable: false, entries: [], failedRevision: null, failedText: '' };
    const failed = entries[0]?.['status'] === 'failed' ? entries[0] : undefined;
    return {
      readable: true,
      entries,
      failedRevision: failed?.['revision'] ?? null,
      failedText: withoutSentence(text(failed?.['description'])),
    };
  },
};

function readEntries(printed: string): readonly ProbeResult[] | undefined {
  const parsed = parsedOrNothing(printed);
  if (!Array.isArray(parsed)) return undefined;
  const rows = (parsed as unknown[]).map(toRow);
  if (!rows.every((row) => row !== undefined)) return undefined;
  return rows.toSorted((a, b) => Number(b['revision']) - Number(a['revision'])).slice(0, MOST_REVISIONS);
}

function parsedOrNothing(printed: string): unknown {
  try {
    return JSON.parse(printed);
  } catch {
    return undefined;
  }
}

/** Nothing else is taken: whatever more helm may print one day, values do not get in by this way. */
function toRow(row: unknown): ProbeResult | undefined {
  const revision = num(entry(row, 'revision'));
  if (revision === undefined) return undefined;
  return {
    revision,
    status: text(entry(row, 'status')),
    chart: text(entry(row, 'chart')),
    updated: text(entry(row, 'updated')),
    description: text(entry(row, 'description')).slice(0, MOST_CHARACTERS),
  };
}

/** `Upgrade "web" failed: …`, `Release "web" failed: …` of an install, `Rollback "web" failed: …` (Helm, pkg/action). */
function withoutSentence(description: string): string {
  return description.replace(/^(?:Upgrade|Release|Rollback) "[^"]*" failed: /, '').trim();
}

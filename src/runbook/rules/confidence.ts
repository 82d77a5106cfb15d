import type { Rule } from './rule.ts';

/** Confidence is computed from facts, never written down. */
export const confidence: Rule = {
  name: 'confidence',
  says: 'A finding lists what must hold for "confirmed", or says with at-most that it can never be that.',
  check({ runbook }) {
    return Object.entries(runbook.findings)
      .filter(([, finding]) => finding['at-most'] === undefined && (finding.confirmed ?? []).length === 0)
      .map(([code]) => ({
        path: ['findings', code],
        on: 'key',
        message: `"${code}" does not say when it is confirmed: add confirmed, or at-most`,
      }));
  },
};

import type { Confidence } from '../../../src/model/report.ts';
import type { Expected, Snapshot } from '../story.ts';

/** When the scenarios' captures were taken. */
export const NOW = '2025-11-15T18:15:03Z';

/** A capture that left nothing out; `denied` names the resources that whoever captured could not read. */
export function snapshot(denied: readonly string[] = []): Snapshot {
  const whole = { capturedAt: NOW, context: 'lab', version: 'v1.34.1', complete: true } as const;
  return denied.length === 0 ? whole : { ...whole, denied };
}

/** Texts that the report has to hold, and texts that it must not. */
interface Words {
  readonly says?: readonly string[];
  readonly never?: readonly string[];
}

/** Nothing is wrong and everything needed was seen. */
export const healthy: Expected = { verdict: 'healthy', exit: 0, findings: [] };

/** An action is under way and inside its time. */
export function inProgress(words: Words = {}): Expected {
  return { verdict: 'in-progress', exit: 0, findings: [], ...words };
}

/** Nothing was found, and something needed was not seen. */
export function incomplete(words: Words = {}): Expected {
  return { verdict: 'incomplete', exit: 3, findings: [], ...words };
}

/** One root cause. */
export function problem(code: string, confidence: Confidence, words: Words = {}): Expected {
  return problems([[code, confidence]], words);
}

/** Several root causes, most probable first. */
export function problems(found: readonly (readonly [string, Confidence])[], words: Words = {}): Expected {
  const findings = found.map(([code, confidence]) => ({ code, confidence }));
  return { verdict: 'problem', exit: 1, findings, ...words };
}

import type { Probe, ProbeResult } from '../model/probe.ts';
import { isRecord, text } from './read.ts';

/** What a body of JSON holds; not known where it holds no JSON object. */
export const jsonValue: Probe = {
  name: 'json-value',
  computes: 'What the body of an answer holds, where that is a JSON object; else it is not known.',
  params: { body: { is: 'text', means: 'the body' } },
  returns: { value: 'the object' },
  run({ body }): ProbeResult | undefined {
    try {
      const value: unknown = JSON.parse(text(body));
      return isRecord(value) ? { value } : undefined;
    } catch {
      return undefined;
    }
  },
};

import type { Probe, ProbeResult } from '../model/probe.ts';
import { parseTime } from '../text/time.ts';
import { compareText, entry, field, list, nameOf, num, text } from './read.ts';

/** Which objects were written in the time behind a moment, by the times that the API server keeps per writer. */
export const writtenAfter: Probe = {
  name: 'written-after',
  computes: 'Which objects were written within some time after a moment (metadata.managedFields).',
  params: {
    objects: { is: 'list', means: 'The objects; their metadata is enough.' },
    from: { is: 'text', means: 'The moment, RFC 3339; empty for none, and then nothing was written.' },
    within: { is: 'number', means: 'How long behind it, in seconds.' },
  },
  returns: { names: 'Their names, in order.', looked: 'How many were looked at (a count).' },
  run({ objects, from, within }): ProbeResult | undefined {
    const span = num(within);
    if (!Array.isArray(objects) || span === undefined) return undefined;
    const start = parseTime(text(from));
    const written = list(objects).filter(
      (each) => start !== undefined && timesOf(each).some((time) => time >= start && time <= start + span),
    );
    return { names: written.map(nameOf).toSorted(compareText), looked: objects.length };
  },
};

function timesOf(object: unknown): readonly number[] {
  const written = list(field(object, 'metadata.managedFields')).map((each) => text(entry(each, 'time')));
  return [...written, text(field(object, 'metadata.creationTimestamp'))].flatMap((time) => parseTime(time) ?? []);
}

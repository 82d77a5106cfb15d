import type { Probe } from '../model/probe.ts';
import { timedLines } from './logs/kubelet-times.ts';

/** The log as the program wrote it, for expressions and probes that know nothing of the kubelet's times. */
export const logWithoutTimes: Probe = {
  name: 'log-without-times',
  computes: "A log without the kubelet's times at the head of its lines.",
  params: { log: { is: 'text', means: 'The log as a look-up with times gives it.' } },
  returns: { text: 'The log; null where there is none.' },
  run({ log }) {
    if (typeof log !== 'string') return { text: null };
    const lines = timedLines(log).map(({ text }) => text);
    return { text: lines.join('\n') };
  },
};

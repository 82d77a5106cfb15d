import type { Probe } from '../model/probe.ts';
import { text } from './read.ts';

/**
 * What Helm says of a hook that failed. Helm 3 names the Job or the pod (pkg/kube/client.go, waitForJob and waitForPodSuccess);
 * Helm 4 with Flux names them in the list that its waiter prints; who ran out of time in Helm 3 is not named.
 */
export const hookFailure: Probe = {
  name: 'hook-failure',
  computes: 'Which hook of a chart failed, as far as Helm says so, and whether it was waited for too long.',
  params: { text: { is: 'text', means: "Helm's error" } },
  returns: {
    moment: 'when it runs, such as `pre-upgrade`; `test` for a test; empty if it is not said',
    kind: '`Job`, `Pod`, another kind, or empty if none is named',
    name: 'its name; empty if it is not said',
    template: 'the template of the chart that it comes from, where the API server refused it; empty otherwise',
    timedOut: 'whether Helm gave up waiting, while nothing had failed',
    line: 'the whole of it on one line',
    says: 'the reason alone, without who it is about',
  },
  run({ text: said }) {
    const message = text(said);
    if (message === '') return undefined;
    const { kind, name, status } = objectOf(message);
    return {
      moment: momentOf(message),
      kind,
      name,
      template: /warning: Hook \S+ (\S+) failed: /.exec(message)?.[1] ?? '',
      timedOut: isTimeout(message, status),
      line: message.replace(/\s+/g, ' ').trim(),
      says: message
        .replace(/^.*?(?:hooks? failed|failed (?:pre|post)-\w+|Helm test failed for release \S+ with chart \S+): /s, '')
        .replace(/^\d+ errors? occurred:\s*\*?\s*/, '')
        .trim(),
    };
  },
};

function momentOf(message: string): string {
  if (/^Helm test failed for release /.test(message)) return 'test';
  return /((?:pre|post)-(?:install|upgrade|rollback|delete))(?: hooks? failed)?/.exec(message)?.[1] ?? '';
}

function objectOf(message: string): { kind: string; name: string; status: string } {
  const waited = /\[([A-Z][A-Za-z]+)\/(?:[^/\s]+\/)?([^/\s]+) status: '(\w+)'/.exec(message);
  if (waited !== null) return { kind: waited[1] ?? '', name: waited[2] ?? '', status: waited[3] ?? '' };
  const plain = /\b(job|pod) (?:\S*\/)?([a-z0-9][a-z0-9.-]*) failed/.exec(message);
  if (plain === null) return { kind: '', name: '', status: '' };
  return { kind: plain[1] === 'job' ? 'Job' : 'Pod', name: plain[2] ?? '', status: 'Failed' };
}

function isTimeout(message: string, status: string): boolean {
  if (status === 'Failed') return false;
  return /timed out waiting for the condition|context deadline exceeded|timeout waiting for: \[/.test(message);
}

import type { Probe, ProbeResult } from '../model/probe.ts';
import { parseTime } from '../text/time.ts';
import { entry, field, list, nameOf, namespaceOf, num, text } from './read.ts';

/** Containers that started anew lately, though their pods may look well again. */
export const recentRestarts: Probe = {
  name: 'recent-restarts',
  computes: 'Which containers of some pods ended and were started again within some time, and how they ended.',
  params: {
    pods: { is: 'list', means: 'The pods.' },
    now: { is: 'text', means: "The API server's time, RFC 3339." },
    within: { is: 'number', means: 'How far back, in seconds.' },
  },
  returns: {
    rows:
      'One row per container, latest first: pod (the object), namespace, name, container, restarts (a count), reason, exitCode, at (when ' +
      'it ended last, RFC 3339), limit (its memory limit; empty without one), node.',
    killed: 'Those of them that were killed for memory.',
    pods: 'The pods, each once.',
  },
  run({ pods, now, within }): ProbeResult | undefined {
    const [at, span] = [parseTime(text(now)), num(within)];
    if (!Array.isArray(pods) || at === undefined || span === undefined) return undefined;
    const rows = list(pods)
      .flatMap(rowsOf)
      .filter((row) => at - (parseTime(row.at) ?? 0) <= span)
      .toSorted((a, b) => (a.at < b.at ? 1 : -1));
    return {
      rows,
      killed: rows.filter(({ reason }) => reason === 'OOMKilled'),
      pods: [...new Set(rows.map(({ pod }) => pod))],
    };
  },
};

interface Row {
  readonly pod: unknown;
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
  readonly restarts: number;
  readonly reason: string;
  readonly exitCode: number | null;
  readonly at: string;
  readonly limit: string;
  readonly node: string;
}

function rowsOf(pod: unknown): readonly Row[] {
  const specs = list(field(pod, 'spec.containers'));
  return list(field(pod, 'status.containerStatuses')).flatMap((status) => {
    const ended = field(status, 'lastState.terminated');
    const restarts = num(entry(status, 'restartCount')) ?? 0;
    if (ended === undefined || restarts === 0) return [];
    const container = text(entry(status, 'name'));
    const spec = specs.find((each) => text(entry(each, 'name')) === container);
    return [
      {
        pod,
        namespace: namespaceOf(pod),
        name: nameOf(pod),
        container,
        restarts,
        reason: text(entry(ended, 'reason')),
        exitCode: num(entry(ended, 'exitCode')) ?? null,
        at: text(entry(ended, 'finishedAt')),
        limit: text(field(spec, 'resources.limits.memory')),
        node: text(field(pod, 'spec.nodeName')),
      },
    ];
  });
}

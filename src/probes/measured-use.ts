import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { entry, list, num } from './read.ts';
import { type Amounts, plus, readAmounts } from './scheduling/amounts.ts';
import { effectiveRequest } from './scheduling/effective-request.ts';
import { podKey } from './scheduling/pods.ts';

/** Suggestions come in whole steps of 64Mi, the grain in which people write requests. */
const STEP = 64 * 1024 * 1024;

/** What pods were measured to use beside what they request (PodMetrics, metrics.k8s.io/v1beta1). */
export const measuredUse: Probe = {
  name: 'measured-use',
  computes: 'What pods use beside what they request, and a smaller memory request that leaves a margin above that.',
  params: {
    usage: { is: 'list', means: 'PodMetrics of the pods.' },
    pods: { is: 'list', means: 'The pods.' },
    margin: { is: 'number', means: 'How many times the use a request is to be, such as 1.5.' },
  },
  returns: {
    podsMeasured: 'How many of the pods have figures.',
    maxMemory: 'The most memory that one of them uses, in bytes.',
    maxCpu: 'The most cpu that one of them uses, in millicores.',
    requestMemory: 'The largest memory request among them, in bytes.',
    requestCpu: 'The largest cpu request among them, in millicores.',
    suggestedMemory: 'maxMemory × margin, rounded up to 64Mi, never above the request; in bytes.',
  },
  run: compareUse,
};

function compareUse({ usage, pods, margin }: ProbeArgs): ProbeResult | undefined {
  const times = num(margin);
  const used = new Map(list(usage).map((metrics) => [podKey(metrics), useOf(metrics)]));
  const measured = list(pods).flatMap((pod) => {
    const use = used.get(podKey(pod));
    return use === undefined || use.size === 0 ? [] : [{ use, request: effectiveRequest(pod) }];
  });
  if (measured.length === 0 || times === undefined) return undefined;
  const maxMemory = most(
    measured.map(({ use }) => use),
    'memory',
  );
  const requestMemory = most(
    measured.map(({ request }) => request),
    'memory',
  );
  return {
    podsMeasured: measured.length,
    maxMemory,
    maxCpu: most(
      measured.map(({ use }) => use),
      'cpu',
    ),
    requestMemory,
    requestCpu: most(
      measured.map(({ request }) => request),
      'cpu',
    ),
    suggestedMemory: suggest(maxMemory * times, requestMemory),
  };
}

function useOf(metrics: unknown): Amounts {
  return list(entry(metrics, 'containers'))
    .map((container) => readAmounts(entry(container, 'usage')))
    .reduce(plus, new Map());
}

function most(amounts: readonly Amounts[], resource: string): number {
  return Math.max(0, ...amounts.map((each) => each.get(resource) ?? 0));
}

/** A pod without a request has nothing to be kept below. */
function suggest(amount: number, request: number): number {
  const wanted = Math.ceil(amount / STEP) * STEP;
  return request > 0 ? Math.min(wanted, request) : wanted;
}

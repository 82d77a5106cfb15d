import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { parseQuantity } from '../text/quantity.ts';
import { entry, field, list, num, record, text } from './read.ts';

/** What a HorizontalPodAutoscaler measures, held against what it aims at (API reference, HorizontalPodAutoscaler v2). */
export const autoscalerLoad: Probe = {
  name: 'autoscaler-load',
  computes: 'Each metric of an autoscaler beside its target, and whether one of them is above it.',
  params: { autoscaler: { is: 'object', means: 'The HorizontalPodAutoscaler, autoscaling/v2.' } },
  returns: {
    over: 'Whether a metric is above its target by more than the tolerance, a tenth of it.',
    text: 'The metrics that are, each with its target; empty without any.',
    all: 'Every metric that was measured, each with its target; empty without any.',
  },
  run: measure,
};

/** `--horizontal-pod-autoscaler-tolerance` of kube-controller-manager, where nobody changed it. */
const TOLERANCE = 0.1;
const SOURCES = ['resource', 'containerResource', 'pods', 'object', 'external'] as const;

interface Reading {
  readonly words: string;
  readonly isOver: boolean;
}

function measure({ autoscaler }: ProbeArgs): ProbeResult | undefined {
  if (entry(autoscaler, 'kind') !== 'HorizontalPodAutoscaler') return undefined;
  const current = list(field(autoscaler, 'status.currentMetrics'));
  const readings = list(field(autoscaler, 'spec.metrics')).flatMap((metric) => readingOf(metric, current));
  const over = readings.filter(({ isOver }) => isOver);
  return { over: over.length > 0, text: wordsOf(over), all: wordsOf(readings) };
}

function wordsOf(readings: readonly Reading[]): string {
  return readings.map(({ words }) => words).join(', ');
}

function readingOf(metric: unknown, current: readonly unknown[]): readonly Reading[] {
  const source = SOURCES.find((each) => entry(metric, each) !== undefined);
  if (source === undefined) return [];
  const wanted = entry(metric, source);
  const now = current.map((each) => entry(each, source)).find((each) => labelOf(each) === labelOf(wanted));
  const reading = compare(labelOf(wanted), record(entry(wanted, 'target')), record(entry(now, 'current')));
  return reading === undefined ? [] : [reading];
}

/** A resource has a name, one of a container the container's too; the others name a metric, which may be of an object. */
function labelOf(source: unknown): string {
  const name = text(entry(source, 'name')) || text(field(source, 'metric.name'));
  const container = text(entry(source, 'container'));
  const about = text(field(source, 'describedObject.name'));
  return [name, ...(container === '' ? [] : [`of ${container}`]), ...(about === '' ? [] : [`of ${about}`])].join(' ');
}

type Amounts = Readonly<Record<string, unknown>>;

function compare(label: string, target: Amounts, current: Amounts): Reading | undefined {
  const [aim, use] = [num(target['averageUtilization']), num(current['averageUtilization'])];
  if (aim !== undefined && use !== undefined) {
    return { words: `${label} ${use}% of the request (target ${aim}%)`, isOver: exceeds(use, aim) };
  }
  const key = ['averageValue', 'value'].find((each) => text(target[each]) !== '' && text(current[each]) !== '');
  if (key === undefined) return undefined;
  const [limit, is] = [text(target[key]), text(current[key])];
  const [most, much] = [parseQuantity(limit), parseQuantity(is)];
  if (most === undefined || much === undefined) return undefined;
  return { words: `${label} ${is} (target ${limit})`, isOver: exceeds(Number(much.nanos), Number(most.nanos)) };
}

function exceeds(use: number, aim: number): boolean {
  return aim > 0 && use > aim * (1 + TOLERANCE);
}

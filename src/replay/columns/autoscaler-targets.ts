import type { KubeObject } from '../../model/object.ts';
import { asList, asText, at } from '../narrow.ts';

const MOST = 2;

/**
 * Current and wanted value of the metrics of a HorizontalPodAutoscaler: `cpu: 80%/60%, 12/100 + 1 more...`. Source:
 * `formatHPAMetrics` of Kubernetes 1.34 (`pkg/printers/internalversion`).
 */
export function autoscalerTargets(scaler: KubeObject): string {
  const current = asList(at(scaler, 'status', 'currentMetrics'));
  const metrics = asList(at(scaler, 'spec', 'metrics')).map((metric, index) => metricText(metric, current[index]));
  if (metrics.length === 0) return '<none>';
  const shown = metrics.slice(0, MOST).join(', ');
  return metrics.length > MOST ? `${shown} + ${metrics.length - MOST} more...` : shown;
}

const SOURCES: Readonly<Record<string, string>> = {
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
};

function metricText(metric: unknown, status: unknown): string {
  const source = SOURCES[asText(at(metric, 'type'))];
  if (source === undefined) return '<unknown type>';
  const target = at(metric, source, 'target');
  const current = at(status, source, 'current');
  const pair = (field: string): string => `${asText(at(current, field)) || '<unknown>'}/${asText(at(target, field))}`;
  if (source === 'pods') return pair('averageValue');
  const average = at(target, 'averageValue') !== undefined;
  if (source === 'external' || source === 'object') return average ? `${pair('averageValue')} (avg)` : pair('value');
  const name = asText(at(metric, source, 'name'));
  return average
    ? `${name}: ${pair('averageValue')}`
    : `${name}: ${percent(current, '<unknown>')}/${percent(target, '<auto>')}`;
}

function percent(value: unknown, otherwise: string): string {
  const utilization = asText(at(value, 'averageUtilization'));
  return utilization === '' ? otherwise : `${utilization}%`;
}

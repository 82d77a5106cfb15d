import { condition, object, type Built, type Change } from '../../stories/build/build.ts';
import { ago, later } from './moment.ts';
import type { Home } from './plain.ts';

export interface ScalerSketch {
  readonly name: string;
  readonly target: string;
  readonly min: number;
  readonly max: number;
  readonly current: number;
  /** Percent of the requested CPU; none where it cannot be computed. */
  readonly used?: number;
  readonly wanted: number;
  /** Why it cannot be computed. */
  readonly trouble?: { readonly message: string; readonly since: string };
}

/** A HorizontalPodAutoscaler by the use of CPU. */
export function scaler(home: Home, sketch: ScalerSketch): Built {
  const { name, target, min, max, current, used, wanted, trouble } = sketch;
  const able = 'recommended size matches current size';
  const got =
    'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)';
  const since = later(home.created, 75);
  const conditions: readonly Change[] =
    trouble === undefined
      ? [
          condition('AbleToScale', 'True', 'ReadyForNewScale', able, since),
          condition('ScalingActive', 'True', 'ValidMetricFound', got, since),
          condition(
            'ScalingLimited',
            'False',
            'DesiredWithinRange',
            'the desired count is within the acceptable range',
            since,
          ),
        ]
      : [
          condition(
            'AbleToScale',
            'True',
            'SucceededGetScale',
            "the HPA controller was able to get the target's current scale",
            since,
          ),
          condition(
            'ScalingActive',
            'False',
            'FailedGetResourceMetric',
            `the HPA was unable to compute the replica count: ${trouble.message}`,
            trouble.since,
          ),
        ];
  return object(
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      namespace: home.namespace,
      name,
      created: home.created,
    },
    {
      metadata: { labels: home.labels ?? {}, annotations: home.annotations ?? {} },
      spec: {
        maxReplicas: max,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: wanted, type: 'Utilization' } } },
        ],
        minReplicas: min,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
      },
      status: {
        conditions,
        currentMetrics:
          used === undefined
            ? null
            : [
                {
                  type: 'Resource',
                  resource: { name: 'cpu', current: { averageUtilization: used, averageValue: `${used * 2}m` } },
                },
              ],
        currentReplicas: current,
        desiredReplicas: current,
        lastScaleTime: ago('9d3h'),
      },
    },
  );
}

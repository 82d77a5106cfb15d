import { INSTALLED } from './app.ts';
import { condition, object, type Built, type Change } from './build.ts';

/** Who aims at what, and what its controller says of it. */
interface AutoscalerSketch {
  readonly name?: string;
  readonly target?: string;
  readonly spec?: Change;
  readonly status?: Change;
  readonly created?: string;
}

/** A HorizontalPodAutoscaler of the shop that aims at 80% of the CPU that its one Deployment requests. */
export function autoscaler(conditions: readonly Change[], sketch: AutoscalerSketch = {}): Built {
  const { name = 'web', target = 'web', spec = {}, status = {}, created = INSTALLED } = sketch;
  return object(
    { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace: 'shop', name, created },
    {
      spec: {
        maxReplicas: 3,
        minReplicas: 1,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
        ],
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
        ...spec,
      },
      status: { conditions, currentMetrics: null, currentReplicas: 1, desiredReplicas: 1, ...status },
    },
  );
}

/** What it says of its target: that it can be scaled, or why not. */
export function able(why = ''): Change {
  return why === ''
    ? condition('AbleToScale', 'True', 'ReadyForNewScale', 'recommended size matches current size', INSTALLED)
    : condition(
        'AbleToScale',
        'False',
        'FailedGetScale',
        `the HPA controller was unable to get the target's current scale: ${why}`,
        INSTALLED,
      );
}

/** That it has its metric; or the reason and the message of why not. */
export function active(reason = '', message = ''): Change {
  const said =
    'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)';
  return reason === ''
    ? condition('ScalingActive', 'True', 'ValidMetricFound', said, INSTALLED)
    : condition('ScalingActive', 'False', reason, message, INSTALLED);
}

/** What keeps it from the replicas that it wants; nothing, or its maximum. */
export function limited(isFull = false): Change {
  return isFull
    ? condition(
        'ScalingLimited',
        'True',
        'TooManyReplicas',
        'the desired replica count is more than the maximum replica count',
        INSTALLED,
      )
    : condition(
        'ScalingLimited',
        'False',
        'DesiredWithinRange',
        'the desired count is within the acceptable range',
        INSTALLED,
      );
}

/** The use of CPU that it has measured, in percent of the request, and the replicas that there are. */
export function measured(percent: number, replicas: number): Change {
  const current = { averageUtilization: percent, averageValue: `${String(percent * 2)}m` };
  return {
    currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current } }],
    currentReplicas: replicas,
    desiredReplicas: replicas,
  };
}

/** The registration of an API that a Service of kube-system answers for. */
export function apiService(version: string, group: string, said: Change, service = 'metrics-server'): Built {
  return object(
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      namespace: null,
      name: `${version}.${group}`,
      created: INSTALLED,
    },
    {
      spec: {
        group,
        groupPriorityMinimum: 100,
        insecureSkipTLSVerify: true,
        service: { name: service, namespace: 'kube-system', port: 443 },
        version,
        versionPriority: 100,
      },
      status: { conditions: [said] },
    },
  );
}

/** What the API server says of an API. */
export function available(reason = 'Passed', message = 'all checks passed'): Change {
  return condition('Available', reason === 'Passed' ? 'True' : 'False', reason, message, INSTALLED);
}

import { entry, field, num, text } from '../read.ts';

/** How a workload replaces its pods; counts are pods. */
export interface UpdateStrategy {
  /** `RollingUpdate`, `Recreate` or `OnDelete`. */
  readonly strategy: string;
  readonly replicas: number;
  /** Pods beyond the wanted number during an update. */
  readonly surge: number;
  /** Pods that may be missing during an update. */
  readonly unavailable: number;
  /** The arithmetic as one line. */
  readonly text: string;
}

/**
 * Reads the strategy of a Deployment, StatefulSet or DaemonSet; undefined for any other kind. Rounding is that of
 * `ResolveFenceposts` (deployment_util.go), `getStatefulSetMaxUnavailable` (stateful_set_utils.go) and `UnavailableCount`
 * and `SurgeCount` (daemon/util/daemonset_util.go).
 */
export function updateStrategyOf(workload: unknown): UpdateStrategy | undefined {
  switch (entry(workload, 'kind')) {
    case 'Deployment':
      return deploymentStrategy(workload);
    case 'StatefulSet':
      return statefulSetStrategy(workload);
    case 'DaemonSet':
      return daemonSetStrategy(workload);
    default:
      return undefined;
  }
}

/** Surge rounds up, unavailable rounds down; when both come to 0 one pod may be missing. */
function deploymentStrategy(workload: unknown): UpdateStrategy {
  const replicas = num(field(workload, 'spec.replicas')) ?? 1;
  const strategy = text(field(workload, 'spec.strategy.type')) || 'RollingUpdate';
  if (strategy === 'Recreate') {
    const says = `replicas ${replicas}, Recreate: every pod stops before a new one starts`;
    return { strategy, replicas, surge: 0, unavailable: replicas, text: says };
  }
  const maxSurge = field(workload, 'spec.strategy.rollingUpdate.maxSurge') ?? '25%';
  const maxUnavailable = field(workload, 'spec.strategy.rollingUpdate.maxUnavailable') ?? '25%';
  const surge = scaled(maxSurge, replicas, Math.ceil);
  const floored = scaled(maxUnavailable, replicas, Math.floor);
  const unavailable = surge === 0 && floored === 0 ? 1 : floored;
  return rolling(strategy, replicas, [maxSurge, surge], [maxUnavailable, unavailable]);
}

/** A StatefulSet stops a pod before it starts the new one of the same name: no surge, and at least one missing. */
function statefulSetStrategy(workload: unknown): UpdateStrategy {
  const replicas = num(field(workload, 'spec.replicas')) ?? 1;
  const strategy = text(field(workload, 'spec.updateStrategy.type')) || 'RollingUpdate';
  const maxUnavailable = field(workload, 'spec.updateStrategy.rollingUpdate.maxUnavailable') ?? 1;
  const unavailable = Math.max(1, scaled(maxUnavailable, replicas, Math.floor));
  return rolling(strategy, replicas, [0, 0], [maxUnavailable, unavailable]);
}

/** A DaemonSet rounds both up; without a surge at least one pod may be missing. */
function daemonSetStrategy(workload: unknown): UpdateStrategy {
  const replicas = num(field(workload, 'status.desiredNumberScheduled')) ?? 0;
  const strategy = text(field(workload, 'spec.updateStrategy.type')) || 'RollingUpdate';
  const maxSurge = field(workload, 'spec.updateStrategy.rollingUpdate.maxSurge') ?? 0;
  const maxUnavailable = field(workload, 'spec.updateStrategy.rollingUpdate.maxUnavailable') ?? 1;
  const surge = scaled(maxSurge, replicas, Math.ceil);
  const ceiled = scaled(maxUnavailable, replicas, Math.ceil);
  return rolling(strategy, replicas, [maxSurge, surge], [maxUnavailable, surge === 0 ? Math.max(1, ceiled) : ceiled]);
}

type Bound = readonly [stated: unknown, pods: number];

function rolling(strategy: string, replicas: number, surge: Bound, unavailable: Bound): UpdateStrategy {
  const says = `replicas ${replicas}, maxSurge ${boundText(surge)}, maxUnavailable ${boundText(unavailable)}`;
  return { strategy, replicas, surge: surge[1], unavailable: unavailable[1], text: says };
}

function boundText([stated, pods]: Bound): string {
  return `${text(stated) || String(num(stated) ?? 0)} → ${pods}`;
}

/** An IntOrString against a number of pods; what is neither counts as 0. */
function scaled(value: unknown, replicas: number, round: (pods: number) => number): number {
  const percent = /^(\d{1,9})%$/.exec(text(value))?.[1];
  if (percent !== undefined) return round((Number(percent) * replicas) / 100);
  return Math.max(0, num(value) ?? 0);
}

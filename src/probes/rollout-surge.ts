import type { Probe } from '../model/probe.ts';
import { updateStrategyOf } from './scheduling/update-strategy.ts';

/** What a workload's strategy asks for while it is updated; needs no node, so it is known where nodes may not be read. */
export const rolloutSurge: Probe = {
  name: 'rollout-surge',
  computes: 'How many pods beyond, and how many below, the wanted number an update makes.',
  params: { workload: { is: 'object', means: 'A Deployment, StatefulSet or DaemonSet.' } },
  returns: {
    strategy: 'RollingUpdate, Recreate or OnDelete.',
    replicas: 'Wanted number of pods.',
    surge: 'Pods beyond that number during an update.',
    unavailable: 'Pods that may be missing during an update.',
    surgeText: 'The arithmetic of both as one line.',
  },
  run({ workload }) {
    const update = updateStrategyOf(workload);
    if (update === undefined) return undefined;
    const { strategy, replicas, surge, unavailable, text } = update;
    return { strategy, replicas, surge, unavailable, surgeText: text };
  },
};

import type { Manifest } from '../plane/manifest.ts';
import type { Dice } from './dice.ts';
import { NAMESPACES, nodeTerms, peerTerms, podLabels, spreadConstraints, tolerations } from './rules.ts';
import { ZONE } from './nodes.ts';

/** How a pod of a case is found when the subject comes: it runs, has ended, or is ending. */
export type Standing = 'runs' | 'Succeeded' | 'Failed' | 'ends';

/** A pod that is there before the subject. */
export interface Resident {
  readonly manifest: Manifest;
  readonly standing: Standing;
}

/** Priority classes that the run makes, with their values. */
export const CLASSES = { 'diff-low': -10, 'diff-high': 1000 } as const;

/** A pod that was put on a node. It tolerates everything, as what runs already need not have been let in. */
export function randomResident(name: string, nodes: readonly string[], dice: Dice): Resident {
  const spec = {
    nodeName: dice.pick(nodes),
    tolerations: [{ operator: 'Exists' }],
    ...containers(dice, 0.15),
    ...dice.maybe(0.15, () => ({ affinity: { podAntiAffinity: peerTerms(dice) } })),
    ...dice.maybe(0.3, () => ({ priorityClassName: dice.pick(Object.keys(CLASSES)) })),
  };
  const standing = dice.chance(0.85) ? 'runs' : dice.pick(['Succeeded', 'Failed', 'ends'] as const);
  return { manifest: podOf(name, dice.pick(NAMESPACES), spec, dice), standing };
}

/** The pod in search of a node, behind a gate that is lifted when all the others are there. */
export function randomSubject(name: string, nodes: readonly string[], dice: Dice): Manifest {
  const affinity = {
    ...dice.maybe(0.2, () => ({ nodeAffinity: nodeTerms(dice, nodes) })),
    ...dice.maybe(0.22, () => ({ podAffinity: peerTerms(dice) })),
    ...dice.maybe(0.25, () => ({ podAntiAffinity: peerTerms(dice) })),
  };
  const spec = {
    schedulingGates: [{ name: 'kubedoc.test/wait' }],
    ...containers(dice, 0.3),
    ...(Object.keys(affinity).length > 0 ? { affinity } : {}),
    ...dice.maybe(0.15, () => ({ nodeSelector: dice.pick([{ disk: 'ssd' }, { [ZONE]: 'a' }]) })),
    ...dice.maybe(0.3, () => ({ topologySpreadConstraints: spreadConstraints(dice) })),
    ...dice.maybe(0.3, () => ({ tolerations: tolerations(dice) })),
    ...dice.maybe(0.3, () => ({ preemptionPolicy: 'Never', priorityClassName: 'diff-patient' })),
  };
  return podOf(name, NAMESPACES[0], spec, dice);
}

function podOf(name: string, namespace: string, spec: object, dice: Dice): Manifest {
  const labels = { ...podLabels(dice), ...dice.maybe(0.5, () => ({ rev: dice.pick(['1', '2']) })) };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: { ...spec, automountServiceAccountToken: false },
  };
}

function containers(dice: Dice, ports: number): object {
  const onHost = dice.chance(0.06);
  const count = dice.chance(0.2) ? 2 : 1;
  // Requests of the pod itself may not be less than those of its containers.
  const isSized = dice.chance(0.1);
  const most = isSized ? 0.5 : 1.5;
  return {
    ...(onHost ? { hostNetwork: true } : {}),
    ...(isSized
      ? { resources: { requests: dice.pick([{ cpu: '2' }, { memory: '2Gi' }, { cpu: '1', memory: '3Gi' }]) } }
      : {}),
    containers: Array.from({ length: count }, (_, index) => ({
      ...container(`main-${index}`, dice, most),
      ...(index === 0 && dice.chance(ports) ? { ports: [hostPort(dice, onHost)] } : {}),
    })),
    ...dice.maybe(isSized ? 0 : 0.2, () => ({ initContainers: initContainers(dice) })),
  };
}

function initContainers(dice: Dice): readonly object[] {
  return ['init-0', 'init-1'].map((name) => ({
    ...container(name, dice, 2),
    ...dice.maybe(0.4, () => ({
      restartPolicy: 'Always',
      ...dice.maybe(0.3, () => ({ ports: [{ containerPort: 9200, hostPort: 9200 }] })),
    })),
  }));
}

function container(name: string, dice: Dice, most: number): object {
  return { name, image: 'registry.example/app:1', resources: resources(dice, most) };
}

function resources(dice: Dice, most: number): object {
  const requests = amounts(dice, most);
  return 'example.com/gpu' in requests
    ? { requests, limits: { 'example.com/gpu': requests['example.com/gpu'] } }
    : { requests };
}

function amounts(dice: Dice, most: number): Readonly<Record<string, string>> {
  return {
    cpu: `${dice.between(0, Math.round(most * 8)) * 100}m`,
    memory: `${dice.between(0, most * 10) * 100}Mi`,
    ...dice.maybe(0.1, () => ({ 'ephemeral-storage': `${dice.between(1, 15)}Gi` })),
    ...dice.maybe(0.07, () => ({ 'example.com/gpu': '1' })),
  };
}

/** One of few numbers, so that they meet; on the node's network both numbers have to be the same. */
function hostPort(dice: Dice, onHost: boolean): object {
  const port = dice.pick([9100, 9200]);
  return {
    containerPort: onHost || dice.chance(0.5) ? port : 8080,
    hostPort: port,
    ...dice.maybe(0.2, () => ({ protocol: 'UDP' })),
    ...dice.maybe(0.3, () => ({ hostIP: dice.pick(['127.0.0.1', '10.0.0.9', '0.0.0.0']) })),
  };
}

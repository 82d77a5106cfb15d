import type { Manifest } from '../plane/manifest.ts';
import { createDice } from './dice.ts';
import { randomNode } from './nodes.ts';
import { randomResident, randomSubject, type Resident } from './pods.ts';
import { NAMESPACES } from './rules.ts';
import { type Bound, randomVolume } from './volumes.ts';

/** A small cluster and a pod in search of a node. */
export interface Case {
  readonly seed: number;
  readonly nodes: readonly Manifest[];
  readonly residents: readonly Resident[];
  readonly subject: Manifest;
  readonly bound: readonly Bound[];
}

/** The case of a seed; the same each time but for the clock in its nodes' conditions. */
export function randomCase(seed: number): Case {
  const dice = createDice(seed);
  const names = Array.from({ length: dice.between(2, 6) }, (_, index) => `c${seed}-n${index}`);
  const plenty = dice.chance(0.5);
  const nodes = names.map((name) => randomNode(name, plenty, dice));
  const count = dice.between(3, 12);
  const residents = Array.from({ length: count }, (_, index) => randomResident(`c${seed}-p${index}`, names, dice));
  const subject = randomSubject(`c${seed}-subject`, names, dice);
  if (!dice.chance(0.04)) return { seed, nodes, residents, subject, bound: [] };
  const bound = randomVolume(`c${seed}-data`, NAMESPACES[0], names, dice);
  return { seed, nodes, residents, subject: withClaim(subject, bound.claim.metadata.name), bound: [bound] };
}

function withClaim(subject: Manifest, claimName: string): Manifest {
  const spec = subject['spec'] as object;
  return { ...subject, spec: { ...spec, volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }] } };
}

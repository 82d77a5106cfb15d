import { podPlacement } from '../../../src/probes/pod-placement.ts';
import { preemptionOutlook } from '../../../src/probes/preemption-outlook.ts';
import { schedulerAgreement } from '../../../src/probes/scheduler-agreement.ts';
import { schedulerMessage } from '../../../src/probes/scheduler-message.ts';
import { createProjection } from '../../../src/sources/kubernetes/projection.ts';
import type { KubeObject } from '../../../src/model/object.ts';
import { at } from '../plane/manifest.ts';
import type { Answer, Scene } from './stage.ts';

/** The fields of other pods that the runbook keeps, as it asks for them. */
export type Kept = readonly string[];

/** What the probes say of a scene, and where the scheduler says otherwise; one text per disagreement. */
export function disagreements(scene: Scene, answer: Answer, kept: Kept): readonly string[] {
  const keep = createProjection(kept);
  const args = {
    pod: scene.subject,
    nodes: scene.nodes,
    pods: scene.pods.map((pod) => keep(pod as KubeObject)),
    claims: scene.claims,
    volumes: scene.volumes,
    namespaces: scene.namespaces,
  };
  const placement = podPlacement.run(args);
  const outlook = preemptionOutlook.run(args);
  if (placement === undefined || outlook === undefined) return ['the probes say nothing'];
  return answer.node === ''
    ? [...refused(placement, answer), ...evicting(outlook, answer)]
    : taken(placement, args, answer);
}

type Result = Readonly<Record<string, unknown>>;

function refused(placement: Result, { message }: Answer): readonly string[] {
  if (placement['fits'] === true) return ['fits, and the scheduler found no node'];
  const read = schedulerMessage.run({ message });
  const reasons = (read?.['reasons'] ?? []) as readonly { readonly class: string; readonly text: string }[];
  const strange = reasons.filter((each) => each.class === 'other').map(({ text }) => `unknown reason: ${text}`);
  const agreement = schedulerAgreement.run({ reasons, first: placement['first'] });
  const differs = (agreement?.['differs'] ?? []) as readonly Differs[];
  return [...strange, ...differs.map(({ reason, said, counted }) => `${reason}: ${said} said, ${counted} counted`)];
}

interface Differs {
  readonly reason: string;
  readonly said: number;
  readonly counted: number;
}

/** The node that was chosen has to take the pod when the probe sees it alone with all others closed. */
function taken(placement: Result, args: Result & Pick<Scene, 'nodes'>, { node }: Answer): readonly string[] {
  if (placement['fits'] !== true) return [`does not fit, and was put on ${node}`];
  const nodes = args.nodes.map((each) => (at(each, 'metadata.name') === node ? each : closed(each)));
  return podPlacement.run({ ...args, nodes })?.['fits'] === true ? [] : [`fits elsewhere, and was put on ${node}`];
}

/** A node that says it has no place: its labels still count for topology. */
function closed(node: unknown): unknown {
  return { ...(node as object), status: { allocatable: { pods: '0' } } };
}

/** Nodes where evicting pods of lower priority makes room have to be what the scheduler evicts for, and the other way. */
function evicting(outlook: Result, { nominated }: Answer): readonly string[] {
  const lower = outlook['lower'] as readonly string[];
  const mayEvict = outlook['policy'] !== 'Never';
  if (nominated === '' && mayEvict && lower.length > 0) return [`eviction would help on ${lower.join()}, none came`];
  return nominated !== '' && !mayEvict ? ['evicted, in spite of preemptionPolicy Never'] : [];
}

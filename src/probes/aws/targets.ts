import { entry, field, num, text } from '../read.ts';
import { listIn, stateIn } from './answer.ts';

/** A target as `aws elbv2 describe-target-health` prints it. */
export interface Target {
  /** An address, the id of an instance, or the ARN of another load balancer. */
  readonly id: string;
  /** 0 where none is written. */
  readonly port: number;
  readonly zone: string;
  /** In small letters. */
  readonly state: string;
  readonly reason: string;
  readonly description: string;
  /** Whether it is being taken out, healthy or not. */
  readonly isDraining: boolean;
}

/** The targets of an answer; undefined where it has another shape, or names one without an id. */
export function targetsOf(answer: unknown): readonly Target[] | undefined {
  const targets = listIn(answer, 'TargetHealthDescriptions')?.map(targetOf);
  return targets?.every(({ id }) => id !== '') === true ? targets : undefined;
}

function targetOf(each: unknown): Target {
  const health = entry(each, 'TargetHealth');
  const [state, reason] = [stateIn(health, 'State'), text(entry(health, 'Reason'))];
  return {
    id: text(field(each, 'Target.Id')),
    port: num(field(each, 'Target.Port')) ?? 0,
    zone: text(field(each, 'Target.AvailabilityZone')),
    state,
    reason,
    description: text(entry(health, 'Description')),
    isDraining: state.endsWith('draining') || reason === 'Target.DeregistrationInProgress',
  };
}

import { condition, entry, num, text } from '../read.ts';

/** One status condition with nothing missing: an absent one has empty texts. */
export interface ConditionView {
  /** `True`, `False`, `Unknown`, or an empty text where the condition is absent. */
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  /** Its last transition, RFC 3339. Flux moves it whenever status, reason or message change. */
  readonly at: string;
  /** The generation that it speaks about; null where it does not say. */
  readonly observedGeneration: number | null;
}

/** The condition of an object by its type. */
export function viewCondition(object: unknown, type: string): ConditionView {
  const found = condition(object, type);
  return {
    status: text(entry(found, 'status')),
    reason: text(entry(found, 'reason')),
    message: text(entry(found, 'message')),
    at: text(entry(found, 'lastTransitionTime')),
    observedGeneration: num(entry(found, 'observedGeneration')) ?? null,
  };
}

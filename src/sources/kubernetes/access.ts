import type { Fact } from '../../model/fact.ts';
import { isForbidden, objectIn, statusTrouble, wrongShape } from './answer.ts';
import { isRecord } from '../../text/record.ts';
import { parseResource } from './resource-name.ts';
import { ACCESS_REVIEW_PATH } from './request.ts';
import type { Transport } from './transport.ts';

/** One permission. */
export interface AccessQuestion {
  /** `get`, `list`, `watch`, … */
  readonly verb: string;
  /** `plural.group`, with `/subresource` where it is one: `pods/log`. */
  readonly resource: string;
  /** Null asks about every namespace (or a cluster-scoped kind). */
  readonly namespace: string | null;
}

/**
 * Asks the API server whether the caller may do something (SelfSubjectAccessReview). The value is true or false. Throws
 * what `explain` can explain.
 */
export async function reviewAccess(
  question: AccessQuestion,
  wire: { readonly transport: Transport; readonly signal: AbortSignal },
): Promise<Fact> {
  const review = reviewOf(question);
  const response = await wire.transport.send({ method: 'POST', path: ACCESS_REVIEW_PATH, review }, wire.signal);
  if (isForbidden(response)) return { state: 'denied', need: 'create selfsubjectaccessreviews.authorization.k8s.io' };
  // A created review comes with 201, though nothing is stored.
  if (response.status !== 201 && response.status !== 200) throw statusTrouble(response);
  const { kind, status } = objectIn(response);
  if (kind !== 'SelfSubjectAccessReview' || !isRecord(status) || typeof status['allowed'] !== 'boolean') {
    throw wrongShape('an access review without a verdict');
  }
  return { state: 'known', value: status['allowed'] };
}

function reviewOf({ verb, resource, namespace }: AccessQuestion) {
  const { plural, group, subresource } = parseResource(resource);
  const attributes = { verb, group, resource: plural, subresource, namespace: namespace ?? undefined };
  return {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: attributes },
  };
}

import type { ApiRequest } from './api-request.ts';
import type { HttpAnswer } from './http-answer.ts';
import { statusAnswer } from './status-answers.ts';

/** A shape in which a body can be had: `as`, `v` and `g` of a media type; none of them for the plain one. */
export interface Shape {
  /** `Table`, `PartialObjectMetadata`, `APIGroupDiscoveryList`, …; undefined for the thing itself. */
  readonly as: string | undefined;
  readonly version: string;
}

/** The shapes that the answers to a path have, apart from the plain one. */
export interface Offer {
  readonly group: string;
  readonly kinds: readonly string[];
  readonly versions: readonly string[];
}

/** What lists and objects can be had as. */
export const OBJECT_OFFER: Offer = {
  group: 'meta.k8s.io',
  kinds: ['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList'],
  versions: ['v1', 'v1beta1'],
};

const PLAIN: Shape = { as: undefined, version: '' };

/**
 * The shape that a client takes of those that are offered, the one it prefers first; undefined where it takes none.
 * Source: `NegotiateMediaTypeOptions` of k8s.io/apiserver 1.34.
 */
export function shapeFor(request: ApiRequest, offer?: Offer): Shape | undefined {
  for (const clause of clausesOf(request).filter(({ type }) => JSON_TYPES.has(type))) {
    const shape = shapeIn(clause, offer);
    if (shape !== undefined) return shape;
  }
  return undefined;
}

function shapeIn({ parameters }: Clause, offer: Offer | undefined): Shape | undefined {
  const { as, v: version = '', g: group = '' } = parameters;
  if (as === undefined) return version === '' && group === '' ? PLAIN : undefined;
  const isOffered = offer?.group === group && offer.kinds.includes(as) && offer.versions.includes(version);
  return isOffered ? { as, version } : undefined;
}

/** The media types that stand for JSON. */
const JSON_TYPES: ReadonlySet<string> = new Set(['', '*/*', 'application/*', 'application/json']);

/** 406 to a client that takes nothing that is there. */
export function notAcceptable(message = 'only the following media types are accepted: application/json'): HttpAnswer {
  return statusAnswer({ code: 406, reason: 'NotAcceptable', message });
}

interface Clause {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string | undefined>>;
}

/** The media types of the `Accept` header, the most wanted first. */
function clausesOf({ accept }: ApiRequest): readonly Clause[] {
  return accept.map(toClause).toSorted((a, b) => qualityOf(b) - qualityOf(a));
}

function toClause(text: string): Clause {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  const parameters: Record<string, string> = {};
  for (const part of rest) {
    const [name = '', value = ''] = part.split('=');
    parameters[name] = value;
  }
  return { type, parameters };
}

function qualityOf({ parameters }: Clause): number {
  return Number(parameters['q'] ?? 1);
}

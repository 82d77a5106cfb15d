import { entry, field, list, record, text } from '../read.ts';

/** A container (or a whole pod) as the API server judges it: what it asks for and may use, defaults filled in. */
export interface Judged {
  /** `container web`, or `the pod`. */
  readonly name: string;
  readonly requests: Readonly<Record<string, unknown>>;
  readonly limits: Readonly<Record<string, unknown>>;
  /** `requests.memory` to the name of the LimitRange that filled it in. */
  readonly from: Readonly<Record<string, string>>;
}

/** The entries of `spec.limits` of this type: `Container` or `Pod`. */
export function limitsOfType(range: unknown, type: string): readonly unknown[] {
  return list(field(range, 'spec.limits')).filter((limit) => text(entry(limit, 'type')) === type);
}

/**
 * The containers of a pod template after defaulting: a limit without a request becomes the request (SetDefaults_Pod), then
 * every LimitRange fills in what is missing (`mergePodResourceRequirements`, plugin/pkg/admission/limitranger).
 */
export function judgedContainers(template: unknown, ranges: readonly unknown[]): readonly Judged[] {
  const containers = [...list(field(template, 'spec.initContainers')), ...list(field(template, 'spec.containers'))];
  return containers.map((container) => ranges.reduce<Judged>(withDefaults, written(container)));
}

function written(container: unknown): Judged {
  const limits = record(field(container, 'resources.limits'));
  const requests = { ...limits, ...record(field(container, 'resources.requests')) };
  return { name: `container ${text(entry(container, 'name'))}`, requests, limits, from: {} };
}

function withDefaults(container: Judged, range: unknown): Judged {
  return limitsOfType(range, 'Container').reduce<Judged>((before, limit) => {
    const limits = missing(before.limits, entry(limit, 'default'));
    const requests = missing(before.requests, entry(limit, 'defaultRequest'));
    return {
      name: before.name,
      limits: { ...limits, ...before.limits },
      requests: { ...requests, ...before.requests },
      from: { ...origins('limits', limits, range), ...origins('requests', requests, range), ...before.from },
    };
  }, container);
}

function missing(has: Readonly<Record<string, unknown>>, defaults: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record(defaults)).filter(([resource]) => !Object.hasOwn(has, resource)));
}

function origins(which: string, filled: object, range: unknown): Readonly<Record<string, string>> {
  const name = text(field(range, 'metadata.name'));
  return Object.fromEntries(Object.keys(filled).map((resource) => [`${which}.${resource}`, name]));
}

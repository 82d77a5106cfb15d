import type { Probe } from '../model/probe.ts';
import { nearest } from '../text/similar.ts';
import { entry, field, list, nameOf, namespaceOf, text } from './read.ts';

/**
 * Which middlewares of Traefik Ingresses name that are not there. Traefik leaves a router out one of whose middlewares it does
 * not know (traefik/traefik, pkg/server/router: `middleware "…" does not exist`), so the host answers 404.
 */
export const traefikMiddlewares: Probe = {
  name: 'traefik-middlewares',
  computes:
    'The middlewares that Ingresses name by NAMESPACE-NAME@kubernetescrd in their annotation for Traefik, of their own namespace, and that do not exist.',
  params: {
    ingresses: { is: 'list', means: 'the Ingresses' },
    middlewares: { is: 'list', means: 'the Middlewares of their namespaces' },
    workload: { is: 'object', optional: true, means: 'only Ingresses of its namespace' },
  },
  returns: {
    missing:
      'one row per Ingress and middleware: ingress, reference (as it stands there), name, near (the nearest name, or empty)',
  },
  run({ ingresses, middlewares, workload }) {
    if (!Array.isArray(ingresses) || !Array.isArray(middlewares)) return undefined;
    const there = list(middlewares);
    const wanted = list(ingresses).filter(
      (each) => workload === undefined || workload === null || namespaceOf(each) === namespaceOf(workload),
    );
    return { missing: wanted.flatMap((ingress) => missingOf(ingress, there)) };
  },
};

const ANNOTATION = 'traefik.ingress.kubernetes.io/router.middlewares';
const SUFFIX = '@kubernetescrd';

function missingOf(ingress: unknown, middlewares: readonly unknown[]) {
  const named = text(entry(field(ingress, 'metadata.annotations'), ANNOTATION))
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each.endsWith(SUFFIX));
  const own = `${namespaceOf(ingress)}-`;
  const known = new Set(middlewares.map((each) => `${namespaceOf(each)}-${nameOf(each)}${SUFFIX}`));
  // The name of another namespace is left alone: nobody has listed what is there.
  const dangling = named.filter((each) => each.startsWith(own) && !known.has(each));
  const names = middlewares.filter((each) => namespaceOf(each) === namespaceOf(ingress)).map(nameOf);
  return dangling.map((reference) => {
    const name = reference.slice(own.length, -SUFFIX.length);
    return { ingress, reference, name, near: nearest(name, names) ?? '' };
  });
}

import { entry, field, isRecord, list, namespaceOf, num, text } from '../read.ts';

/** A Service that an Ingress sends requests to. */
export interface Backend {
  /** Empty for the default backend and for rules about every host. */
  readonly host: string;
  readonly path: string;
  readonly service: string;
  /** The number or the name of a port of the Service; empty where the Ingress names none. */
  readonly port: string;
}

/** Every Service that an Ingress sends requests to (networking.k8s.io/v1); other resources as backends are left out. */
export function backendsOf(ingress: unknown): readonly Backend[] {
  const rules = list(field(ingress, 'spec.rules')).flatMap((rule) =>
    list(field(rule, 'http.paths')).flatMap((path) =>
      backendIn(entry(path, 'backend'), text(entry(rule, 'host')), text(entry(path, 'path'))),
    ),
  );
  return [...backendIn(field(ingress, 'spec.defaultBackend'), '', ''), ...rules];
}

function backendIn(backend: unknown, host: string, path: string): readonly Backend[] {
  const service = entry(backend, 'service');
  if (!isRecord(service)) return [];
  const port = num(field(service, 'port.number'));
  return [
    {
      host,
      path: path || '/',
      service: text(entry(service, 'name')),
      port: port === undefined ? text(field(service, 'port.name')) : String(port),
    },
  ];
}

/** The class that an Ingress asks for; the annotation is the older way and is read by every controller. */
export function classOf(ingress: unknown): string {
  const named = text(field(ingress, 'spec.ingressClassName'));
  return named || text(entry(field(ingress, 'metadata.annotations'), 'kubernetes.io/ingress.class'));
}

/** Where an Ingress can be reached, as its controller says; none where it says nothing. */
export function addressesOf(ingress: unknown): readonly string[] {
  return list(field(ingress, 'status.loadBalancer.ingress'))
    .map((each) => text(entry(each, 'ip')) || text(entry(each, 'hostname')))
    .filter((each) => each !== '');
}

/** The Secrets that an Ingress takes its certificates from; an entry without one leaves it to the controller. */
export function tlsSecretsOf(ingress: unknown): readonly string[] {
  const names = list(field(ingress, 'spec.tls')).map((each) => text(entry(each, 'secretName')));
  return [...new Set(names.filter((name) => name !== ''))];
}

/** What an Ingress claims for itself, as class, host and path, and where it leads. Canaries of ingress-nginx claim nothing. */
export function rulesOf(ingress: unknown): readonly { readonly rule: string; readonly leads: string }[] {
  const isCanary = text(entry(field(ingress, 'metadata.annotations'), 'nginx.ingress.kubernetes.io/canary')) === 'true';
  if (isCanary) return [];
  return backendsOf(ingress)
    .filter(({ host }) => host !== '')
    .map(({ host, path, service, port }) => ({
      rule: `${classOf(ingress)} ${host}${path}`,
      leads: `${namespaceOf(ingress)}/${service}:${port}`,
    }));
}

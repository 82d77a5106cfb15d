import type { Probe } from '../model/probe.ts';
import { mapsByName, variablesOf, type Maps } from './config/container-variables.ts';
import { serviceAddresses, type ServiceAddress } from './config/service-address.ts';
import { entry, field, list, nameOf, namespaceOf, text } from './read.ts';

/** Which Services the variables of a pod name, and which variables refer to one that is not there. */
export const environmentTargets: Probe = {
  name: 'environment-targets',
  computes:
    'Which Services of the cluster the variables of a pod name (host and port only, never what else stands in them), and which references to variables lead nowhere.',
  params: {
    pod: { is: 'object', means: 'the pod with its spec' },
    configmaps: {
      is: 'list',
      optional: true,
      means: 'the ConfigMaps of its namespace; without them only what the pod itself says of its variables counts',
    },
  },
  returns: {
    services:
      'one row per variable and host: container, list (containers or initContainers), variable, host, service, namespace, ' +
      'port (a number or null), value (the whole value, where it is nothing but an address without a user; else empty)',
    references: 'one row per reference that stays as it is written: container, list, variable, wants',
  },
  run({ pod, configmaps }) {
    const spec = field(pod, 'spec');
    if (nameOf(pod) === '' || spec === undefined) return undefined;
    const containers = ['initContainers', 'containers'].flatMap((where) =>
      list(entry(spec, where)).map((container) => ({ where, container })),
    );
    const others = neighbours(spec, containers);
    const maps = mapsByName(configmaps);
    return {
      services: containers.flatMap((each) => servicesOf(each, namespaceOf(pod), others, maps)),
      references: containers.flatMap(undefinedReferences),
    };
  },
};

interface Listed {
  readonly where: string;
  readonly container: unknown;
}

/** Names that a pod gives itself: they need no Service. */
function neighbours(spec: unknown, containers: readonly Listed[]): ReadonlySet<string> {
  const aliases = list(entry(spec, 'hostAliases')).flatMap((each) => list(entry(each, 'hostnames')).map(text));
  const names = containers.map(({ container }) => text(entry(container, 'name')));
  return new Set([...aliases, text(entry(spec, 'hostname')), ...names]);
}

function servicesOf({ where, container }: Listed, namespace: string, others: ReadonlySet<string>, maps: Maps) {
  return variablesOf(container, maps).flatMap(([variable, value]) => {
    return serviceAddresses(variable, value, namespace)
      .filter(({ host }) => !others.has(host))
      .map((address) => ({
        ...{ container: text(entry(container, 'name')), list: where, variable, ...address },
        namespace: address.namespace || namespace,
        value: isPlain(value, address) ? value : '',
      }));
  });
}

/** Nothing but scheme, host, port and path: such a value holds no secret and may be written out. */
function isPlain(value: string, { host }: ServiceAddress): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/)?[a-z0-9.-]+(?::\d{1,5})?(?:\/[\w./-]*)?$/i.test(value) && value.includes(host);
}

/** `$(NAME)` is replaced by a variable that stands above, and stays as it is written where there is none (EnvVar, core/v1). */
function undefinedReferences({ where, container }: Listed) {
  // What a ConfigMap or Secret brings as a whole has names that are not known here.
  if (list(entry(container, 'envFrom')).length > 0) return [];
  const known = new Set<string>();
  return list(entry(container, 'env')).flatMap((each) => {
    const variable = text(entry(each, 'name'));
    const wanted = [...text(entry(each, 'value')).matchAll(REFERENCE)].map(([, name = '']) => name);
    const missing = wanted.filter((name) => !known.has(name) && !GIVEN.test(name));
    known.add(variable);
    return missing.map((wants) => ({ container: text(entry(container, 'name')), list: where, variable, wants }));
  });
}

/** Two dollars make one, and no reference. */
const REFERENCE = /(?<!\$)\$\(([A-Za-z_.-][\w.-]*)\)/g;

/** What the kubelet gives every container for the Services of its namespace (enableServiceLinks). */
const GIVEN = /_SERVICE_(?:HOST|PORT)(?:_|$)|_PORT(?:_\d|$)/;

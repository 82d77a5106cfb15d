import { at, tableOf, textAt } from '../plane/manifest.ts';

/**
 * An object as a capture keeps it: without managed fields and the copy that `kubectl apply` leaves, without the marks that
 * are meant for simulated kubelets; of a Secret everything but its data, of a definition everything but its schemas.
 */
export function cleaned(object: unknown): Readonly<Record<string, unknown>> {
  const whole = tableOf(withoutMarks(object));
  const rest = PARTS_OUT[textAt(whole, 'kind')]?.(whole) ?? whole;
  const { managedFields: _managed, ...metadata } = tableOf(rest['metadata']);
  return { ...rest, metadata };
}

const PARTS_OUT: Readonly<Record<string, (whole: Table) => Table>> = {
  Secret: ({ data: _data, stringData: _text, ...rest }) => rest,
  CustomResourceDefinition: withoutSchemas,
  Node: withoutKubeletPort,
  Service: withoutApiServerPort,
};

type Table = Readonly<Record<string, unknown>>;

/** Nobody looks at the schemas, and they are nine tenths of a capture; nor does kubectl print a deprecated version. */
function withoutSchemas(definition: Table): Table {
  const spec = tableOf(definition['spec']);
  const versions = listAt(spec, 'versions').map((version) => {
    const { schema: _schema, additionalPrinterColumns: columns, ...rest } = tableOf(version);
    return columns === undefined || rest['deprecated'] === true ? rest : { ...rest, additionalPrinterColumns: columns };
  });
  return { ...definition, spec: { ...spec, versions } };
}

/** The simulated kubelets share one free port; a real one is found at 10250. */
function withoutKubeletPort(node: Table): Table {
  const status = tableOf(node['status']);
  if (at(status, 'daemonEndpoints.kubeletEndpoint.Port') === undefined) return node;
  return { ...node, status: { ...status, daemonEndpoints: { kubeletEndpoint: { Port: 10250 } } } };
}

/** The API server listens on a free port. Its own Service says so. */
function withoutApiServerPort(service: Table): Table {
  if (textAt(service, 'metadata.labels.component') !== 'apiserver') return service;
  const spec = tableOf(service['spec']);
  const ports = listAt(spec, 'ports').map((port) => ({ ...tableOf(port), targetPort: 6443 }));
  return { ...service, spec: { ...spec, ports } };
}

function listAt(value: unknown, path: string): readonly unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

const MARK = /^(?:kubelet\.test|kwok\.x-k8s\.io)\/|^kubectl\.kubernetes\.io\/last-applied-configuration$/;

/** Takes the marks out of every table of annotations, be it an object's own or a template's; an emptied table goes too. */
function withoutMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMarks);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, part]): [string, unknown][] => {
    if (key !== 'annotations') return [[key, withoutMarks(part)]];
    const all = Object.entries(tableOf(part));
    const kept = all.filter(([name]) => !MARK.test(name));
    return kept.length === 0 && all.length > 0
      ? []
      : [[key, kept.length === all.length ? part : Object.fromEntries(kept)]];
  });
  return Object.fromEntries(entries);
}

import { entry, field, list, num, record, text } from '../read.ts';

/** One port of a Service with the defaults of the API (ServicePort, core/v1): TCP, and the port itself as its target. */
export interface ServicePort {
  /** Empty for the only port of a Service. */
  readonly name: string;
  readonly port: number;
  /** A number, or the name of a container port. */
  readonly target: number | string;
  readonly protocol: string;
}

/** The ports of a Service. */
export function portsOf(service: unknown): readonly ServicePort[] {
  return list(field(service, 'spec.ports')).flatMap((each) => {
    const port = num(entry(each, 'port'));
    if (port === undefined) return [];
    const target = targetOf(entry(each, 'targetPort')) ?? port;
    return [{ name: text(entry(each, 'name')), port, target, protocol: text(entry(each, 'protocol')) || 'TCP' }];
  });
}

/** A target that is 0 or empty stands for the port itself. */
function targetOf(value: unknown): number | string | undefined {
  return num(value) || text(value) || undefined;
}

/** The port that somebody asks for by number or name; every port where nobody asks for one. */
export function wantedPorts(service: unknown, wanted: string): readonly ServicePort[] {
  const all = portsOf(service);
  return wanted === '' ? all : all.filter(({ name, port }) => name === wanted || String(port) === wanted);
}

/** A declared port of a container. */
export interface ContainerPort {
  readonly name: string;
  readonly number: number;
  readonly protocol: string;
}

/** The ports that the containers of a pod (or of a pod template) declare; sidecars among the init containers count. */
export function declaredPorts(pod: unknown): readonly ContainerPort[] {
  const sidecars = list(field(pod, 'spec.initContainers')).filter((each) => entry(each, 'restartPolicy') === 'Always');
  return [...list(field(pod, 'spec.containers')), ...sidecars].flatMap((container) =>
    list(entry(container, 'ports')).flatMap((port) => {
      const number = num(entry(port, 'containerPort'));
      if (number === undefined) return [];
      return [{ name: text(entry(port, 'name')), number, protocol: text(entry(port, 'protocol')) || 'TCP' }];
    }),
  );
}

/**
 * The number that a Service's port comes to on a pod; undefined where no container of it has a port of that name
 * (`FindPort`, pkg/api/v1/pod/util.go). A number is taken as it stands, whatever the containers declare.
 */
export function numberOn(pod: unknown, { target, protocol }: ServicePort): number | undefined {
  if (typeof target === 'number') return target;
  return declaredPorts(pod).find((each) => each.name === target && each.protocol === protocol)?.number;
}

/** Whether every pair of a plain selector stands among these labels; an empty selector chooses nothing. */
export function choosesLabels(selector: unknown, labels: unknown): boolean {
  const wanted = Object.entries(record(selector));
  return wanted.length > 0 && wanted.every(([key, value]) => entry(labels, key) === value);
}

/** A port in words: `80 (http)`. */
export function portText({ name, port }: ServicePort): string {
  return name === '' ? String(port) : `${String(port)} (${name})`;
}

/** Declared ports in words: `http 8080, 9090`; `none` without any. */
export function declaredText(ports: readonly ContainerPort[]): string {
  const texts = ports.map(({ name, number }) => (name === '' ? String(number) : `${name} ${String(number)}`));
  return texts.length === 0 ? 'none' : [...new Set(texts)].join(', ');
}

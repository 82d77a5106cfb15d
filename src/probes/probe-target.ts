import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { entry, field, list, named, num, text } from './read.ts';
import { type ContainerProbe, portNumber, probesOf } from './scheduling/container-probe.ts';

/** Where a container's probes knock, held against its ports and against each other (Probe, ContainerPort: core/v1). */
export const probeTarget: Probe = {
  name: 'probe-target',
  computes: "The probe that a container does not pass, its port beside the container's ports, and its time budget.",
  params: {
    pod: { is: 'object', means: 'The pod.' },
    container: { is: 'text', means: "The container's name." },
  },
  returns: {
    kinds: 'The probes that there are: startup, readiness, liveness.',
    failing:
      'Which of them is in question in the present state: startup, readiness, liveness, or empty without any probe.',
    kind: 'How that probe asks: httpGet, tcpSocket, grpc, exec; empty without any probe.',
    port: 'Its port as number or name; null for exec or another host.',
    portDeclared: 'Whether the container declares that port; null when it declares none or the probe has no port.',
    ports: 'The declared ports as one line.',
    path: 'Its path; empty unless httpGet.',
    scheme: 'HTTP or HTTPS; empty unless httpGet.',
    startupBudget: 'Seconds that a start may take before a probe restarts the container or counts as failed; or null.',
    siblingsDiffer: 'Whether the probes of the container use different ports.',
    siblings: 'All its probes as one line.',
  },
  run: readProbes,
};

function readProbes({ pod, container: name }: ProbeArgs): ProbeResult | undefined {
  const container =
    named(field(pod, 'spec.containers'), text(name)) ?? named(field(pod, 'spec.initContainers'), text(name));
  if (container === undefined) return undefined;
  const probes = probesOf(container);
  const failing = targetOf(failingProbe(probes, statusOf(pod, text(name))));
  const ports = new Set(probes.map(({ port }) => portNumber(container, port) ?? port).filter((port) => port !== null));
  return {
    kinds: probes.map(({ when }) => when),
    ...failing,
    portDeclared: isDeclared(container, failing.port),
    ports: list(entry(container, 'ports')).map(portText).join(', '),
    startupBudget: startupBudget(probes),
    siblingsDiffer: ports.size > 1,
    siblings: probes.map(probeText).join('; '),
  };
}

function targetOf(probe: ContainerProbe | undefined): ProbeResult & { readonly port: ContainerProbe['port'] } {
  if (probe === undefined) return { failing: '', kind: '', port: null, path: '', scheme: '' };
  const { when, kind, port, path, scheme } = probe;
  return { failing: when, kind, port, path, scheme };
}

function statusOf(pod: unknown, name: string): unknown {
  return named(field(pod, 'status.containerStatuses'), name) ?? named(field(pod, 'status.initContainerStatuses'), name);
}

/** The startup probe holds the others back until it passed; a container that was stopped was stopped by liveness. */
function failingProbe(probes: readonly ContainerProbe[], status: unknown): ContainerProbe | undefined {
  const wasStopped = field(status, 'state.waiting') !== undefined || field(status, 'state.terminated') !== undefined;
  const hasStarted = entry(status, 'started') === true;
  const order = [
    ...(hasStarted ? [] : ['startup']),
    ...(wasStopped ? ['liveness', 'readiness'] : ['readiness', 'liveness']),
    'startup',
  ];
  return order.map((when) => probes.find((probe) => probe.when === when)).find((probe) => probe !== undefined);
}

function isDeclared(container: unknown, port: ContainerProbe['port']): boolean | null {
  const ports = list(entry(container, 'ports'));
  if (ports.length === 0 || port === null) return null;
  const wanted = portNumber(container, port);
  return wanted !== null && ports.some((each) => num(entry(each, 'containerPort')) === wanted);
}

/**
 * Startup and liveness probes restart a container after `initialDelay + period × failureThreshold`; a readiness probe
 * alone passes at the earliest after `initialDelay + period × successThreshold`.
 */
function startupBudget(probes: readonly ContainerProbe[]): number | null {
  const restarting = probes.find(({ when }) => when === 'startup') ?? probes.find(({ when }) => when === 'liveness');
  if (restarting !== undefined) return restarting.initialDelay + restarting.period * restarting.failureThreshold;
  const readiness = probes[0];
  return readiness === undefined ? null : readiness.initialDelay + readiness.period * readiness.successThreshold;
}

function portText(port: unknown): string {
  const name = text(entry(port, 'name'));
  const number = String(num(entry(port, 'containerPort')) ?? '');
  return name === '' ? number : `${name} ${number}`;
}

function probeText({ when, kind, port, path }: ContainerProbe): string {
  return [when, kind, port === null ? '' : String(port), path].filter((part) => part !== '').join(' ');
}

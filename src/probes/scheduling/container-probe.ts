import { entry, field, isRecord, list, num, text } from '../read.ts';

/** One probe of a container as its spec has it. */
export interface ContainerProbe {
  readonly when: 'startup' | 'readiness' | 'liveness';
  readonly kind: string;
  /** A number, the name of a container port, or null for a probe without a port of this container. */
  readonly port: number | string | null;
  readonly path: string;
  readonly scheme: string;
  readonly initialDelay: number;
  readonly period: number;
  readonly failureThreshold: number;
  readonly successThreshold: number;
}

const WHEN = ['startup', 'readiness', 'liveness'] as const;
const KINDS = ['httpGet', 'tcpSocket', 'grpc', 'exec'];

/** The probes that a container has, with the defaults of the API (Probe, core/v1): period 10 s, 3 failures, 1 success. */
export function probesOf(container: unknown): readonly ContainerProbe[] {
  return WHEN.flatMap((when) => {
    const probe = entry(container, `${when}Probe`);
    const kind = KINDS.find((each) => isRecord(entry(probe, each)));
    return kind === undefined ? [] : [readProbe(when, kind, probe)];
  });
}

function readProbe(when: ContainerProbe['when'], kind: string, probe: unknown): ContainerProbe {
  const action = entry(probe, kind);
  const isHttp = kind === 'httpGet';
  return {
    when,
    kind,
    port: text(entry(action, 'host')) === '' ? portOf(entry(action, 'port')) : null,
    path: isHttp ? text(entry(action, 'path')) || '/' : '',
    scheme: isHttp ? text(entry(action, 'scheme')) || 'HTTP' : '',
    initialDelay: num(entry(probe, 'initialDelaySeconds')) ?? 0,
    period: num(entry(probe, 'periodSeconds')) || 10,
    failureThreshold: num(entry(probe, 'failureThreshold')) || 3,
    successThreshold: num(entry(probe, 'successThreshold')) || 1,
  };
}

function portOf(value: unknown): number | string | null {
  return num(value) ?? (text(value) || null);
}

/** The number behind a port: itself, or that of the container port with this name; null where none has it. */
export function portNumber(container: unknown, port: number | string | null): number | null {
  if (typeof port !== 'string') return port;
  if (/^\d{1,5}$/.test(port)) return Number(port);
  const declared = list(field(container, 'ports')).find((each) => entry(each, 'name') === port);
  return num(entry(declared, 'containerPort')) ?? null;
}

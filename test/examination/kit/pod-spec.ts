import type { Change } from '../../stories/build/build.ts';
import type { Json } from '../../stories/build/merge.ts';

type Texts = Readonly<Record<string, string>>;

/** What is special about a container. */
export interface ContainerSketch {
  readonly name: string;
  readonly image: string;
  /** Ports by their names. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly env?: readonly Change[];
  readonly envFrom?: readonly Change[];
  readonly requests?: Texts;
  readonly limits?: Texts;
  readonly readiness?: Change;
  readonly liveness?: Change;
  readonly startup?: Change;
  /** Paths by the names of volumes. */
  readonly mounts?: Texts;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly more?: Change;
}

/** A container as the API server stores it. */
export function container(sketch: ContainerSketch): Change {
  const { name, image, ports = {}, env, envFrom, requests, limits, mounts, command, args, more = {} } = sketch;
  const { readiness, liveness, startup } = sketch;
  const given: Readonly<Record<string, Json>> = {
    command,
    args,
    env,
    envFrom,
    readinessProbe: readiness,
    livenessProbe: liveness,
    startupProbe: startup,
  };
  const portList = Object.entries(ports).map(([portName, containerPort]) => ({
    containerPort,
    name: portName,
    protocol: 'TCP',
  }));
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...(portList.length === 0 ? {} : { ports: portList }),
    resources: { ...(limits === undefined ? {} : { limits }), ...(requests === undefined ? {} : { requests }) },
    ...(mounts === undefined
      ? {}
      : { volumeMounts: Object.entries(mounts).map(([volume, mountPath]) => ({ mountPath, name: volume })) }),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    ...more,
  };
}

const PROBE = { failureThreshold: 3, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 1 };

export function httpProbe(path: string, port: number | string, change: Change = {}): Change {
  return { httpGet: { path, port, scheme: 'HTTP' }, ...PROBE, ...change };
}

export function tcpProbe(port: number | string, change: Change = {}): Change {
  return { tcpSocket: { port }, ...PROBE, ...change };
}

export function execProbe(command: readonly string[], change: Change = {}): Change {
  return { exec: { command }, ...PROBE, ...change };
}

export function grpcProbe(port: number, change: Change = {}): Change {
  return { grpc: { port, service: '' }, ...PROBE, ...change };
}

/** Plain values by name. */
export function values(texts: Texts): readonly Change[] {
  return Object.entries(texts).map(([name, value]) => ({ name, value }));
}

export function fromSecret(name: string, secret: string, key: string): Change {
  return { name, valueFrom: { secretKeyRef: { key, name: secret } } };
}

export function fromConfig(name: string, configMap: string, key: string): Change {
  return { name, valueFrom: { configMapKeyRef: { key, name: configMap } } };
}

export function configVolume(name: string, configMap: string): Change {
  return { name, configMap: { defaultMode: 420, name: configMap } };
}

export function secretVolume(name: string, secretName: string): Change {
  return { name, secret: { defaultMode: 420, secretName } };
}

export function claimVolume(name: string, claimName: string): Change {
  return { name, persistentVolumeClaim: { claimName } };
}

/** The rest of a pod's spec. */
export function podSpec(containers: readonly Change[], more: Change = {}): Change {
  return {
    containers,
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    ...more,
  };
}

import { condition, object, type Built, type Change } from '../../stories/build/build.ts';
import { digestOf, numberOf } from '../../stories/build/digest.ts';
import { later } from './moment.ts';

type Texts = Readonly<Record<string, string>>;

/** Who an object belongs to and since when it is there. */
export interface Home {
  readonly namespace: string;
  readonly created: string;
  readonly labels?: Texts;
  readonly annotations?: Texts;
}

function metadataOf({ labels = {}, annotations = {} }: Home): Change {
  return {
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}

/** The address that the API server gave a Service. */
export function clusterIpOf(namespace: string, name: string): string {
  return `10.96.${numberOf(`${namespace}/${name}`, 250) + 2}.${numberOf(`${name}/${namespace}`, 250) + 2}`;
}

export interface PortSketch {
  readonly name?: string;
  readonly port: number;
  readonly target?: number | string;
  readonly protocol?: 'TCP' | 'UDP';
}

export function service(
  home: Home,
  name: string,
  selector: Texts,
  ports: readonly PortSketch[],
  change: Change = {},
): Built {
  const ip = clusterIpOf(home.namespace, name);
  return object(
    { apiVersion: 'v1', kind: 'Service', namespace: home.namespace, name, created: home.created },
    {
      metadata: metadataOf(home),
      spec: {
        clusterIP: ip,
        clusterIPs: [ip],
        internalTrafficPolicy: 'Cluster',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        ports: ports.map(({ name: portName, port, target = port, protocol = 'TCP' }) => ({
          ...(portName === undefined ? {} : { name: portName }),
          port,
          protocol,
          targetPort: target,
        })),
        selector,
        sessionAffinity: 'None',
        type: 'ClusterIP',
      },
      status: { loadBalancer: {} },
    },
    change,
  );
}

export const HEADLESS: Change = { spec: { clusterIP: 'None', clusterIPs: ['None'] } };

export function configMap(home: Home, name: string, data: Texts): Built {
  return object(
    { apiVersion: 'v1', kind: 'ConfigMap', namespace: home.namespace, name, created: home.created },
    { metadata: metadataOf(home), data },
  );
}

/** A Secret by its name alone. */
export function secret(home: Home, name: string, type = 'Opaque'): Built {
  return object(
    { apiVersion: 'v1', kind: 'Secret', namespace: home.namespace, name, created: home.created },
    { metadata: metadataOf(home), type },
  );
}

export function serviceAccount(home: Home, name: string): Built {
  return object(
    { apiVersion: 'v1', kind: 'ServiceAccount', namespace: home.namespace, name, created: home.created },
    { metadata: metadataOf(home) },
  );
}

export function budget(
  home: Home,
  name: string,
  selector: Texts,
  minAvailable: number,
  pods: { healthy: number; all: number },
): Built {
  const { healthy, all } = pods;
  const allowed = Math.max(0, healthy - minAvailable);
  const [reason, status] = allowed > 0 ? ['SufficientPods', 'True'] : ['InsufficientPods', 'False'];
  return object(
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', namespace: home.namespace, name, created: home.created },
    {
      metadata: { generation: 1, ...metadataOf(home) },
      spec: { minAvailable, selector: { matchLabels: selector } },
      status: {
        conditions: [
          { ...condition('DisruptionAllowed', status, reason, '', later(home.created, 90)), observedGeneration: 1 },
        ],
        currentHealthy: healthy,
        desiredHealthy: minAvailable,
        disruptionsAllowed: allowed,
        expectedPods: all,
        observedGeneration: 1,
      },
    },
  );
}

export function networkPolicy(home: Home, name: string, spec: Change): Built {
  return object(
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      namespace: home.namespace,
      name,
      created: home.created,
    },
    { metadata: { generation: 1, ...metadataOf(home) }, spec },
  );
}

export interface ClaimSketch {
  readonly storage: string;
  readonly storageClass: string;
  readonly zone?: string;
  readonly accessMode?: string;
  readonly labels?: Texts;
}

/** A claim that is bound, and its volume. */
export function boundClaim(home: Home, name: string, sketch: ClaimSketch): readonly Built[] {
  const { storage, storageClass, zone, accessMode = 'ReadWriteOnce' } = sketch;
  const volume = `pvc-${digestOf(`${home.namespace}/${name}`).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')}`;
  const claim = object(
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: home.namespace, name, created: home.created },
    {
      metadata: {
        ...metadataOf(home),
        annotations: {
          ...home.annotations,
          'pv.kubernetes.io/bind-completed': 'yes',
          'pv.kubernetes.io/bound-by-controller': 'yes',
          'volume.kubernetes.io/storage-provisioner': 'ebs.csi.aws.com',
        },
        finalizers: ['kubernetes.io/pvc-protection'],
      },
      spec: {
        accessModes: [accessMode],
        resources: { requests: { storage } },
        storageClassName: storageClass,
        volumeMode: 'Filesystem',
        volumeName: volume,
      },
      status: { phase: 'Bound', accessModes: [accessMode], capacity: { storage } },
    },
  );
  const { uid } = claim['metadata'] as { uid: string };
  const reference = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    name,
    namespace: home.namespace,
    resourceVersion: '1',
    uid,
  };
  const terms = [{ matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: [zone ?? ''] }] }];
  const persistent = object(
    { apiVersion: 'v1', kind: 'PersistentVolume', namespace: null, name: volume, created: later(home.created, 4) },
    {
      metadata: {
        annotations: { 'pv.kubernetes.io/provisioned-by': 'ebs.csi.aws.com' },
        finalizers: ['external-provisioner.volume.kubernetes.io/finalizer', 'kubernetes.io/pv-protection'],
      },
      spec: {
        accessModes: [accessMode],
        capacity: { storage },
        claimRef: reference,
        csi: { driver: 'ebs.csi.aws.com', fsType: 'ext4', volumeHandle: `vol-0${digestOf(volume).slice(0, 16)}` },
        ...(zone === undefined ? {} : { nodeAffinity: { required: { nodeSelectorTerms: terms } } }),
        persistentVolumeReclaimPolicy: 'Delete',
        storageClassName: storageClass,
        volumeMode: 'Filesystem',
      },
      status: { phase: 'Bound', lastPhaseTransitionTime: later(home.created, 5) },
    },
  );
  return [claim, persistent];
}

/** A claim that nothing has been found for. */
export function pendingClaim(home: Home, name: string, storageClass: string, storage: string): Built {
  return object(
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: home.namespace, name, created: home.created },
    {
      metadata: { ...metadataOf(home), finalizers: ['kubernetes.io/pvc-protection'] },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage } },
        storageClassName: storageClass,
        volumeMode: 'Filesystem',
      },
      status: { phase: 'Pending' },
    },
  );
}

export function claimTemplate(name: string, storageClass: string, storage: string): Change {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage } },
      storageClassName: storageClass,
      volumeMode: 'Filesystem',
    },
    status: { phase: 'Pending' },
  };
}

interface PathSketch {
  readonly path: string;
  readonly service: string;
  readonly port: number | string;
}

/** An Ingress of one host. */
export function ingress(
  home: Home,
  name: string,
  rule: { host: string; className: string; tls?: string; paths: readonly PathSketch[]; address?: string },
): Built {
  const { host, className, tls, paths, address } = rule;
  const portOf = (port: number | string): Change => (typeof port === 'number' ? { number: port } : { name: port });
  return object(
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', namespace: home.namespace, name, created: home.created },
    {
      metadata: { generation: 1, ...metadataOf(home) },
      spec: {
        ingressClassName: className,
        rules: [
          {
            host,
            http: {
              paths: paths.map(({ path, service: backend, port }) => ({
                backend: { service: { name: backend, port: portOf(port) } },
                path,
                pathType: 'Prefix',
              })),
            },
          },
        ],
        ...(tls === undefined ? {} : { tls: [{ hosts: [host], secretName: tls }] }),
      },
      status: { loadBalancer: address === undefined ? {} : { ingress: [{ ip: address }] } },
    },
  );
}

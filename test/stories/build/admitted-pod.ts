import type { Built, Change } from './build.ts';
import { suffixOf } from './digest.ts';
import { filledIn, listOf, partOf, textOf } from './json-parts.ts';
import { qosClassOf } from './qos-class.ts';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * A pod with what the API server adds to every pod: defaults of the type and what the admission plugins ServiceAccount,
 * DefaultTolerationSeconds and Priority set (Kubernetes 1.34). What the pod has already stays.
 */
export function admittedPod(pod: Built): Built {
  const spec = partOf(pod, 'spec');
  const token = wantsToken(spec) ? `kube-api-access-${suffixOf(nameOf(pod), 5)}` : undefined;
  const account = textOf(spec['serviceAccountName']) || 'default';
  const admitted = filledIn(
    {
      ...spec,
      serviceAccountName: account,
      serviceAccount: account,
      ...containersOf(spec, token),
      tolerations: [...listOf(spec['tolerations']), ...missingTolerations(spec)],
      ...(token === undefined ? {} : { volumes: [...listOf(spec['volumes']), tokenVolume(token)] }),
    },
    POD_DEFAULTS,
  );
  const status = filledIn({ ...scheduledStatus(pod), qosClass: qosClassOf(admitted) }, { phase: 'Pending' });
  return { ...pod, metadata: filledIn(named(pod), { generation: 1 }), spec: admitted, status };
}

/** A scheduler that finds no place says for which generation (PodObservedGenerationTracking, on since 1.34). */
function scheduledStatus(pod: Built): Change {
  const status = partOf(pod, 'status');
  if (status['conditions'] === undefined) return status;
  const conditions = listOf(status['conditions']).map((each) =>
    each['type'] === 'PodScheduled' && each['status'] === 'False' ? filledIn(each, { observedGeneration: 1 }) : each,
  );
  return { ...status, conditions };
}

const POD_DEFAULTS: Change = {
  dnsPolicy: 'ClusterFirst',
  enableServiceLinks: true,
  preemptionPolicy: 'PreemptLowerPriority',
  priority: 0,
  restartPolicy: 'Always',
  schedulerName: 'default-scheduler',
  securityContext: {},
  terminationGracePeriodSeconds: 30,
};

function nameOf(pod: Built): string {
  return textOf(partOf(pod, 'metadata')['name']);
}

/** A ReplicaSet's pods are named after it. */
function named(pod: Built): Change {
  const metadata = partOf(pod, 'metadata');
  const owner = listOf(metadata['ownerReferences']).find((each) => each['controller'] === true);
  if (owner === undefined) return { ...metadata, generateName: undefined };
  return { ...metadata, generateName: `${textOf(owner['name'])}-` };
}

/** The static pods of a node get no token, and neither does a pod that declines or has been given one. */
function wantsToken(spec: Change): boolean {
  const hasOne = listOf(spec['volumes']).some((volume) => textOf(volume['name']).startsWith('kube-api-access-'));
  return spec['automountServiceAccountToken'] !== false && !hasOne;
}

function containersOf(spec: Change, token: string | undefined): Change {
  const kinds = ['containers', 'initContainers'].filter((kind) => spec[kind] !== undefined);
  return Object.fromEntries(kinds.map((kind) => [kind, listOf(spec[kind]).map((each) => complete(each, token))]));
}

function complete(container: Change, token: string | undefined): Change {
  const mounts = listOf(container['volumeMounts']);
  const isMounted = token === undefined || mounts.some((mount) => mount['mountPath'] === TOKEN_PATH);
  const tokenMount = isMounted ? [] : [{ mountPath: TOKEN_PATH, name: token, readOnly: true }];
  const all = [...mounts, ...tokenMount];
  return filledIn(
    { ...container, ...(all.length > 0 ? { volumeMounts: all } : {}) },
    {
      imagePullPolicy: /:latest$|^[^:]+$/.test(textOf(container['image'])) ? 'Always' : 'IfNotPresent',
      resources: {},
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
    },
  );
}

/** Five minutes on a node that has gone silent, unless the pod says something else of that taint. */
function missingTolerations(spec: Change): readonly Change[] {
  const own = listOf(spec['tolerations']);
  const tolerates = (key: string): boolean =>
    own.some((each) => (each['key'] ?? key) === key && ['NoExecute', undefined].includes(effectOf(each)));
  const keys = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].filter((key) => !tolerates(key));
  return keys.map((key) => ({ effect: 'NoExecute', key, operator: 'Exists', tolerationSeconds: 300 }));
}

function effectOf(toleration: Change): string | undefined {
  return textOf(toleration['effect']) || undefined;
}

function tokenVolume(name: string): Change {
  return {
    name,
    projected: {
      defaultMode: 420,
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
        {
          downwardAPI: {
            items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }],
          },
        },
      ],
    },
  };
}

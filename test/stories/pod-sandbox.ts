import { INSTALLED, JUST_NOW, mediumNode, rollout, settled, SINCE, type App } from './build/app.ts';
import { waiting } from './build/app-status.ts';
import { storyOf, workloadStory } from './build/ask.ts';
import { event, object, pod, type Built, type Change } from './build/build.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import type { Story } from './story.ts';

/** Pods without a network: the plugin, its addresses, and what else a sandbox needs. */
const fine = mediumNode('node-1');
const other = mediumNode('node-2');
const AT = '2025-11-15T18:13:50Z';
const FAILED = 'Failed to create pod sandbox: rpc error: code = Unknown desc = ';
const NO_AGENT =
  FAILED +
  'failed to setup network for sandbox "2870857bad22": plugin type="cilium-cni" name="cilium" failed (add): unable to connect to Cilium daemon: failed to create cilium agent client after 30.000000 seconds timeout: Get "http:///var/run/cilium/cilium.sock/v1/config": dial unix /var/run/cilium/cilium.sock: connect: no such file or directory\nIs the agent running?';
const NO_ADDRESS =
  FAILED +
  'failed to setup network for sandbox "3f1c": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container';

/** The conditions of a pod whose sandbox is not there (PodReadyToStartContainers). */
function withoutSandbox(spec: Change = {}): App {
  const no = (type: string, reason: string): Change => ({
    type,
    status: 'False',
    reason,
    message: 'containers with unready status: [web]',
    lastProbeTime: null,
    lastTransitionTime: SINCE,
  });
  const yes = (type: string): Change => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: SINCE });
  const conditions = [
    { type: 'PodReadyToStartContainers', status: 'False', lastProbeTime: null, lastTransitionTime: SINCE },
    yes('Initialized'),
    no('Ready', 'ContainersNotReady'),
    no('ContainersReady', 'ContainersNotReady'),
    yes('PodScheduled'),
  ];
  return rollout({ spec }, { change: deepMerge(waiting('ContainerCreating'), { status: { conditions } }) });
}

const being = withoutSandbox();
const ready = settled({ since: INSTALLED });

/** The pod of a network plugin on a node: it lies on the host's network and writes into its folders of plugins. */
function networkPod(isReady: boolean): Built {
  const daemon = object(
    { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: 'network', name: 'agent', created: INSTALLED },
    { spec: {}, status: {} },
  );
  const own = { name: 'agent', namespace: 'network', image: 'registry.example/agent:1', created: INSTALLED };
  const running = pod(
    daemon,
    { ...own, pod: 'agent-7xk2p', node: 'node-1' },
    {
      spec: {
        hostNetwork: true,
        volumes: [
          { name: 'cni-path', hostPath: { path: '/opt/cni/bin', type: 'DirectoryOrCreate' } },
          { name: 'etc-cni-netd', hostPath: { path: '/etc/cni/net.d', type: 'DirectoryOrCreate' } },
        ],
      },
    },
  );
  if (isReady) return running;
  const message = 'containers with unready status: [agent]';
  return deepMerge(running, {
    status: {
      conditions: [
        {
          type: 'Ready',
          status: 'False',
          reason: 'ContainersNotReady',
          message,
          lastProbeTime: null,
          lastTransitionTime: SINCE,
        },
      ],
    },
  });
}

function refusal(about: Built, message: string, at = AT, host = 'node-1'): Built {
  return event(
    about,
    { reason: 'FailedCreatePodSandBox', message, at, count: 22 },
    { source: { component: 'kubelet', host } },
  );
}

/** Another pod, of somebody else, that wants an address as well. */
const neighbour = pod(null, {
  name: 'cart',
  namespace: 'cart',
  image: 'registry.example/cart:1',
  created: SINCE,
  pod: 'cart-0',
  node: 'node-2',
});

const beside = pod(null, {
  name: 'cart',
  namespace: 'cart',
  image: 'registry.example/cart:1',
  created: SINCE,
  pod: 'cart-1',
  node: 'node-1',
});

const plugin: readonly Story[] = [
  workloadStory(
    'pod/sandbox-plugin',
    'The agent of the network plugin on the node is down.',
    { objects: [fine, other, ...being.all, refusal(being.newPod, NO_AGENT), networkPod(false)] },
    problem('sandbox-plugin-down', 'confirmed', { says: ['Is the agent running', 'network/agent-7xk2p', 'Node'] }),
  ),
  workloadStory(
    'pod/sandbox-plugin-healthy',
    'The same with the agent up.',
    { objects: [fine, other, ...ready.all, networkPod(true)] },
    healthy,
  ),
  workloadStory(
    'pod/sandbox-plugin-decoy',
    'The agent was down when the rollout began; the pod has its sandbox since, and has only just come.',
    {
      objects: [
        fine,
        other,
        ...rollout({ since: JUST_NOW }, { change: waiting('ContainerCreating') }).all,
        refusal(being.newPod, NO_AGENT, '2025-11-15T18:14:40Z'),
        networkPod(true),
      ],
    },
    inProgress(),
  ),
  workloadStory(
    'pod/sandbox-plugin-denied',
    'The same as at first, and the events may not be looked at.',
    { objects: [fine, other, ...being.all, refusal(being.newPod, NO_AGENT), networkPod(false)], denied: ['events'] },
    problem('pod-unexplained', 'possible', { says: ['events'] }),
  ),
  storyOf(
    'sandbox/plugin-denied',
    'Who else runs on the node may not be looked at.',
    { objects: [fine, other, ...being.all, networkPod(false)], denied: ['pods'] },
    problem('sandbox-plugin-down', 'likely', { says: ['The pods of the node could not be read'] }),
    { runbook: 'sandbox', inputs: { pod: 'Pod/shop/web-5d7f9b8c6-q5w9b', message: 'cni plugin not initialized' } },
  ),
  workloadStory(
    'sandbox/plugin-unseen',
    'The agent answers nobody, and calls itself ready.',
    { objects: [fine, other, ...being.all, refusal(being.newPod, NO_AGENT), networkPod(true)] },
    problem('sandbox-plugin-down', 'likely', { says: ['network pods of the node are ready'] }),
  ),
];

const address: readonly Story[] = [
  workloadStory(
    'pod/sandbox-no-address',
    'The subnet has no address left: pods on two nodes get none.',
    {
      objects: [
        fine,
        other,
        ...being.all,
        neighbour,
        refusal(being.newPod, NO_ADDRESS),
        refusal(neighbour, NO_ADDRESS, AT, 'node-2'),
        networkPod(true),
      ],
    },
    problem('sandbox-no-address', 'confirmed', {
      says: ['assign an IP address', 'other nodes lack one as well', 'See how many addresses the subnet'],
    }),
  ),
  workloadStory(
    'pod/sandbox-no-address-healthy',
    'The same with addresses left.',
    { objects: [fine, other, ...ready.all, neighbour] },
    healthy,
  ),
  workloadStory(
    'pod/sandbox-no-address-decoy',
    'There was none for a while; the events of that are left.',
    { objects: [fine, other, ...ready.all, neighbour, refusal(ready.newPod, NO_ADDRESS, '2025-11-15T17:33:00Z')] },
    healthy,
  ),
  workloadStory(
    'pod/sandbox-no-address-denied',
    'The same as at first, and the events may not be looked at.',
    { objects: [fine, other, ...being.all, neighbour, refusal(being.newPod, NO_ADDRESS)], denied: ['events'] },
    problem('pod-unexplained', 'possible', { says: ['events'] }),
  ),
  workloadStory(
    'sandbox/no-address-node',
    'Two pods of one node get no address, and nobody elsewhere lacks one.',
    {
      objects: [
        fine,
        other,
        ...being.all,
        beside,
        refusal(being.newPod, NO_ADDRESS),
        refusal(beside, NO_ADDRESS),
        refusal(neighbour, NO_ADDRESS, '2025-11-15T17:20:00Z', 'node-2'),
      ],
    },
    problem('sandbox-no-address', 'confirmed', {
      says: ['the node has no more to give', 'See how many addresses the node may have'],
    }),
  ),
  workloadStory(
    'sandbox/no-address-here',
    'One pod of the node gets no address; whether that is all cannot be told.',
    { objects: [fine, other, ...being.all, refusal(being.newPod, NO_ADDRESS)] },
    problem('sandbox-no-address', 'likely', { says: ['No other pod lacks one', 'Tell apart'] }),
  ),
];

const gpu = withoutSandbox({ runtimeClassName: 'gpu' });
const profile = withoutSandbox({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } });

/** Story by what else is missing. */
const rest: readonly Story[] = [
  workloadStory(
    'sandbox/no-runtime',
    'The node does not have the runtime that the class of the pod names.',
    {
      objects: [
        fine,
        ...gpu.all,
        refusal(gpu.newPod, `${FAILED}failed to get sandbox runtime: no runtime for "gpu" is configured`),
        object(
          { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', namespace: null, name: 'gpu', created: INSTALLED },
          { handler: 'gpu' },
        ),
      ],
    },
    problem('sandbox-no-runtime', 'confirmed', { says: ['container runtime \\"gpu\\"', 'Its handler is gpu'] }),
  ),
  workloadStory(
    'sandbox/pause-image',
    'The registry of the sandbox image is out of reach.',
    {
      objects: [
        fine,
        ...being.all,
        refusal(
          being.newPod,
          `${FAILED}failed to start sandbox "1161": failed to get sandbox image "registry.k8s.io/pause:3.10": failed to pull image "registry.k8s.io/pause:3.10": failed to pull and unpack image "registry.k8s.io/pause:3.10": failed to resolve reference "registry.k8s.io/pause:3.10": failed to do request: Head "https://registry.k8s.io/v2/pause/manifests/3.10": dial tcp 34.96.108.209:443: i/o timeout`,
        ),
      ],
    },
    problem('sandbox-image-missing', 'likely', { says: ['pause:3.10', 'i/o timeout'] }),
  ),
  workloadStory(
    'sandbox/profile',
    'The kernel of the node has no seccomp, and the pod wants a profile.',
    {
      objects: [
        fine,
        ...profile.all,
        refusal(
          profile.newPod,
          `${FAILED}failed to create sandbox container spec options: failed to generate seccomp spec opts: seccomp is not supported`,
        ),
      ],
    },
    problem('sandbox-profile-missing', 'likely', { says: ['seccomp is not supported'] }),
  ),
  workloadStory(
    'sandbox/other',
    'The runtime fails for a reason that is not known here.',
    {
      objects: [
        fine,
        ...being.all,
        refusal(
          being.newPod,
          `${FAILED}failed to reserve sandbox name "web_shop_0": name "web_shop_0" is reserved for "8fa1"`,
        ),
      ],
    },
    problem('sandbox-fails', 'likely', { says: ['is reserved for'] }),
  ),
  workloadStory(
    'sandbox/healthy',
    'The pod has its network.',
    { objects: [fine, ...ready.all, networkPod(true)] },
    healthy,
  ),
];

/** One story per thing that a sandbox can lack. */
export const podSandbox: readonly Story[] = [...plugin, ...address, ...rest];

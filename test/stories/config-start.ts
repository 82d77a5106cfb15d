import { mediumNode, rollout, settled, type App } from './build/app.ts';
import { readyAgain, waiting } from './build/app-status.ts';
import { workloadStory } from './build/ask.ts';
import { type Built, type Change } from './build/build.ts';
import { healthy, problem } from './build/expect.ts';
import type { Story } from './story.ts';

/** Containers that the kubelet cannot make or the runtime cannot start: words of kubelet, containerd and runc. */
const nodes: readonly Built[] = [mediumNode('node-1')];

/** What containerd puts before the words of runc. */
const OCI =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ';
const SUBPATHS = '/var/lib/kubelet/pods/1d6f3c9a-0000-4000-8000-1d6f3c9a1d6f/volume-subpaths/settings/web/0';

interface Fault {
  readonly name: string;
  readonly summary: string;
  readonly reason: 'CreateContainerConfigError' | 'CreateContainerError' | 'RunContainerError';
  readonly message: string;
  readonly container?: Change;
  readonly code: string;
  readonly says: readonly string[];
}

const FAULTS: readonly Fault[] = [
  {
    name: 'command-not-found',
    summary: 'The program that the pod names is not in the image.',
    reason: 'RunContainerError',
    message: `${OCI}exec: "serve": executable file not found in $PATH`,
    container: { command: ['serve', '--port=8080'] },
    code: 'command-not-in-image',
    says: ['does not hold serve', 'The pod says what is started (command).', 'command: [<command>]'],
  },
  {
    name: 'command-path-missing',
    summary: 'The path of the program that the image names is not there.',
    reason: 'RunContainerError',
    message: `${OCI}exec: "/app/server": stat /app/server: no such file or directory`,
    code: 'command-not-in-image',
    says: ['does not hold /app/server', 'so the image says what is started'],
  },
  {
    name: 'command-in-one-word',
    summary: 'Program and arguments stand in one element of the list.',
    reason: 'RunContainerError',
    message: `${OCI}exec: "npm run start": executable file not found in $PATH`,
    container: { command: ['npm run start'] },
    code: 'command-not-in-image',
    says: ['each word belongs into an element of its own'],
  },
  {
    name: 'command-not-executable',
    summary: 'A script out of a ConfigMap has no execute bit.',
    reason: 'RunContainerError',
    message: `${OCI}exec: "/scripts/start.sh": permission denied`,
    container: { command: ['/scripts/start.sh'] },
    code: 'command-not-executable',
    says: ['may not execute /scripts/start.sh', 'defaultMode 0555'],
  },
  {
    name: 'no-command',
    summary: 'The image has neither an entry point nor a command.',
    reason: 'CreateContainerError',
    message: 'failed to generate container "3f1c" spec: failed to generate spec: no command specified',
    code: 'no-command-at-all',
    says: ['no ENTRYPOINT and no CMD'],
  },
  {
    name: 'working-directory',
    summary: 'The working directory may not be entered by the user of the container.',
    reason: 'RunContainerError',
    message: `${OCI}error during container init: chdir to cwd ("/root/app") set in config.json failed: permission denied`,
    container: { workingDir: '/root/app' },
    code: 'working-directory-wrong',
    says: ['/root/app', 'permission denied', 'workingDir: <path>'],
  },
  {
    name: 'mount-on-file',
    summary: 'A ConfigMap is mounted over a file of the image, and its subPath names a key that is not there.',
    reason: 'RunContainerError',
    message: `${OCI}error during container init: error mounting "${SUBPATHS}" to rootfs at "/etc/nginx/nginx.conf": mount src=${SUBPATHS}, dst=/etc/nginx/nginx.conf, dstFd=/proc/thread-self/fd/12, flags=MS_BIND|MS_REC: not a directory`,
    container: {
      volumeMounts: [{ name: 'settings', mountPath: '/etc/nginx/nginx.conf', subPath: 'nginx.cfg' }],
    },
    code: 'mount-does-not-fit',
    says: ['/etc/nginx/nginx.conf', 'volume settings, subPath nginx.cfg', 'subPath: <file>'],
  },
  {
    name: 'sub-path',
    summary: 'A subPath cannot be made ready, and the kubelet keeps the reason for its log.',
    reason: 'CreateContainerConfigError',
    message: 'failed to prepare subPath for volumeMount "data" of container "web"',
    code: 'sub-path-fails',
    says: ['failed to prepare subPath for volumeMount'],
  },
  {
    name: 'user-missing',
    summary: 'The image names a user that its own /etc/passwd does not have.',
    reason: 'CreateContainerError',
    message: 'unable to find user app: no matching entries in passwd file',
    code: 'user-not-in-image',
    says: ['/etc/passwd', 'runAsUser: <uid>'],
  },
  {
    name: 'user-without-number',
    summary: 'The pod forbids root, and the image names its user without a number.',
    reason: 'CreateContainerConfigError',
    message:
      'container has runAsNonRoot and image has non-numeric user (node), cannot verify user is non-root (pod: "web-5d7f9b8c6-q5w9b_shop(1d6f3c9a-0000-4000-8000-1d6f3c9a1d6f)", container: web)',
    code: 'must-not-run-as-root',
    says: ['The image names its user, node', 'runAsUser: <uid>'],
  },
  {
    name: 'memory-in-thousandths',
    summary: 'The memory limit is written with m, which is thousandths of a byte.',
    reason: 'RunContainerError',
    message: `${OCI}container init was OOM-killed (memory limit too low?)`,
    container: { resources: { limits: { memory: '512m' }, requests: { memory: '512m' } } },
    code: 'no-memory-to-start',
    says: ['512m is no megabytes', 'memory: <memory>'],
  },
  {
    name: 'arguments-too-long',
    summary: 'A large ConfigMap is taken as environment.',
    reason: 'RunContainerError',
    message: `${OCI}exec /app/server: argument list too long`,
    code: 'command-too-long',
    says: ['128 KiB'],
  },
  {
    name: 'name-held',
    summary: 'The runtime could not finish making the container before the kubelet asked again.',
    reason: 'CreateContainerError',
    message:
      'failed to reserve container name "web_web-5d7f9b8c6-q5w9b_shop_1d6f3c9a-0000-4000-8000-1d6f3c9a1d6f_0": name "web_web-5d7f9b8c6-q5w9b_shop_1d6f3c9a-0000-4000-8000-1d6f3c9a1d6f_0" is reserved for "9a5b1c"',
    code: 'container-name-held',
    says: ['no fault of the pod', 'kubectl describe node node-1'],
  },
];

/** What is at most likely by its nature: a message is all there is. */
const LIKELY = new Set(['sub-path-fails', 'container-name-held']);

function failing({ reason, message, container = {} }: Fault): App {
  return rollout({ container }, { change: waiting(reason, message) });
}

/** It would not start at first, and was mended by hand or by the node since. */
function overcome({ message, container = {} }: Fault): App {
  const last = { reason: 'StartError', exitCode: 128, message, finishedAt: '2025-11-15T17:35:50Z' };
  return settled({ container }, { change: readyAgain(3, last) });
}

const stories = FAULTS.flatMap((fault): readonly Story[] => {
  const { name, summary, code, says } = fault;
  const sure = LIKELY.has(code) ? 'likely' : 'confirmed';
  const scene = { objects: [...nodes, ...failing(fault).all] };
  return [
    workloadStory(`container-config/${name}`, summary, scene, problem(code, sure, { says })),
    workloadStory(
      `container-config/${name}-decoy`,
      `It was so an hour ago, and the container has been ready since. Then: ${summary.toLowerCase()}`,
      { objects: [...nodes, ...overcome(fault).all] },
      healthy,
    ),
    workloadStory(
      `container-config/${name}-denied`,
      `${summary} The pods may not be looked at.`,
      { ...scene, denied: ['pods'] },
      problem('workload-not-ready', 'possible'),
    ),
  ];
});

/** One story per way in which a container is not started, and what looks like it and is over. */
export const configStart: readonly Story[] = stories;

import { mediumNode, rollout, settled, type App } from './build/app.ts';
import { crashLoop, IMAGE, waiting } from './build/app-status.ts';
import { workloadStory } from './build/ask.ts';
import { event, type Built } from './build/build.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import type { Story } from './story.ts';

/**
 * Why an image is not there. The messages are containerd's, as the kubelet of Kubernetes 1.32 and later puts them behind
 * its back-off (`Back-off pulling image "X": ErrImagePull: …`); older kubelets keep them in the event alone.
 */
const nodes: readonly Built[] = [mediumNode('node-1')];
const UNPACK = `failed to pull and unpack image "${IMAGE}": failed to resolve reference "${IMAGE}"`;
const HEAD = 'https://registry.example/v2/shop/web/manifests/1.5.0';
const BACK_OFF = `Back-off pulling image "${IMAGE}"`;

function pulling(tail: string, reason = 'ImagePullBackOff'): App {
  return rollout({}, { change: waiting(reason, `${BACK_OFF}: ErrImagePull: ${UNPACK}: ${tail}`) });
}

function failedPull(app: App, message: string): Built {
  return event(app.newPod, { reason: 'Failed', message, at: '2025-11-15T17:30:05Z', count: 4 });
}

/** Name, summary, the tail of the message, and the finding that it has to lead to. */
const CLASSES: readonly (readonly [name: string, summary: string, tail: string, code: string])[] = [
  ['image-not-found', 'The new tag was never pushed.', `${IMAGE}: not found`, 'image-not-found'],
  [
    'image-manifest-unknown',
    'The registry knows the repository and not the tag, in its own words.',
    'manifest unknown: no manifest is tagged 1.5.0',
    'image-not-found',
  ],
  [
    'image-denied',
    'The node has no credentials for the registry; the words "does not exist" in the refusal prove nothing.',
    'pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
    'image-denied',
  ],
  [
    'image-bad-token',
    'The token server gives no token for the repository.',
    'failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://registry.example/token: 401 Unauthorized',
    'image-denied',
  ],
  [
    'image-forbidden',
    'Credentials were sent, and the repository policy refuses them.',
    `unexpected status from HEAD request to ${HEAD}: 403 Forbidden`,
    'image-denied',
  ],
  [
    'image-credentials-expired',
    'The token in the pull secret has run out.',
    `unexpected status from HEAD request to ${HEAD}: 403 Forbidden: Your authorization token has expired. Reauthenticate and try again.`,
    'image-credentials-expired',
  ],
  [
    'image-rate-limited',
    'The registry counts pulls, and the limit is reached.',
    `unexpected status from HEAD request to ${HEAD}: 429 Too Many Requests: toomanyrequests: You have reached your pull rate limit.`,
    'image-rate-limited',
  ],
  [
    'image-registry-dns',
    'The node cannot resolve the name of the registry.',
    `failed to do request: Head "${HEAD}": dial tcp: lookup registry.example on 10.0.0.2:53: no such host`,
    'image-registry-dns',
  ],
  [
    'image-registry-tls',
    'The registry shows a certificate of an authority that the node does not know.',
    `failed to do request: Head "${HEAD}": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    'image-registry-tls',
  ],
  [
    'image-registry-unreachable',
    'Packets to the registry are dropped.',
    `failed to do request: Head "${HEAD}": dial tcp 203.0.113.7:443: i/o timeout`,
    'image-registry-unreachable',
  ],
  [
    'image-registry-handshake',
    'A handshake that times out is a network that drops packets, not a certificate that is wrong.',
    `failed to do request: Head "${HEAD}": net/http: TLS handshake timeout`,
    'image-registry-unreachable',
  ],
  [
    'image-wrong-platform',
    'The image exists, for another architecture alone.',
    'no match for platform in manifest: not found',
    'image-wrong-platform',
  ],
];

const classes = CLASSES.map(([name, summary, tail, code]) =>
  workloadStory(
    `pod/${name}`,
    summary,
    { objects: [...nodes, ...pulling(tail).all] },
    problem(code, 'confirmed', { says: [tail.slice(-20), 'registry.example/shop/web:1.5.0'] }),
  ),
);

const invalidName = rollout(
  { image: 'registry.example/Shop/web:1.5.0' },
  {
    change: waiting(
      'InvalidImageName',
      'Failed to apply default image tag "registry.example/Shop/web:1.5.0": couldn\'t parse image name "registry.example/Shop/web:1.5.0": invalid reference format: repository name must be lowercase',
    ),
  },
);
const noWords = rollout({}, { change: waiting('ImagePullBackOff', BACK_OFF) });
const neverPulled = rollout(
  { container: { imagePullPolicy: 'Never' } },
  { change: waiting('ErrImageNeverPull', `Container image "${IMAGE}" is not present with pull policy of Never`) },
);
const wrongProcessor = rollout({}, { change: crashLoop(255) });
const pulled = settled({});

/** One story per class of image trouble, and those that look like it. */
export const podImage: readonly Story[] = [
  ...classes,
  workloadStory(
    'pod/image-name-invalid',
    'The name of the image has a capital letter.',
    { objects: [...nodes, ...invalidName.all] },
    problem('image-name-invalid', 'confirmed', { says: ['repository name must be lowercase'] }),
  ),
  workloadStory(
    'pod/image-never-pulled',
    'The image may not be pulled and is not on the node.',
    { objects: [...nodes, ...neverPulled.all] },
    problem('image-never-pulled', 'confirmed', {
      says: ['pull policy of Never', 'may not be pulled', 'imagePullPolicy: IfNotPresent'],
      never: ['cannot be pulled'],
    }),
  ),
  workloadStory(
    'pod/image-old-kubelet',
    'An older kubelet keeps the cause in the event alone.',
    {
      objects: [...nodes, ...noWords.all, failedPull(noWords, `Failed to pull image "${IMAGE}": ${UNPACK}: not found`)],
    },
    problem('image-not-found', 'confirmed'),
  ),
  workloadStory(
    'image/old-kubelet-denied',
    'The same with the events out of reach: that the pull fails is certain, why is not.',
    { objects: [...nodes, ...noWords.all], denied: ['events'] },
    problem('image-pull-fails', 'likely', { says: [BACK_OFF.slice(0, 20)] }),
  ),
  workloadStory(
    'pod/image-exec-format',
    'The image was pulled, and the processor of the node cannot run it.',
    {
      objects: [...nodes, ...wrongProcessor.all],
      logs: { 'shop/web-5d7f9b8c6-q5w9b/web.previous': 'exec /usr/local/bin/web: exec format error\n' },
    },
    problem('image-wrong-platform', 'confirmed', { says: ['exec format error'] }),
  ),
  workloadStory(
    'image/healthy',
    'The image was pulled and the pod is ready.',
    { objects: [...nodes, ...pulled.all] },
    healthy,
  ),
  workloadStory(
    'pod/image-decoy',
    'The pull failed for a while last night; the pod has been ready since.',
    {
      objects: [
        ...nodes,
        ...pulled.all,
        failedPull(pulled, `Failed to pull image "${IMAGE}": ${UNPACK}: not found`),
        event(pulled.newPod, { reason: 'BackOff', message: BACK_OFF, at: '2025-11-15T17:31:00Z', count: 9 }),
      ],
    },
    healthy,
  ),
  workloadStory(
    'pod/image-pods-denied',
    'Everything is complete by the counts of the Deployment, and its pods may not be looked at.',
    { objects: [...nodes, ...pulled.all], denied: ['pods'] },
    incomplete({ says: ['pods'] }),
  ),
];

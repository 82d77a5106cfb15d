import type { Scene } from './build/ask.ts';
import { storyOf } from './build/ask.ts';
import { ACCOUNT, awsNode, REGION, signed } from './build/aws-balanced.ts';
import { awsRefuses, awsSays, type AwsCall } from './build/aws.ts';
import type { Built, Change } from './build/build.ts';
import { workspace } from './build/coder-workspace.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import { namespaceObject } from './build/namespace.ts';
import { SERVER, SERVER_LOG, WORKSHOP } from './build/preflight-place.ts';
import { registryFails, registryLacks, registryRefuses, registrySays, sha } from './build/registry.ts';
import type { Expected, Story } from './story.ts';

/** What a mirror holds beside its source and what runs: in Amazon ECR, and in a registry that anybody may ask. */
const ECR = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
const INDEX = 'application/vnd.oci.image.index.v1+json';
const SINGLE = 'application/vnd.oci.image.manifest.v1+json';
const LONG_AGO = '2025-11-03T08:00:00+00:00';
const TODAY = '2025-11-15T08:00:00+00:00';

const [OLD, NEW, AMD, ARM] = [sha('of last week'), sha('of today'), sha('for amd64'), sha('for arm64')] as const;
const [OLD_AMD, OLD_ARM] = [sha('of last week for amd64'), sha('of last week for arm64')] as const;

/** An image, where it is copied to, and its repository there. */
interface Copy {
  readonly image: string;
  readonly source: string;
  readonly repository: string;
  readonly tag: string;
}
const BASE: Copy = {
  image: `${ECR}/ghcr/example/base:latest`,
  source: 'ghcr.io/example/base:latest',
  repository: 'ghcr/example/base',
  tag: 'latest',
};
const RELEASED: Copy = {
  image: `${ECR}/ghcr/example/base:v2.28.1`,
  source: 'ghcr.io/example/base:v2.28.1',
  repository: 'ghcr/example/base',
  tag: 'v2.28.1',
};
const HUB: Copy = {
  image: `${ECR}/docker-hub/library/ubuntu:24.04`,
  source: 'docker.io/library/ubuntu:24.04',
  repository: 'docker-hub/library/ubuntu',
  tag: '24.04',
};
const ELSEWHERE: Copy = {
  image: 'registry.example.org/mirror/base:latest',
  source: 'ghcr.io/example/base:latest',
  repository: '',
  tag: 'latest',
};

const OF_ECR = { from: 'ghcr.io/example', to: `${ECR}/ghcr/example`, every: 0 };
const WEEKLY = { ...OF_ECR, every: 7 * 86_400 };
const OF_REGISTRY = { from: 'ghcr.io/example', to: 'registry.example.org/mirror', every: 0 };

/** What the kubelet of the stories makes of a name. */
const runs = ({ image }: Copy): string => sha(image);

function call(operation: string, { repository, tag }: Copy): AwsCall {
  const options = { 'registry-id': ACCOUNT, 'repository-name': repository, 'image-ids': `imageTag=${tag}` };
  return { call: `ecr ${operation}`, options, region: REGION };
}

const RULES: AwsCall = {
  call: 'ecr describe-pull-through-cache-rules',
  options: { 'registry-id': ACCOUNT },
  region: REGION,
};
const noRules = awsSays(RULES, { pullThroughCacheRules: [] });
const hubRule = awsSays(RULES, {
  pullThroughCacheRules: [
    { ecrRepositoryPrefix: 'docker-hub', upstreamRegistryUrl: 'registry-1.docker.io', registryId: ACCOUNT },
  ],
});

/** What Amazon ECR holds under the tag; its parts by platform where it is a list. */
function held(
  copy: Copy,
  digest: string,
  parts: readonly (readonly [architecture: string, digest: string])[],
  imagePushedAt = LONG_AGO,
): readonly object[] {
  const imageManifestMediaType = parts.length === 0 ? SINGLE : INDEX;
  const detail = { imageDigest: digest, imageTags: [copy.tag], imagePushedAt, imageManifestMediaType };
  const manifests = parts.map(([architecture, part]) => ({ digest: part, platform: { os: 'linux', architecture } }));
  const manifest = parts.length === 0 ? { config: {}, layers: [] } : { mediaType: INDEX, manifests };
  const imageId = { imageDigest: digest, imageTag: copy.tag };
  return [
    awsSays(call('describe-images', copy), { imageDetails: [detail] }),
    awsSays(call('batch-get-image', copy), {
      images: [{ imageId, imageManifest: JSON.stringify(manifest) }],
      failures: [],
    }),
  ];
}

interface Asked {
  readonly copy?: Copy;
  readonly mirrors?: readonly object[];
  readonly network?: string;
  readonly denied?: readonly string[];
}

function about(
  name: string,
  summary: string,
  commands: readonly object[],
  expected: Expected,
  { copy = BASE, mirrors = [OF_ECR], network = 'yes', denied = [] }: Asked = {},
): Story {
  const own = workspace('6a1f2b3c', 'node-1', copy.image);
  const ground: readonly Built[] = [
    awsNode('node-1', 'i-0123456789abcdef1'),
    namespaceObject('coder'),
    namespaceObject('workspaces'),
  ];
  const scene: Scene = {
    objects: [...SERVER.all, ...ground, ...own.all],
    logs: SERVER_LOG,
    commands: [signed, ...commands] as NonNullable<Scene['commands']>,
    denied,
  };
  const inputs = { ...WORKSHOP, mirrors, network };
  return storyOf(`mirror-source/${name}`, summary, scene, expected, { runbook: 'preflight-images', inputs });
}

/** The copy is what the nodes run, for both architectures. */
const inMirror = (copy: Copy, at = LONG_AGO): readonly object[] =>
  held(
    copy,
    OLD,
    [
      ['amd64', runs(copy)],
      ['arm64', OLD_ARM],
    ],
    at,
  );
const moved = (copy: Copy): object => registrySays(copy.source, NEW, ['linux/amd64', AMD], ['linux/arm64', ARM]);
const sameAsMirror = (copy: Copy): object =>
  registrySays(copy.source, OLD, ['linux/amd64', runs(copy)], ['linux/arm64', OLD_ARM]);

const inEcr: readonly Story[] = [
  about(
    'healthy',
    'The mirror holds what its source holds, and nodes tell the digest of their part.',
    [...inMirror(BASE), sameAsMirror(BASE)],
    { ...healthy, says: [OLD.slice(0, 19), BASE.source], never: ['not held against', 'was not seen', 'crane copy'] },
  ),
  about(
    'version-healthy',
    'A tag that names a version means the same in both.',
    [...inMirror(RELEASED), sameAsMirror(RELEASED)],
    { ...healthy, says: [RELEASED.source], never: ['crane copy'] },
    { copy: RELEASED },
  ),
  about(
    'behind',
    'The tag was moved at the source, and nobody has copied it since.',
    [...inMirror(BASE), moved(BASE)],
    problem('mirror-behind', 'confirmed', {
      says: ['"severity":"P3"', `crane copy ${BASE.source} ${BASE.image}`, '2025-11-03T08:00:00Z', 'crane digest'],
      never: ['docker pull ghcr.io', 'crane manifest'],
    }),
  ),
  about(
    'version-moved',
    'A tag that names a version means another content at the source.',
    [...inMirror(RELEASED), moved(RELEASED)],
    problem('mirror-behind', 'confirmed', { says: ['"severity":"P2"', 'one content for ever'] }),
    { copy: RELEASED },
  ),
  about(
    'behind-parts-denied',
    'The digests differ, and what the mirror consists of may not be seen.',
    [
      inMirror(BASE)[0] ?? {},
      awsRefuses(call('batch-get-image', BASE), 'AccessDeniedException', 'not authorized'),
      moved(BASE),
    ],
    problem('mirror-behind', 'likely', { says: ['ecr:BatchGetImage'] }),
  ),
  about(
    'within-period',
    'The mirror is filled once a week and was filled today, so it may be behind.',
    [...inMirror(BASE, TODAY), moved(BASE)],
    { ...healthy, says: ['is normal', 'filled every 7d'], never: ['crane copy'] },
    { mirrors: [WEEKLY] },
  ),
  about(
    'period-over',
    'The mirror is filled once a week, and what it holds is older than that.',
    [...inMirror(BASE), moved(BASE)],
    problem('mirror-behind', 'confirmed', { says: ['filled every 7d'] }),
    { mirrors: [WEEKLY] },
  ),
  about(
    'one-platform',
    'Somebody has pulled the image and pushed it, so the mirror holds the part for amd64.',
    [...held(BASE, runs(BASE), []), registrySays(BASE.source, NEW, ['linux/amd64', runs(BASE)], ['linux/arm64', ARM])],
    problem('mirror-part-of-source', 'confirmed', { says: ['linux/arm64', 'crane copy', '"severity":"P3"'] }),
  ),
  about(
    'some-platforms',
    'The mirror holds two of the three platforms.',
    [
      ...inMirror(BASE),
      registrySays(BASE.source, NEW, ['linux/amd64', runs(BASE)], ['linux/arm64', OLD_ARM], ['linux/s390x', ARM]),
    ],
    problem('mirror-part-of-source', 'confirmed', { says: ['lacks linux/s390x'] }),
  ),
  about(
    'same-parts-decoy',
    'The mirror has a list of its own with the same images in it.',
    [...inMirror(BASE), registrySays(BASE.source, NEW, ['linux/amd64', runs(BASE)], ['linux/arm64', OLD_ARM])],
    { ...healthy, never: ['crane copy'] },
  ),
  about(
    'overwritten',
    'Somebody has pushed something else into the mirror; nodes run what the source holds.',
    [
      ...held(BASE, OLD, [
        ['amd64', OLD_AMD],
        ['arm64', OLD_ARM],
      ]),
      awsSays(
        {
          ...call('describe-images', BASE),
          options: { 'registry-id': ACCOUNT, 'repository-name': BASE.repository, filter: 'tagStatus=TAGGED' },
        },
        { imageDetails: [] },
      ),
      registrySays(BASE.source, NEW, ['linux/amd64', runs(BASE)], ['linux/arm64', ARM]),
    ],
    problems(
      [
        ['mirror-differs', 'confirmed'],
        ['mirror-behind', 'confirmed'],
      ],
      { says: ['What runs is what the source holds', 'crane copy'] },
    ),
  ),
];

const unseen: readonly Story[] = [
  about('private', 'The registry of the source wants an account.', [...inMirror(BASE), registryRefuses(BASE.source)], {
    ...healthy,
    says: ['sends no credential', 'crane digest', '"state":"denied"'],
    never: ['crane copy'],
  }),
  about(
    'unreachable',
    'The registry of the source does not answer.',
    [...inMirror(BASE), registryFails(BASE.source, 'ghcr.io: nobody answers')],
    { ...healthy, says: ['ghcr.io: nobody answers', 'was not seen', '"state":"failed"'], never: ['crane copy'] },
  ),
  about(
    'limited',
    'The registry of the source has been asked too often.',
    [...inMirror(BASE), registryFails(BASE.source, 'ghcr.io limits how often it may be asked (429)')],
    { ...healthy, says: ['(429)', 'was not seen'] },
  ),
  about('gone', 'The source has removed the tag.', [...inMirror(BASE), registryLacks(BASE.source)], {
    ...healthy,
    says: ['has nothing under ghcr.io/example/base:latest'],
    never: ['crane copy'],
  }),
  about(
    'source-unknown',
    'Nobody has said what the image is a copy of.',
    [...inMirror(BASE), noRules],
    { ...healthy, says: ['is a copy of is not known', 'crane digest', 'mirrors'], never: ['ghcr.io/example'] },
    { mirrors: [] },
  ),
  about(
    'rules-denied',
    'Whoever aws is signed in as may not see the rules of pull through cache.',
    [...inMirror(BASE), awsRefuses(RULES, 'AccessDeniedException', 'not authorized')],
    { ...healthy, says: ['ecr:DescribePullThroughCacheRules', 'is a copy of is not known'] },
    { mirrors: [] },
  ),
  about(
    'network-off',
    'No host is to be asked.',
    [...inMirror(BASE)],
    { ...healthy, says: ['the network was not to be asked'], never: ['ecr:DescribePullThroughCacheRules'] },
    { network: '' },
  ),
  about(
    'pods-denied',
    'The pods may not be listed.',
    [...inMirror(BASE), moved(BASE)],
    incomplete({ says: ['list pods'] }),
    { denied: ['pods'] },
  ),
];

const cached: readonly Story[] = [
  about(
    'cache-healthy',
    'A rule of pull through cache fills the repository, and it is as new as its source.',
    [...inMirror(HUB), hubRule, sameAsMirror(HUB)],
    { ...healthy, says: [HUB.source] },
    { copy: HUB, mirrors: [] },
  ),
  about(
    'cache-behind',
    'A rule of pull through cache fills the repository, and nobody has pulled it for days.',
    [...inMirror(HUB), hubRule, moved(HUB)],
    problem('mirror-behind', 'confirmed', {
      says: ['pull through cache (docker-hub)', `crane manifest ${HUB.image}`],
      never: ['crane copy'],
    }),
    { copy: HUB, mirrors: [] },
  ),
  about(
    'cache-of-today',
    'A rule of pull through cache has filled the repository today, and looks again tomorrow.',
    [...inMirror(HUB, TODAY), hubRule, moved(HUB)],
    { ...healthy, says: ['is normal', 'filled every 24h'] },
    { copy: HUB, mirrors: [] },
  ),
];

const other: Asked = { copy: ELSEWHERE, mirrors: [OF_REGISTRY] };
const elsewhere: readonly Story[] = [
  about(
    'registry-healthy',
    'A mirror of another kind holds what its source holds.',
    [sameAsMirror({ ...ELSEWHERE, source: ELSEWHERE.image }), sameAsMirror(ELSEWHERE)],
    { ...healthy, says: [ELSEWHERE.source], never: ['aws ecr', 'crane copy'] },
    other,
  ),
  about(
    'registry-behind',
    'A mirror of another kind was not filled since its source has moved.',
    [sameAsMirror({ ...ELSEWHERE, source: ELSEWHERE.image }), moved(ELSEWHERE)],
    problem('mirror-behind', 'confirmed', { says: [`crane copy ${ELSEWHERE.source} ${ELSEWHERE.image}`] }),
    other,
  ),
  about(
    'registry-denied',
    'A mirror of another kind tells nobody what it holds.',
    [registryRefuses(ELSEWHERE.image), moved(ELSEWHERE)],
    { ...healthy, says: ['an account at registry.example.org', 'was not seen'], never: ['crane copy'] },
    other,
  ),
  about(
    'registry-hidden',
    'A mirror of another kind knows of no such image, at least not for nobody.',
    [registryLacks(ELSEWHERE.image), moved(ELSEWHERE)],
    { ...healthy, says: ['tells nobody of an image'], never: ['crane copy'] },
    other,
  ),
];

/** Two workspaces of one image, of which the second has another content. */
function mixed(copy: Copy): readonly Built[] {
  const [one, two] = [workspace('6a1f2b3c', 'node-1', copy.image), workspace('7b2a3c4d', 'node-2', copy.image)];
  const { containerStatuses } = two.newPod['status'] as { containerStatuses: readonly Change[] };
  const older = containerStatuses.map((each) => ({ ...each, image: copy.image.replace(':latest', ':before') }));
  return [
    awsNode('node-1', 'i-0123456789abcdef1'),
    awsNode('node-2', 'i-0123456789abcdef2'),
    namespaceObject('workspaces'),
    ...one.all,
    ...workspace('7b2a3c4d', 'node-2', copy.image, { containerStatuses: older }).all,
  ];
}

/** What `kubedoc diagnose coder` makes of workspaces with several contents of one tag. */
function diagnosed(
  name: string,
  summary: string,
  commands: readonly object[],
  expected: Expected,
  { copy = BASE, mirrors = [OF_ECR], network = 'yes' }: Asked = {},
): Story {
  const scene: Scene = {
    objects: [...SERVER.all, namespaceObject('coder'), ...mixed(copy)],
    logs: SERVER_LOG,
    commands: [signed, ...commands] as NonNullable<Scene['commands']>,
  };
  const inputs = { onlyNamespace: '', network, mirrors };
  return storyOf(`mirror-source/${name}`, summary, scene, expected, { runbook: 'coder-pressure', inputs });
}

const diagnosedStories: readonly Story[] = [
  diagnosed(
    'contents-differ',
    'Workspaces run two contents of one tag; the mirror holds the newer, and its source one that is newer still.',
    [
      ...inMirror(BASE),
      awsSays(
        {
          ...call('describe-images', BASE),
          options: { 'registry-id': ACCOUNT, 'repository-name': BASE.repository, filter: 'tagStatus=TAGGED' },
        },
        { imageDetails: [] },
      ),
      moved(BASE),
    ],
    problems(
      [
        ['mirror-differs', 'confirmed'],
        ['mirror-behind', 'confirmed'],
      ],
      { says: [`crane copy ${BASE.source} ${BASE.image}`] },
    ),
  ),
  diagnosed(
    'contents-differ-denied',
    'Workspaces run two contents of one tag, and neither registry tells what it holds.',
    [
      awsRefuses(call('describe-images', BASE), 'AccessDeniedException', 'not authorized'),
      registryRefuses(BASE.source),
    ],
    { ...healthy, says: ['ecr:DescribeImages', 'different contents on different nodes'] },
  ),
  diagnosed(
    'contents-differ-elsewhere',
    'Workspaces run two contents of one tag, and the mirror holds what its source holds.',
    [sameAsMirror({ ...ELSEWHERE, source: ELSEWHERE.image }), sameAsMirror(ELSEWHERE)],
    { ...healthy, says: ['different contents on different nodes', ELSEWHERE.source], never: ['aws ecr'] },
    other,
  ),
];

/** One story per ending, those that only look like one, and every way not to see it. */
export const mirrorSource: readonly Story[] = [...inEcr, ...unseen, ...cached, ...elsewhere, ...diagnosedStories];

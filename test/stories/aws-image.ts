import { mediumNode, settled } from './build/app.ts';
import { storyOf, workloadStory } from './build/ask.ts';
import {
  endpoint,
  endpointsAre,
  gatewaysAre,
  IMAGE,
  imageIn,
  machineIs,
  NODE,
  policyIs,
  profileIs,
  pullOf,
  repositoryIs,
  repositoryMissing,
  ROLE,
  roleMay,
  rulesAre,
  tablesAre,
  tagDenied,
  tagIs,
  tagMissing,
  tagsAre,
} from './build/aws-registry.ts';
import { ACCOUNT, signed } from './build/aws-balanced.ts';
import { signedIn } from './build/aws.ts';
import type { Built } from './build/build.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { registryLacks, registryRefuses, registrySays, sha } from './build/registry.ts';
import type { Expected, Story } from './story.ts';

/** Images of Amazon ECR that are not pulled, by what the registry and IAM say. */
const NOT_FOUND = `${IMAGE}: not found`;
const FORBIDDEN = 'unexpected status from HEAD request to https://registry/v2/shop/web/manifests/1.5.0: 403 Forbidden';
const EXPIRED = `${FORBIDDEN}: Your authorization token has expired. Reauthenticate and try again.`;
const OTHER = '444455556666';
const foreign = imageIn(OTHER);
const away = imageIn(undefined, 'eu-west-1');
const CACHED = 'docker-hub/library/nginx';
const cached = imageIn(undefined, undefined, CACHED);
const RULE = { ecrRepositoryPrefix: 'docker-hub', upstreamRegistryUrl: 'registry-1.docker.io', registryId: OTHER };
const SOURCE = `docker.io/library/nginx:${cached.split(':').at(-1) ?? ''}`;
const inCache = { repository: CACHED };
const inIreland = { region: 'eu-west-1' };
const signedInIreland = signedIn(ACCOUNT, 'eu-west-1');

interface Asked {
  readonly image?: string;
  readonly tail?: string;
  readonly node?: Built;
  readonly denied?: readonly string[];
}

function about(
  name: string,
  summary: string,
  commands: readonly object[],
  expected: Expected,
  { image = IMAGE, tail = NOT_FOUND, node = NODE, denied = [] }: Asked = {},
): Story {
  const said = commands as NonNullable<Story['commands']>;
  const scene = { objects: [node, ...pullOf(image, tail).all], commands: said, denied };
  return workloadStory(`aws-image/${name}`, summary, scene, expected);
}

/** A repository that a rule would fill, where the registry of the source may be asked from here. */
function cacheAsked(name: string, summary: string, said: object, words: string): Story {
  const commands = [
    signed,
    tagMissing('RepositoryNotFoundException', inCache),
    repositoryMissing(inCache),
    rulesAre([RULE], {}),
    said,
  ] as NonNullable<Story['commands']>;
  const scene = { objects: [NODE, ...pullOf(cached, `${cached}: not found`).all], commands };
  const inputs = {
    workload: 'Deployment/shop/web',
    onlyNamespace: 'shop',
    onlyKind: '',
    onlyName: 'web',
    network: 'yes',
  };
  const expected = problem('ecr-cache-not-filled', 'likely', { says: [words] });
  return storyOf(`aws-image/${name}`, summary, scene, expected, { runbook: 'application', inputs });
}

/** The same in a cluster whose version says that it is of EKS. */
function onEks(story: Story): Story {
  return { ...story, snapshot: { ...story.snapshot, version: 'v1.34.1-eks-113cf36' } };
}

const refused = { tail: FORBIDDEN };
const role = [machineIs(), profileIs];

const absent: readonly Story[] = [
  about(
    'tag-missing',
    'The repository is there, and has not the tag.',
    [signed, tagMissing(), repositoryIs(), rulesAre(), tagsAre(['1.4.0', '1.5.0-rc1'])],
    problem('ecr-tag-missing', 'confirmed', {
      says: ['1.4.0, 1.5.0-rc1', 'crane copy', 'docker pull and docker push copy one'],
    }),
  ),
  about(
    'repository-missing',
    'There is no such repository.',
    [signed, tagMissing('RepositoryNotFoundException'), repositoryMissing(), rulesAre()],
    problem('ecr-repository-missing', 'confirmed', { says: ['eu-central-1'] }),
  ),
  about(
    'elsewhere',
    'The image names the registry of another region; the cluster has it in its own.',
    [
      signed,
      signedInIreland,
      tagMissing('RepositoryNotFoundException', inIreland),
      repositoryMissing(inIreland),
      rulesAre([], inIreland),
      tagIs(),
    ],
    problem('ecr-image-elsewhere', 'confirmed', { says: ['in eu-central-1, and the pod asks for it in eu-west-1'] }),
    { image: away },
  ),
  about(
    'nowhere',
    'The image names the registry of another region, and is in neither.',
    [
      signed,
      signedInIreland,
      tagMissing('RepositoryNotFoundException', inIreland),
      repositoryMissing(inIreland),
      rulesAre([], inIreland),
      tagMissing('RepositoryNotFoundException'),
    ],
    problem('ecr-repository-missing', 'confirmed', { says: ['was not found either'] }),
    { image: away },
  ),
  about(
    'cache',
    'The repository is one that a rule of pull through cache would fill, and the rule has no credentials.',
    [signed, tagMissing('RepositoryNotFoundException', inCache), repositoryMissing(inCache), rulesAre([RULE], {})],
    problem('ecr-cache-not-filled', 'likely', {
      says: ['get docker.io/library/nginx from registry-1.docker.io', 'no credentials'],
    }),
    { image: cached, tail: `${cached}: not found` },
  ),
  cacheAsked(
    'cache-source-lacks',
    'The source of the cache has no such tag.',
    registryLacks(SOURCE),
    'has no docker.io',
  ),
  cacheAsked(
    'cache-source-has',
    'The source of the cache has it, so the pull through it fails for another reason.',
    registrySays(SOURCE, sha('nginx')),
    'hands it out to anybody',
  ),
  cacheAsked(
    'cache-source-denied',
    'The source of the cache tells nobody who does not say who they are.',
    registryRefuses(SOURCE),
    'hands it out to nobody',
  ),
  about(
    'archived',
    'The image is in the archive.',
    [signed, tagIs({ imageStatus: 'ARCHIVED' })],
    problem('ecr-image-archived', 'confirmed', { says: ['update-image-storage-class'] }),
  ),
  about('activating', 'The image is being restored.', [signed, tagIs({ imageStatus: 'ACTIVATING' })], inProgress()),
  about(
    'pushed-since',
    'The image was pushed after the pod asked for it.',
    [signed, tagIs({ imagePushedAt: 1763230440.25 })],
    problem('ecr-image-is-there', 'likely', { says: ['tries again by itself'] }),
  ),
  about(
    'there-before',
    'The image has been there for days, which does not fit what the kubelet says.',
    [signed, tagIs()],
    problem('ecr-image-is-there', 'possible'),
  ),
];

const access: readonly Story[] = [
  about(
    'role',
    'The role of the nodes may not pull.',
    [signed, tagIs(), ...role, roleMay('implicitDeny')],
    problem('node-role-without-ecr', 'likely', {
      says: [ROLE, 'ecr:GetAuthorizationToken (implicitDeny)', 'needs no pull secret'],
    }),
    refused,
  ),
  about(
    'role-decoy',
    'The role may pull and the image is there, so what refuses is not known.',
    [signed, tagIs(), ...role, roleMay('allowed')],
    problem('image-denied', 'confirmed', { says: ['may refuse it all the same'] }),
    refused,
  ),
  about(
    'other-account',
    'The registry is of another account, and the repository has no policy that lets the cluster in.',
    [signed, tagIs({}, { account: OTHER }), ...role, roleMay('allowed'), policyIs('', { account: OTHER })],
    problem('ecr-of-another-account', 'likely', { says: [OTHER, 'set-repository-policy'] }),
    { ...refused, image: foreign },
  ),
  about(
    'other-account-decoy',
    'The registry is of another account whose policy names that of the cluster.',
    [
      signed,
      tagIs({}, { account: OTHER }),
      ...role,
      roleMay('allowed'),
      policyIs('{"Statement":[{"Principal":{"AWS":"arn:aws:iam::111122223333:root"}}]}', { account: OTHER }),
    ],
    problem('image-denied', 'confirmed', { says: ['has to let it in as well'] }),
    { ...refused, image: foreign },
  ),
  about(
    'other-account-unseen',
    'The registry is of another account, which shows nothing of it to whoever asks.',
    [signed, tagDenied({ account: OTHER }), ...role, roleMay('allowed')],
    problem('image-denied', 'confirmed', { says: ['ecr:DescribeImages'] }),
    { ...refused, image: foreign },
  ),
  about(
    'no-token-decoy',
    'The kubelet has no credentials though the endpoints are there: it is the role.',
    [
      signed,
      endpointsAre(endpoint('ecr.api'), endpoint('ecr.dkr'), endpoint('s3')),
      gatewaysAre(),
      tablesAre([]),
      tagIs(),
      ...role,
      roleMay('explicitDeny'),
    ],
    problem('node-role-without-ecr', 'likely', { says: ['(explicitDeny)'] }),
    {
      tail: 'pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
    },
  ),
  onEks(
    about(
      'expired',
      'The pull secret holds a token that has run out, on EKS, where it is not needed.',
      [],
      problem('image-credentials-expired', 'confirmed', { says: ['good for twelve hours', 'use-node-role'] }),
      { tail: EXPIRED },
    ),
  ),
];

const unseen: readonly Story[] = [
  workloadStory(
    'aws-image/healthy',
    'The image was pulled, so nobody asks AWS about it.',
    { objects: [NODE, ...settled({ image: IMAGE }).all], commands: [signed] as NonNullable<Story['commands']> },
    { ...healthy, never: ['was asked about account'] },
  ),
  about(
    'denied',
    'Whoever aws is signed in as may not see images.',
    [signed, tagDenied()],
    problem('image-not-found', 'confirmed', { says: ['ecr:DescribeImages'] }),
  ),
  about('not-asked', 'aws was not asked.', [], problem('image-not-found', 'confirmed')),
  about(
    'not-on-aws',
    'A cluster that is not on AWS pulls from Amazon ECR.',
    [signed, tagMissing(), repositoryIs(), rulesAre()],
    problem('image-not-found', 'confirmed', { never: ['was asked about account'] }),
    { node: mediumNode('node-1') },
  ),
  about(
    'node-denied',
    'The node may not be looked at.',
    [signed, tagMissing(), repositoryIs(), rulesAre()],
    problem('image-not-found', 'confirmed'),
    { denied: ['nodes'] },
  ),
];

/** One story per ending, and those that only look like one. */
export const awsImage: readonly Story[] = [...absent, ...access, ...unseen];

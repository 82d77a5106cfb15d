import type { Scene } from './build/ask.ts';
import { awsNode, ACCOUNT, REGION, signed } from './build/aws-balanced.ts';
import { awsRefuses, awsSays, type AwsCall } from './build/aws.ts';
import type { Built } from './build/build.ts';
import { workspace } from './build/coder-workspace.ts';
import { digestOf } from './build/digest.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { namespaceObject } from './build/namespace.ts';
import { SERVER, SERVER_LOG, WORKSHOP } from './build/preflight-place.ts';
import { storyOf } from './build/ask.ts';
import type { Expected, Story } from './story.ts';

/** What Amazon ECR holds under the tag of an image of workspaces, beside what they run. */
const REPOSITORY = 'coder/base';
const IMAGE = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${REPOSITORY}:latest`;
const first = workspace('6a1f2b3c', 'node-1', IMAGE);
const ground: readonly Built[] = [
  awsNode('node-1', 'i-0123456789abcdef1'),
  namespaceObject('coder'),
  namespaceObject('workspaces'),
];
const whole: Scene = { objects: [...SERVER.all, ...ground, ...first.all], logs: SERVER_LOG };

/** What the kubelet of the stories makes of a name. */
const RUNS = `sha256:${digestOf(IMAGE)}`;
const INDEX = 'application/vnd.oci.image.index.v1+json';
const SINGLE = 'application/vnd.oci.image.manifest.v1+json';

const call = (operation: string, options: AwsCall['options']): AwsCall => ({
  call: `ecr ${operation}`,
  options: { 'registry-id': ACCOUNT, 'repository-name': REPOSITORY, ...options },
  region: REGION,
});
const TAG = { 'image-ids': 'imageTag=latest' };

function held(imageDigest: string, more: object = {}): object {
  const detail = { imageDigest, imageTags: ['latest'], imagePushedAt: '2025-11-15T08:00:00+00:00', ...more };
  return awsSays(call('describe-images', TAG), { imageDetails: [{ imageManifestMediaType: INDEX, ...detail }] });
}

function pushed(...tags: readonly string[]): object {
  const detail = (tag: string) => ({
    imageDigest: `sha256:${digestOf(tag)}`,
    imageTags: [tag],
    imagePushedAt: '2025-11-15T12:00:00+00:00',
  });
  return awsSays(call('describe-images', { filter: 'tagStatus=TAGGED' }), { imageDetails: tags.map(detail) });
}

function parts(of: string, ...all: readonly (readonly [digest: string, architecture: string])[]): object {
  const manifests = all.map(([digest, architecture]) => ({ digest, platform: { architecture, os: 'linux' } }));
  const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests });
  const imageId = { imageDigest: of, imageTag: 'latest' };
  return awsSays(call('batch-get-image', TAG), { images: [{ imageId, imageManifest }], failures: [] });
}

const NEW = `sha256:${digestOf('pushed today')}`;
const ARM = `sha256:${digestOf('for arm64')}`;
const AMD = `sha256:${digestOf('for amd64')}`;

/** The registry has no rule that says from where it is filled; where aws was not asked it says nothing. */
function withRules(commands: readonly object[]): readonly object[] {
  const call = { call: 'ecr describe-pull-through-cache-rules', options: { 'registry-id': ACCOUNT }, region: REGION };
  return commands.length === 0 ? [] : [...commands, awsSays(call, { pullThroughCacheRules: [] })];
}

function about(
  name: string,
  summary: string,
  commands: readonly object[],
  expected: Expected,
  denied: readonly string[] = [],
): Story {
  const scene = { ...whole, commands: withRules(commands) as NonNullable<Scene['commands']>, denied };
  return storyOf(`aws-mirror/${name}`, summary, scene, expected, { runbook: 'preflight-images', inputs: WORKSHOP });
}

/** One story per ending, and those that only look like one. */
export const awsMirror: readonly Story[] = [
  about('healthy', 'The tag stands for what runs.', [signed, held(RUNS)], {
    ...healthy,
    says: [`yes","good":null,"detail":"${RUNS.slice(0, 19)} on amd64`],
    never: ['was not looked at'],
  }),
  about(
    'part-decoy',
    'The node tells the digest of the part for its architecture, and the registry that of the whole.',
    [signed, held(NEW), parts(NEW, [RUNS, 'amd64'], [ARM, 'arm64'])],
    { ...healthy, says: [`${RUNS.slice(0, 19)} on amd64`], never: ['was not seen'] },
  ),
  about(
    'differs',
    'The tag was pushed again since the pods were started, and a later build stands under a tag of its own.',
    [signed, held(NEW), parts(NEW, [AMD, 'amd64'], [ARM, 'arm64']), pushed('v2.29.0')],
    problem('mirror-differs', 'confirmed', { says: ['"severity":"P2"', 'v2.29.0', 'crane copy', NEW.slice(0, 19)] }),
  ),
  about(
    'one-platform',
    'Somebody has pulled and pushed the image, so the registry holds one platform of it.',
    [signed, held(NEW, { imageManifestMediaType: SINGLE }), pushed()],
    problem('mirror-differs', 'confirmed', { says: ['is of one platform'] }),
  ),
  about(
    'lacks-platform',
    'The tag was pushed again without the architecture of the nodes.',
    [signed, held(NEW), parts(NEW, [ARM, 'arm64'])],
    problem('mirror-lacks-platform', 'confirmed', { says: ['is not for amd64', '"severity":"P1"'] }),
  ),
  about(
    'without-tag',
    'A rule has cleaned up the repository.',
    [signed, awsRefuses(call('describe-images', TAG), 'ImageNotFoundException', 'The image does not exist')],
    problem('mirror-without-tag', 'confirmed', { says: ['"severity":"P1"', 'get-lifecycle-policy'] }),
  ),
  about(
    'archived',
    'The image is in the archive.',
    [signed, held(RUNS, { imageStatus: 'ARCHIVED' })],
    problem('mirror-archived', 'confirmed'),
  ),
  about(
    'parts-unseen',
    'The digests differ, and the parts of the image may not be seen.',
    [signed, held(NEW), awsRefuses(call('batch-get-image', TAG), 'AccessDeniedException', 'not authorized')],
    { ...healthy, says: ['whether these are parts of it was not seen', 'ecr:BatchGetImage'] },
  ),
  about(
    'denied',
    'Whoever aws is signed in as may not see images.',
    [signed, awsRefuses(call('describe-images', TAG), 'AccessDeniedException', 'not authorized')],
    {
      ...healthy,
      says: ['ecr:DescribeImages', 'was not compared with what runs'],
    },
  ),
  about('not-asked', 'aws was not asked.', [], {
    ...healthy,
    says: ['was not looked at', 'aws ecr describe-images', 'not compared with what Amazon ECR holds'],
    never: ['was not compared with what runs'],
  }),
  about('pods-denied', 'The pods may not be listed.', [signed, held(RUNS)], incomplete({ says: ['list pods'] }), [
    'pods',
  ]),
];

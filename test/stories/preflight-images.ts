import type { Scene } from './build/ask.ts';
import type { Built, Change } from './build/build.ts';
import { workspace } from './build/coder-workspace.ts';
import { digestOf } from './build/digest.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import { atCoder, checkStory } from './build/preflight-place.ts';
import { mediumNode } from './build/app.ts';
import { namespaceObject } from './build/namespace.ts';
import type { Expected, Story } from './story.ts';

/** Images of Coder with their contents, in one cluster and over several. */
const IMAGE = '123456789012.dkr.ecr.us-east-2.amazonaws.com/coder/base:latest';
const first = workspace('6a1f2b3c', 'node-1', IMAGE);
const second = workspace('7b2a3c4d', 'node-2', IMAGE);
const ground: readonly Built[] = [mediumNode('node-2'), namespaceObject('workspaces')];
const whole: Scene = { ...atCoder, objects: [...atCoder.objects, ...ground, ...first.all, ...second.all] };

const older = workspace('7b2a3c4d', 'node-2', IMAGE, {
  containerStatuses: [
    {
      ...((second.newPod['status'] as { containerStatuses: readonly Change[] }).containerStatuses[0] ?? {}),
      image: IMAGE.replace(':latest', ':pushed-before'),
    },
  ],
});

interface Row {
  readonly what?: string;
  readonly image: string;
  readonly digest: string;
  readonly architecture?: string;
}
const rowOf = ({ what = 'server', image, digest, architecture = 'amd64' }: Row) => ({
  what,
  image,
  tag: image.split(':').at(-1) ?? '',
  digest: `sha256:${digestOf(digest)}`,
  architecture,
  pods: 1,
});
const CODER = 'ghcr.io/coder/coder:v2.28.1';
const MIRROR = '123456789012.dkr.ecr.eu-west-2.amazonaws.com/ghcr/coder/coder:v2.28.1';
const east = { context: 'us-east', value: [rowOf({ image: CODER, digest: 'one' })] };
const west = (rows: readonly Row[]) => ({ context: 'eu-west', value: rows.map(rowOf) });

const beside = (name: string, summary: string, images: readonly unknown[], expected: Expected): Story =>
  checkStory('image-parity', name, summary, { objects: [] }, expected, { images });

export const preflightImages: readonly Story[] = [
  checkStory('images', 'pass', 'A server and two workspaces, each image with one content.', whole, {
    ...healthy,
    says: ['"tag":"v2.28.1"', '"what":"workspace"', '"architecture":"amd64"', 'aws ecr describe-images'],
  }),
  checkStory(
    'images',
    'warn',
    'Two nodes hold different contents of one tag.',
    { ...whole, objects: [...atCoder.objects, ...ground, ...first.all, ...older.all] },
    problem('image-contents-differ-here', 'confirmed', { says: ['coder/base:latest'] }),
  ),
  checkStory(
    'images',
    'unknown',
    'Pods may not be listed.',
    { ...whole, denied: ['pods'] },
    incomplete({ says: ['list pods', '"images":null'] }),
  ),
  checkStory(
    'images',
    'not-applicable',
    'Nothing of Coder is here.',
    { objects: ground },
    {
      ...healthy,
      says: ['"kind":"not-applicable"', '"images":[]'],
    },
  ),
  beside(
    'pass',
    'Both regions run one content, one of them from a mirror.',
    [east, west([{ what: 'proxy', image: MIRROR, digest: 'one' }])],
    healthy,
  ),
  beside(
    'architectures-decoy',
    'Another architecture has another digest, and its nodes are told apart.',
    [east, west([{ what: 'proxy', image: CODER, digest: 'two', architecture: 'arm64' }])],
    healthy,
  ),
  beside(
    'fail',
    'The proxy of one region runs an older content of the same tag.',
    [east, west([{ what: 'proxy', image: MIRROR, digest: 'two' }])],
    problem('coder-images-differ', 'confirmed', { says: ['"severity":"P1"', 'coder:v2.28.1', 'crane copy'] }),
  ),
  beside(
    'versions',
    'A proxy is one minor version behind.',
    [east, west([{ what: 'proxy', image: 'ghcr.io/coder/coder:v2.27.4', digest: 'three' }])],
    problem('coder-versions-differ', 'confirmed', { says: ['2.27 in eu-west', '"severity":"P2"'] }),
  ),
  beside(
    'patch-decoy',
    'A proxy is one patch version behind, which Coder does not mind.',
    [east, west([{ what: 'proxy', image: 'ghcr.io/coder/coder:v2.28.0', digest: 'three' }])],
    healthy,
  ),
  beside(
    'warn',
    'Workspaces have another content in one region.',
    [
      { context: 'us-east', value: [rowOf({ what: 'workspace', image: IMAGE, digest: 'one' })] },
      west([{ what: 'workspace', image: IMAGE.replace('us-east-2', 'eu-west-2'), digest: 'two' }]),
    ],
    problem('other-images-differ', 'confirmed', { says: ['coder/base:latest'] }),
  ),
  beside(
    'several',
    'Both the proxies and the workspaces differ.',
    [
      { context: 'us-east', value: [...east.value, rowOf({ what: 'workspace', image: IMAGE, digest: 'one' })] },
      west([
        { what: 'proxy', image: MIRROR, digest: 'two' },
        { what: 'workspace', image: IMAGE, digest: 'two' },
      ]),
    ],
    problems([
      ['coder-images-differ', 'confirmed'],
      ['other-images-differ', 'confirmed'],
    ]),
  ),
  beside(
    'unknown',
    'The images of one context are not known.',
    [east, { context: 'eu-west', value: null }],
    incomplete({
      says: ['The images of eu-west were not seen'],
    }),
  ),
  beside('not-applicable', 'There is one context.', [east], { ...healthy, says: ['"kind":"not-applicable"'] }),
];

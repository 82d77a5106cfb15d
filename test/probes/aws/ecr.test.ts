import { describe, expect, it } from 'vitest';
import { ecrImage } from '../../../src/probes/aws/ecr-image.ts';
import { ecrReference } from '../../../src/probes/aws/ecr-reference.ts';
import { imageMirror } from '../../../src/probes/aws/image-mirror.ts';
import { pullThroughRule } from '../../../src/probes/aws/pull-through-rule.ts';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const INDEX = 'application/vnd.oci.image.index.v1+json';
const LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
const SINGLE = 'application/vnd.docker.distribution.manifest.v2+json';

describe('ecr-reference', () => {
  const HOST = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';
  it.each([
    [`${HOST}/coder/base:1.2`, { region: 'eu-central-1', repository: 'coder/base', tag: '1.2', digest: '' }],
    [`${HOST}/coder/base`, { repository: 'coder/base', tag: 'latest' }],
    [`${HOST}/base@${digest('a')}`, { repository: 'base', tag: '', digest: digest('a') }],
    [`${HOST}/base:1.2@${digest('a')}`, { repository: 'base', tag: '1.2', digest: digest('a') }],
    ['111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/base:1', { region: 'cn-north-1', account: '111122223333' }],
    ['111122223333.dkr.ecr-fips.us-east-1.amazonaws.com/base:1', { region: 'us-east-1' }],
    ['111122223333.dkr-ecr.eu-west-1.on.aws/base:1', { region: 'eu-west-1', repository: 'base' }],
  ])('reads %s', (image, expected) => {
    expect(ecrReference.run({ image })).toMatchObject({ isEcr: true, account: '111122223333', ...expected });
  });

  it.each([
    ['ghcr.io/coder/coder:v2.28.1'],
    ['public.ecr.aws/eks/controller:1'],
    ['nginx'],
    [`evil.example/${HOST}/base:1`],
    [`${HOST}.example.org/base:1`],
    [`1${HOST}/base:1`],
    [HOST],
    [''],
  ])('has nothing to say of %j', (image) => {
    expect(ecrReference.run({ image })).toMatchObject({ isEcr: false, account: '', repository: '' });
  });
});

describe('ecr-image', () => {
  const detail = (tag: string, letter: string, at: unknown, more: object = {}): object => ({
    imageDigest: digest(letter),
    imageTags: [tag],
    imagePushedAt: at,
    imageManifestMediaType: INDEX,
    ...more,
  });
  const read = (own: unknown, pushed?: unknown): unknown =>
    ecrImage.run({
      answer: { imageDetails: own },
      ...(pushed === undefined ? {} : { pushed: { imageDetails: pushed } }),
    });

  it.each([
    ['seconds', 1763229600.5, '2025-11-15T18:00:00Z'],
    ['a time with its offset', '2025-11-15T19:00:00.103000+01:00', '2025-11-15T18:00:00Z'],
    ['a time in UTC', '2025-11-15T18:00:00Z', '2025-11-15T18:00:00Z'],
    ['words', 'yesterday', ''],
    ['nothing', undefined, ''],
  ])('reads a push that is %s', (_what, at, pushedAt) => {
    expect(read([detail('latest', 'a', at)])).toMatchObject({ digest: digest('a'), pushedAt, status: 'active' });
  });

  it.each([
    ['ARCHIVED', 'archived'],
    ['Activating', 'activating'],
    [undefined, 'active'],
  ])('reads the status %s', (imageStatus, status) => {
    expect(read([detail('latest', 'a', 1, { imageStatus })])).toMatchObject({ status });
  });

  it.each([
    [INDEX, true],
    [LIST, true],
    [SINGLE, false],
    [undefined, false],
  ])('tells whether %s holds several platforms', (imageManifestMediaType, isIndex) => {
    expect(read([detail('latest', 'a', 1, { imageManifestMediaType })])).toMatchObject({ isIndex });
  });

  it('tells later pushes under other tags, the latest first, and not its own other tags', () => {
    const own = detail('latest', 'a', 100, { imageTags: ['latest', 'v2.28.1'] });
    const pushed = [
      own,
      detail('v2.28.0', 'b', 50),
      detail('v2.29.0', 'c', '1970-01-01T00:05:00Z'),
      detail('v2.28.2', 'd', 200),
    ];
    expect(read([own], pushed)).toMatchObject({
      tags: 'latest, v2.28.1',
      newest: 'v2.29.0',
      newer: [
        { tag: 'v2.29.0', digest: digest('c'), pushedAt: '1970-01-01T00:05:00Z' },
        { tag: 'v2.28.2', digest: digest('d') },
      ],
    });
  });

  it('tells none where that was not looked at, or the time of the tag is not known', () => {
    expect(read([detail('latest', 'a', 1)])).toMatchObject({ newer: [], newest: '' });
    expect(read([detail('latest', 'a', 'then')], [detail('v3', 'b', 9)])).toMatchObject({ newer: [] });
  });

  it.each([[undefined], [null], [{}], [[]], [[null]], [[{}]], [[detail('a', 'a', 1), detail('a', 'b', 1)]]])(
    'knows nothing of %j',
    (own) => expect(read(own)).toBeUndefined(),
  );
});

describe('image-mirror', () => {
  const IMAGE = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/coder:v2';
  const row = (letter: string, architecture = 'amd64', pods = 1): object => ({
    image: IMAGE,
    digest: digest(letter),
    architecture,
    pods,
  });
  const held = (letter: string, type = INDEX): object => ({
    imageDetails: [{ imageDigest: digest(letter), imageManifestMediaType: type }],
  });
  const parts = (of: string, ...all: readonly (readonly [letter: string, architecture: string])[]): object => ({
    images: [
      {
        imageId: { imageDigest: digest(of), imageTag: 'v2' },
        imageManifest: JSON.stringify({
          manifests: all.map(([letter, architecture]) => ({ digest: digest(letter), platform: { architecture } })),
        }),
      },
    ],
  });
  const both = parts('a', ['b', 'amd64'], ['c', 'arm64'], ['f', 'unknown']);
  const mirror = (answer: unknown, rows: unknown, manifest?: unknown): unknown =>
    imageMirror.run({ answer, rows, image: IMAGE, ...(manifest === undefined ? {} : { manifest }) });

  it.each([
    ['nodes tell the digest of the whole', held('a'), [row('a'), row('a', 'arm64')], undefined, 'same'],
    ['nodes tell the digest of their part', held('a'), [row('b'), row('c', 'arm64')], both, 'same'],
    ['nodes tell parts that are not known', held('a'), [row('b'), row('c', 'arm64')], undefined, 'unresolved'],
    ['a part runs on another architecture', held('a'), [row('c')], both, 'differs'],
    ['the tag was moved', held('a'), [row('a'), row('d')], both, 'differs'],
    ['the tag was moved from a single image', held('a', SINGLE), [row('d')], undefined, 'differs'],
    ['a part is an attestation', held('a'), [row('f')], both, 'differs'],
    ['the manifest is of another digest', held('a'), [row('b')], parts('e', ['b', 'amd64']), 'unresolved'],
    ['the manifest is no JSON', held('a'), [row('b')], { images: [{ imageManifest: '<html>' }] }, 'unresolved'],
    ['the architecture of a node is not known', held('a'), [row('b', '')], both, 'same'],
  ])('judges where %s', (_what, answer, rows, manifest, code) => {
    expect(mirror(answer, rows, manifest)).toMatchObject({ code });
  });

  it('tells rows, platforms and what they lack', () => {
    const rows = [row('b', 'amd64', 2), { ...row('b', 'amd64', 3), what: 'proxy' }, row('d', 's390x')];
    expect(mirror(held('a'), rows, both)).toMatchObject({
      digest: digest('a'),
      isIndex: true,
      architectures: 'amd64, s390x',
      platforms: 'amd64, arm64',
      lacking: 's390x',
      other: digest('d'),
      rows: [
        { digest: digest('b'), architecture: 'amd64', pods: 5, code: 'same' },
        { digest: digest('d'), architecture: 's390x', pods: 1, code: 'differs' },
      ],
    });
  });

  it('knows nothing where nothing runs it, or the answer has another shape', () => {
    expect(mirror(held('a'), [{ ...row('a'), image: 'other' }])).toBeUndefined();
    expect(mirror(held('a'), [{ ...row('a'), digest: '' }])).toBeUndefined();
    expect(mirror(held('a'), null)).toBeUndefined();
    expect(mirror({ imageDetails: {} }, [row('a')])).toBeUndefined();
    expect(mirror({ imageDetails: [] }, [row('a')])).toBeUndefined();
  });
});

describe('pull-through-rule', () => {
  const rule = (ecrRepositoryPrefix: string, upstreamRegistryUrl: string, more: object = {}): object => ({
    ecrRepositoryPrefix,
    upstreamRegistryUrl,
    ...more,
  });
  const rules = [
    rule('docker-hub', 'registry-1.docker.io', { credentialArn: 'arn:aws:secretsmanager:eu-central-1:1:secret:x' }),
    rule('docker-hub/ours', 'ghcr.io', { upstreamRepositoryPrefix: 'coder' }),
  ];
  const find = (repository: string, all: unknown = rules): unknown =>
    pullThroughRule.run({ answer: { pullThroughCacheRules: all }, repository });

  it.each([
    ['docker-hub/library/nginx', { found: true, source: 'docker.io/library/nginx', credential: true }],
    ['docker-hub/ours/base', { found: true, source: 'ghcr.io/coder/base', credential: false }],
    ['docker-hubs/base', { found: false, prefix: '', upstream: '', source: '' }],
    ['base', { found: false }],
  ])('finds the rule for %s', (repository, expected) => {
    expect(find(repository)).toMatchObject(expected);
  });

  it('takes the rule for everything where no other fits', () => {
    const all = [...rules, rule('ROOT', 'public.ecr.aws')];
    expect(find('base', all)).toMatchObject({ found: true, source: 'public.ecr.aws/base' });
    expect(find('docker-hub/x', all)).toMatchObject({ prefix: 'docker-hub' });
  });

  it.each([[undefined], [null], [{}], [['docker-hub']]])('knows nothing of %j', (all) => {
    expect(pullThroughRule.run({ answer: { pullThroughCacheRules: all }, repository: 'base' })).toBeUndefined();
  });
});

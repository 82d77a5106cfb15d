import { describe, expect, it } from 'vitest';
import { mirrorStanding } from '../../src/probes/mirror-standing.ts';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const IMAGE = 'registry.test/base:v1';

type Parts = readonly (readonly [platform: string, letter: string])[];
const partsOf = (parts: Parts): readonly object[] =>
  parts.map(([platform, letter]) => ({ platform, architecture: platform.split('/')[1], digest: digest(letter) }));

const list = (letter: string, ...parts: Parts): object => ({
  digest: digest(letter),
  isIndex: true,
  parts: partsOf(parts),
});
const single = (letter: string): object => ({ digest: digest(letter), isIndex: false, parts: [] });

/** What `aws ecr batch-get-image` prints of a list. */
function ecr(letter: string, ...parts: Parts): object {
  const manifests = parts.map(([platform, part]) => {
    const [os, architecture, variant] = platform.split('/');
    return { digest: digest(part), platform: { os, architecture, ...(variant === undefined ? {} : { variant }) } };
  });
  const imageManifest = JSON.stringify({ manifests });
  return { images: [{ imageId: { imageDigest: digest(letter) }, imageManifest }] };
}

const BOTH: Parts = [
  ['linux/amd64', 'b'],
  ['linux/arm64/v8', 'c'],
];
const run = (held: string, source: unknown, parts?: unknown, more: object = {}): unknown =>
  mirrorStanding.run({ digest: digest(held), source, ...(parts === undefined ? {} : { parts }), ...more });

describe('mirror-standing', () => {
  it.each<[string, string, object, object | undefined, string, boolean]>([
    ['both hold one digest', 'a', list('a', ...BOTH), undefined, 'same', false],
    ['both hold one digest, and the parts were not asked for', 'a', list('a'), undefined, 'same', false],
    ['both hold one image', 'a', single('a'), single('a'), 'same', true],
    ['both hold an image of one platform, another', 'a', single('d'), single('a'), 'differs', true],
    ['the lists differ, and nobody knows the parts', 'a', list('d'), undefined, 'differs', false],
    ['the lists differ, and nobody knows those of the mirror', 'a', list('d', ...BOTH), undefined, 'differs', false],
    [
      'the lists differ, and so do their parts',
      'a',
      list('d', ...BOTH),
      list('a', ['linux/amd64', 'e']),
      'differs',
      true,
    ],
    [
      'one of the parts is new',
      'a',
      list('d', ...BOTH),
      list('a', ['linux/amd64', 'b'], ['linux/arm64/v8', 'e']),
      'differs',
      true,
    ],
    ['another list has the same parts', 'a', list('d', ...BOTH), list('a', ...BOTH), 'same-parts', true],
    [
      'another list has those parts and more',
      'a',
      list('d', ...BOTH),
      list('a', ...BOTH, ['linux/s390x', 'e']),
      'same-parts',
      true,
    ],
    ['the mirror has one part as its image', 'b', list('d', ...BOTH), single('b'), 'part', true],
    ['the mirror has one part as its image, as Amazon ECR tells', 'b', list('d', ...BOTH), ecr('b'), 'part', true],
    ['the mirror has some of the parts', 'a', list('d', ...BOTH), list('a', ['linux/amd64', 'b']), 'part', true],
    [
      'the mirror has a list around the only image',
      'a',
      single('b'),
      list('a', ['linux/amd64', 'b']),
      'same-parts',
      true,
    ],
    [
      'Amazon ECR tells the same parts',
      'a',
      list('d', ...BOTH),
      ecr('a', ...BOTH, ['unknown/unknown', 'f']),
      'same-parts',
      true,
    ],
    ['Amazon ECR tells the parts of another image', 'a', list('d', ...BOTH), ecr('e', ...BOTH), 'differs', false],
    [
      'the manifest in Amazon ECR is no JSON',
      'a',
      list('d', ...BOTH),
      { images: [{ imageId: { imageDigest: digest('a') }, imageManifest: '<html>' }] },
      'differs',
      false,
    ],
    [
      'the manifest in Amazon ECR is none of an image',
      'a',
      list('d', ...BOTH),
      { images: [{ imageId: { imageDigest: digest('a') }, imageManifest: '{}' }] },
      'differs',
      false,
    ],
    [
      'a part in Amazon ECR names no digest',
      'a',
      list('d', ...BOTH),
      {
        images: [
          { imageId: { imageDigest: digest('a') }, imageManifest: '{"manifests":[{"platform":{"os":"linux"}}]}' },
        ],
      },
      'differs',
      false,
    ],
  ])('judges where %s', (_what, held, source, parts, code, partsSeen) => {
    expect(run(held, source, parts)).toMatchObject({ code, partsSeen });
  });

  it('tells what the source holds and what the mirror lacks of it', () => {
    expect(run('b', list('d', ...BOTH), single('b'))).toMatchObject({
      digest: digest('d'),
      isIndex: true,
      platforms: 'linux/amd64, linux/arm64/v8',
      lacking: 'linux/arm64/v8',
    });
    expect(run('a', list('d', ...BOTH), single('a'))).toMatchObject({ code: 'differs', lacking: '' });
    expect(run('a', single('d'), single('a'))).toMatchObject({ isIndex: false, platforms: '', lacking: '' });
  });

  it.each([
    ['b', 'source'],
    ['d', 'source'],
    ['a', 'mirror'],
    ['e', 'mirror'],
    ['f', 'other'],
    ['', ''],
  ])('tells whose content runs: %s is of the %s', (letter, runs) => {
    const rows = [
      { image: IMAGE, digest: letter === '' ? '' : digest(letter) },
      { image: 'registry.test/other:v1', digest: digest('f') },
    ];
    const parts = list('a', ['linux/amd64', 'e']);
    expect(run('a', list('d', ...BOTH), parts, { rows, image: IMAGE })).toMatchObject({ runs });
  });

  it('calls a mixture neither', () => {
    const rows = ['a', 'b'].map((letter) => ({ image: IMAGE, digest: digest(letter) }));
    expect(run('a', list('d', ...BOTH), single('a'), { rows, image: IMAGE })).toMatchObject({ runs: 'other' });
  });

  it.each([[undefined], [null], [{}], ['x'], [{ digest: 7 }], [{ digest: '' }]])(
    'knows nothing where the source is %j',
    (source) => expect(run('a', source)).toBeUndefined(),
  );

  it('knows nothing of a mirror without a digest', () => {
    expect(mirrorStanding.run({ digest: '', source: single('a') })).toBeUndefined();
    expect(mirrorStanding.run({ digest: null, source: single('a') })).toBeUndefined();
  });

  it.each([[{ images: 'x' }], [{ parts: 'x', digest: digest('a') }], ['x'], [[]]])(
    'survives parts like %j',
    (parts) => {
      expect(run('a', list('d', ...BOTH), parts)).toMatchObject({ code: 'differs' });
    },
  );
});

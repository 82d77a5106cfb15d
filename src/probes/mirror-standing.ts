import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { objectIn, partsOfManifest } from '../text/image-manifest.ts';
import { compareText, entry, field, list, text } from './read.ts';

/**
 * How a mirror stands to what it copies. An image of several platforms is a list of images; a copy that was made of one platform
 * has the digest of a part and never that of the whole, and the same parts may stand in another list.
 */
export const mirrorStanding: Probe = {
  name: 'mirror-standing',
  computes: 'Whether a mirror holds what its source holds under the same name.',
  params: {
    digest: { is: 'text', means: 'The digest that the mirror holds.' },
    parts: {
      is: 'object',
      optional: true,
      means: 'What tells the parts of that: the answer of a registry, or what `aws ecr batch-get-image` printed.',
    },
    source: {
      is: 'object',
      means: 'What the registry of the source holds: digest, isIndex and, where they were asked for, parts.',
    },
    rows: { is: 'list', optional: true, means: '`{image, digest, …}` of `image-inventory`: what runs.' },
    image: { is: 'text', optional: true, means: 'The name of the image in the mirror, as containers have it.' },
  },
  returns: {
    code: '`same`; `same-parts` where another list has all parts of the source; `part` where the mirror has some of them and nothing else; `differs`.',
    digest: 'The digest that the source holds.',
    isIndex: 'Whether the source holds an image of several platforms.',
    partsSeen: 'Whether the parts of both are known, as far as they have any.',
    platforms: 'The platforms of the source, as one line; empty where they are not known.',
    lacking: 'Those that the mirror lacks, where it has a part of the source; as one line.',
    runs: '`source` where all that runs is what the source holds, `mirror` where it is what the mirror holds, `other`; empty where nothing was told to run.',
  },
  run: standing,
};

interface Part {
  readonly platform: string;
  readonly digest: string;
}

function standing({ digest, parts, source, rows, image }: ProbeArgs): ProbeResult | undefined {
  const [held, there] = [text(digest), text(entry(source, 'digest'))];
  if (held === '' || there === '') return undefined;
  const isIndex = entry(source, 'isIndex') === true;
  const own = partsIn(parts, held);
  const wanted = isIndex ? registryParts(source) : [{ platform: '', digest: there }];
  const code = held === there ? 'same' : codeOf(held, own ?? [], wanted);
  const have = new Set([held, ...(own ?? []).map((part) => part.digest)]);
  const lacking = code === 'part' ? wanted.filter((part) => !have.has(part.digest)) : [];
  const running = list(rows)
    .filter((row) => text(entry(row, 'image')) === text(image))
    .map((row) => text(entry(row, 'digest')));
  return {
    code,
    digest: there,
    isIndex,
    partsSeen: own !== undefined && wanted.length > 0,
    platforms: platformsOf(isIndex ? wanted : []),
    lacking: platformsOf(lacking),
    runs: runsOf(running, have, new Set([there, ...wanted.map((part) => part.digest)])),
  };
}

function codeOf(held: string, own: readonly Part[], wanted: readonly Part[]): string {
  if (wanted.length === 0) return 'differs';
  const have = new Set([held, ...own.map((part) => part.digest)]);
  if (wanted.every((part) => have.has(part.digest))) return 'same-parts';
  const known = new Set(wanted.map((part) => part.digest));
  const all = own.length === 0 ? [held] : own.map((part) => part.digest);
  return all.every((each) => known.has(each)) ? 'part' : 'differs';
}

function runsOf(running: readonly string[], mirror: ReadonlySet<string>, source: ReadonlySet<string>): string {
  const told = running.filter((each) => each !== '');
  if (told.length === 0) return '';
  if (told.every((each) => source.has(each))) return 'source';
  return told.every((each) => mirror.has(each)) ? 'mirror' : 'other';
}

/** The parts of what the mirror holds; none of an image for one platform, undefined where they are not known. */
function partsIn(answer: unknown, held: string): readonly Part[] | undefined {
  if (entry(answer, 'digest') === held) return registryParts(answer);
  const image = list(entry(answer, 'images')).find((each) => field(each, 'imageId.imageDigest') === held);
  const manifest = objectIn(text(entry(image, 'imageManifest')));
  return manifest === undefined ? undefined : partsOfManifest(manifest);
}

function registryParts(answer: unknown): readonly Part[] {
  return list(entry(answer, 'parts')).map((part) => ({
    platform: text(entry(part, 'platform')),
    digest: text(entry(part, 'digest')),
  }));
}

function platformsOf(parts: readonly Part[]): string {
  return parts
    .map(({ platform, digest }) => platform || digest.slice(0, 19))
    .toSorted(compareText)
    .join(', ');
}

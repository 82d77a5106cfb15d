import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { fullName, parseImage } from '../text/image-reference.ts';
import { entry, list, num, text } from './read.ts';

/**
 * From where images were copied, as a person has said: what stands behind the prefix of the mirror stands behind that of the
 * source too. An image that is named by its digest is left out, since nothing can move it.
 */
export const mirroredImages: Probe = {
  name: 'mirrored-images',
  computes: 'Which images are copies of others, by the mirrors of the profile, and of which.',
  params: {
    images: { is: 'list', means: 'The names of images, as containers have them.' },
    mirrors: { is: 'list', means: 'The mirrors of the profile: from, to (prefixes of images), every (seconds).' },
  },
  returns: {
    rows: 'Per image with a mirror, each once: image, source (the name of what it is a copy of), every (how often it is filled, in seconds; 0 where not known).',
  },
  run({ images, mirrors }: ProbeArgs): ProbeResult | undefined {
    if (!Array.isArray(images) || !Array.isArray(mirrors)) return undefined;
    const known = list(mirrors).map(mirrorOf);
    const names = [...new Set(list(images).map(text))];
    return { rows: names.flatMap((image) => rowOf(image, known)) };
  },
};

interface Mirror {
  readonly from: string;
  readonly to: string;
  readonly every: number;
}

function mirrorOf(mirror: unknown): Mirror {
  return { from: text(entry(mirror, 'from')), to: text(entry(mirror, 'to')), every: num(entry(mirror, 'every')) ?? 0 };
}

function rowOf(image: string, mirrors: readonly Mirror[]): readonly ProbeResult[] {
  const reference = parseImage(image);
  if (reference === undefined || reference.digest !== '') return [];
  const place = `${reference.registry}/${reference.repository}`;
  const fitting = mirrors.filter(
    ({ from, to }) => from !== '' && to !== '' && (place === to || place.startsWith(`${to}/`)),
  );
  // Prefixes may hold one another, and the longest is meant.
  const [mirror] = fitting.toSorted((one, other) => other.to.length - one.to.length);
  if (mirror === undefined) return [];
  const there = `${mirror.from}${place.slice(mirror.to.length)}`;
  // A host alone would be read as the name of an image.
  const source = there.includes('/') ? parseImage(`${there}:${reference.tag}`) : undefined;
  return source === undefined ? [] : [{ image, source: fullName(source), every: mirror.every }];
}

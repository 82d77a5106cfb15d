import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { objectIn, partsOfManifest } from '../../text/image-manifest.ts';
import { compareText, entry, field, list, text } from '../read.ts';
import { listIn } from './answer.ts';
import { isIndexType } from './media-type.ts';

/**
 * Whether what runs under a tag is what the registry holds under it now. A node may tell the digest of the whole image or that of
 * the part for its architecture, so a digest that differs says something only where the registry holds no list of parts, where
 * those parts are known, or where two nodes of one architecture differ.
 */
export const imageMirror: Probe = {
  name: 'image-mirror',
  computes: 'Whether the pods that run an image of Amazon ECR run what its tag stands for now.',
  params: {
    answer: { is: 'object', means: 'What `aws ecr describe-images --image-ids imageTag=TAG` printed.' },
    manifest: {
      is: 'object',
      optional: true,
      means:
        'What `aws ecr batch-get-image --image-ids imageTag=TAG` printed: the parts of an image of several platforms.',
    },
    image: { is: 'text', means: 'The name of the image, as containers have it.' },
    rows: { is: 'list', means: '`{image, digest, architecture, pods, …}` of `image-inventory`.' },
  },
  returns: {
    code: '`same`, `differs`, or `unresolved` where the digests differ and the parts of the image are not known.',
    digest: 'The digest under the tag in the registry.',
    isIndex: 'Whether the registry holds an image of several platforms.',
    architectures: 'The architectures of nodes that run it, as one line.',
    platforms: 'The architectures that the image in the registry is for, as one line; empty where that is not known.',
    lacking: 'Those of nodes that run it which the image in the registry is not for, as one line.',
    rows: 'Per digest and architecture that runs: digest, architecture, pods (a count), code (`same`, `differs`, `unresolved`).',
    other: 'The first digest that differs, or may; empty where none does.',
  },
  run: compare,
};

interface Held {
  readonly digest: string;
  readonly isIndex: boolean;
  /** By the digest of a part, its architecture; undefined where the parts are not known. */
  readonly parts: ReadonlyMap<string, string> | undefined;
}

function compare({ answer, manifest, image, rows }: ProbeArgs): ProbeResult | undefined {
  const held = heldIn(answer, manifest);
  if (held === undefined || !Array.isArray(rows)) return undefined;
  const own = list(rows).filter((row) => text(entry(row, 'image')) === text(image) && digestOf(row) !== '');
  if (own.length === 0) return undefined;
  const judged = merged(own).map((row) => ({ ...row, code: codeOf(row, held) }));
  const codes = judged.map(({ code }) => code);
  const architectures = distinct(judged.map((row) => row.architecture));
  const platforms = distinct([...(held.parts?.values() ?? [])]);
  const lacking = platforms.length === 0 ? [] : architectures.filter((each) => !platforms.includes(each));
  return {
    code: codes.includes('differs') ? 'differs' : codes.includes('unresolved') ? 'unresolved' : 'same',
    digest: held.digest,
    isIndex: held.isIndex,
    architectures: architectures.join(', '),
    platforms: platforms.join(', '),
    lacking: lacking.join(', '),
    rows: judged,
    other: judged.find(({ code }) => code !== 'same')?.digest ?? '',
  };
}

function heldIn(answer: unknown, manifest: unknown): Held | undefined {
  const found = listIn(answer, 'imageDetails');
  const digest = text(entry(found?.[0], 'imageDigest'));
  if (found?.length !== 1 || digest === '') return undefined;
  const isIndex = isIndexType(text(entry(found[0], 'imageManifestMediaType')));
  return { digest, isIndex, parts: isIndex ? partsIn(manifest, digest) : undefined };
}

/** The architectures of the parts that a list of platforms names, by their digests; undefined where none is known. */
function partsIn(manifest: unknown, digest: string): ReadonlyMap<string, string> | undefined {
  const found = (listIn(manifest, 'images') ?? []).find((each) => field(each, 'imageId.imageDigest') === digest);
  const parts = partsOfManifest(objectIn(text(entry(found, 'imageManifest'))) ?? {}) ?? [];
  const images = parts.filter(({ architecture }) => architecture !== '');
  return images.length === 0 ? undefined : new Map(images.map((part) => [part.digest, part.architecture]));
}

interface Row {
  readonly digest: string;
  readonly architecture: string;
  readonly pods: number;
}

function codeOf({ digest, architecture }: Row, { digest: held, isIndex, parts }: Held): string {
  if (digest === held) return 'same';
  if (!isIndex) return 'differs';
  if (parts === undefined) return 'unresolved';
  const part = parts.get(digest);
  return part !== undefined && (architecture === '' || part === architecture) ? 'same' : 'differs';
}

/** One row per digest and architecture, whatever the parts of the application are called. */
function merged(rows: readonly unknown[]): readonly Row[] {
  const all = rows.map((row) => ({
    digest: digestOf(row),
    architecture: text(entry(row, 'architecture')),
    pods: Number(entry(row, 'pods') ?? 0),
  }));
  const keys = distinct(all.map(({ digest, architecture }) => `${digest} ${architecture}`));
  return keys.map((key) => {
    const own = all.filter(({ digest, architecture }) => `${digest} ${architecture}` === key);
    const pods = own.reduce((sum, each) => sum + each.pods, 0);
    return { digest: own[0]?.digest ?? '', architecture: own[0]?.architecture ?? '', pods };
  });
}

function digestOf(value: unknown): string {
  return text(entry(value, 'digest'));
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted(compareText);
}

import { createHash } from 'node:crypto';
import type { RegistryAnswer } from '../../model/registry.ts';
import { isDigest, isSingle, objectIn, partsOfManifest } from '../../text/image-manifest.ts';

const INDEXES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const SINGLES = ['application/vnd.oci.image.manifest.v1+json', 'application/vnd.docker.distribution.manifest.v2+json'];

/** What is asked for. Without the lists a registry gives one platform of the image in place of the whole. */
export const ACCEPT = [...INDEXES, ...SINGLES].join(', ');

/** The `Docker-Content-Digest` of an answer; undefined without one, and for one that is none. */
export function toldDigest(header: unknown): string | undefined {
  return isDigest(header) ? header : undefined;
}

/** What the headers of an answer say of a manifest; undefined where they do not say enough. */
export function fromHeaders(digest: unknown, contentType: unknown): RegistryAnswer | undefined {
  const [told, mediaType] = [toldDigest(digest), knownType(contentType)];
  if (told === undefined || mediaType === undefined) return undefined;
  return { digest: told, mediaType, isIndex: INDEXES.includes(mediaType), parts: [] };
}

/**
 * What a manifest says. Its digest is that of its bytes, whatever a header says. Undefined for what is no manifest of an image
 * or of a list of images.
 */
export function fromBody(body: Buffer, contentType: unknown): RegistryAnswer | undefined {
  const manifest = objectIn(body.toString('utf8'));
  if (manifest === undefined) return undefined;
  const mediaType = knownType(manifest['mediaType']) ?? knownType(contentType) ?? typeByShape(manifest);
  if (mediaType === undefined) return undefined;
  const isIndex = INDEXES.includes(mediaType);
  // What calls itself one has to be one.
  const parts = isIndex === isSingle(manifest) ? undefined : partsOfManifest(manifest);
  if (parts === undefined) return undefined;
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  return { digest, mediaType, isIndex, parts };
}

function knownType(value: unknown): string | undefined {
  const type = typeof value === 'string' ? value.split(';')[0]?.trim().toLowerCase() : undefined;
  return [...INDEXES, ...SINGLES].find((each) => each === type);
}

/** OCI lets the media type be left out of a manifest; what is in it says what it is. */
function typeByShape(manifest: Readonly<Record<string, unknown>>): string | undefined {
  if (Array.isArray(manifest['manifests'])) return INDEXES[0];
  return isSingle(manifest) ? SINGLES[0] : undefined;
}

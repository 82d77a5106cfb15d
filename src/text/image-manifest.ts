import type { RegistryPart } from '../model/registry.ts';
import { isRecord } from './record.ts';

type Mapping = Readonly<Record<string, unknown>>;

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Whether a value is the digest of a manifest, as registries write it. */
export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && DIGEST.test(value);
}

/** What a text of JSON holds, where that is an object; undefined for anything else. */
export function objectIn(json: string): Mapping | undefined {
  try {
    const value = JSON.parse(json) as unknown;
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The images that a manifest lists, without attestations, which are for no platform; none of the manifest of one image (OCI image
 * specification, image index and manifest). Undefined for what is neither, and where an entry names no digest: what is behind it
 * would go unseen.
 */
export function partsOfManifest(manifest: Mapping): readonly RegistryPart[] | undefined {
  if (isSingle(manifest)) return [];
  const entries = manifest['manifests'];
  if (!Array.isArray(entries) || !entries.every(isRecord)) return undefined;
  if (!entries.every(({ digest }) => isDigest(digest))) return undefined;
  return entries.filter((each) => !isAttestation(each)).map(partOf);
}

/** Whether it is the manifest of one image. */
export function isSingle(manifest: Mapping): boolean {
  return isRecord(manifest['config']) && Array.isArray(manifest['layers']);
}

/** BuildKit puts attestations beside the images, for a platform that there is none of. */
function isAttestation({ platform, annotations }: Mapping): boolean {
  const type = isRecord(annotations) ? annotations['vnd.docker.reference.type'] : undefined;
  return type === 'attestation-manifest' || (isRecord(platform) && platform['architecture'] === 'unknown');
}

function partOf({ digest, platform }: Mapping): RegistryPart {
  const { os, architecture, variant } = isRecord(platform) ? platform : {};
  const names = [os, architecture, variant].filter((each) => typeof each === 'string' && each !== '');
  return {
    platform: names.join('/'),
    architecture: typeof architecture === 'string' ? architecture : '',
    digest: String(digest),
  };
}

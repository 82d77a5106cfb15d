import { digestOf } from './digest.ts';

/** An entry of `commands.yaml`: what a registry holds under the name of an image, or why it does not say. */
type Entry = Readonly<Record<string, unknown>>;

/** A digest by a word that it is made of. */
export function sha(word: string): string {
  return `sha256:${digestOf(word)}`;
}

/** One image, or with parts (`linux/amd64` and its digest) a list of images. */
export function registrySays(
  registry: string,
  digest: string,
  ...parts: readonly (readonly [platform: string, digest: string])[]
): Entry {
  if (parts.length === 0) return { registry, digest, mediaType: 'application/vnd.oci.image.manifest.v1+json' };
  return { registry, digest, parts: parts.map(([platform, part]) => ({ platform, digest: part })) };
}

/** The registry has no such tag or repository. */
export function registryLacks(registry: string): Entry {
  return { registry, absent: true };
}

/** The registry wants an account. */
export function registryRefuses(registry: string): Entry {
  return { registry, denied: true };
}

/** The registry gives no answer. */
export function registryFails(registry: string, failed: string): Entry {
  return { registry, failed };
}

/**
 * Whether a manifest is a list of others, one per platform (OCI image index, or a manifest list of Docker). A mirror that was
 * made by pulling and pushing holds a single one, whatever its source was.
 */
export function isIndexType(mediaType: string): boolean {
  return mediaType.includes('image.index') || mediaType.includes('manifest.list');
}

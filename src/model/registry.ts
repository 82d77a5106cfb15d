/** What a registry holds under the name of an image (OCI distribution specification, pulling manifests). */
export interface RegistryAnswer {
  /** Of the manifest under that name, `sha256:…`; of an image of several platforms that of the whole. */
  readonly digest: string;
  readonly mediaType: string;
  /** Whether it is a list of images, one per platform. */
  readonly isIndex: boolean;
  /** Those images, without what is no image (attestations); empty where it is no list, and where they were not asked for. */
  readonly parts: readonly RegistryPart[];
}

/** One image of a list. */
export interface RegistryPart {
  /** `linux/amd64`, `linux/arm64/v8`; empty where the list does not say. */
  readonly platform: string;
  readonly architecture: string;
  readonly digest: string;
}

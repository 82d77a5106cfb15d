import { UsageError } from '../model/errors.ts';
import type { Fact } from '../model/fact.ts';
import type { RegistryAnswer, RegistryPart } from '../model/registry.ts';
import { apiHost, deniedBy, fullName, parseImage } from '../text/image-reference.ts';
import { asList, asMapping, asText, type Mapping } from './narrow.ts';
import type { ParsedDocument } from './parse-documents.ts';

/** What a registry answered when a folder was captured, or why it did not. */
export interface RecordedRegistryAnswer {
  /** The name of the image in full. */
  readonly registry: string;
  readonly parts: boolean;
  readonly fact: Fact;
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const INDEX = 'application/vnd.oci.image.index.v1+json';

/**
 * Reads one entry of `commands.yaml` that tells of a registry: `{registry: IMAGE, digest, mediaType}`, with the list `parts` of
 * `{platform, digest}` where they were asked for; in place of the digest `absent: true`, `denied: true` or `failed` with the
 * reason. The media type is that of a list of images where it is left out. Anything else is a `UsageError` with its place.
 */
export function readRegistryAnswer(document: ParsedDocument, entry: Mapping, index: number): RecordedRegistryAnswer {
  const reference = parseImage(asText(entry['registry']));
  if (reference === undefined)
    throw new UsageError(`${document.place(index, 'registry')}: registry is the name of an image`);
  const digest = asText(entry['digest']);
  const told = untold(entry, reference.registry);
  if (told === undefined && !DIGEST.test(digest))
    throw new UsageError(
      `${document.place(index, 'digest')}: digest is sha256: and 64 digits, or one of absent, denied and failed stands there`,
    );
  return {
    registry: fullName(reference),
    parts: entry['parts'] === true || Array.isArray(entry['parts']),
    fact: told ?? { state: 'known', value: answerOf(entry, digest) },
  };
}

function untold(entry: Mapping, registry: string): Fact | undefined {
  if (entry['absent'] === true) return { state: 'absent', what: 'object' };
  if (entry['denied'] === true) return { state: 'denied', need: deniedBy(apiHost(registry)) };
  return typeof entry['failed'] === 'string' ? { state: 'failed', reason: entry['failed'], hint: '' } : undefined;
}

function answerOf(entry: Mapping, digest: string): RegistryAnswer {
  const mediaType = asText(entry['mediaType'] ?? INDEX);
  const isIndex = /image\.index|manifest\.list/.test(mediaType);
  return { digest, mediaType, isIndex, parts: asList(entry['parts']).map(asMapping).map(partOf) };
}

function partOf(part: Mapping): RegistryPart {
  const platform = asText(part['platform']);
  return { platform, architecture: platform.split('/')[1] ?? '', digest: asText(part['digest']) };
}

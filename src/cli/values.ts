import { InvalidArgumentError } from 'commander';
import { parseGoDuration } from '../text/duration.ts';
import { parseSince } from '../text/since.ts';
import { nearest } from '../text/similar.ts';
import { OUTPUT_FORMATS, type OutputFormat } from '../render/format.ts';

/** No limit is longer than a week: nobody waits that long, and Node's timers end at 24 days. */
const MAX_SECONDS = 7 * 24 * 3600;
const MIN_SECONDS = 0.001;

/** Reads a duration such as `30s`, `5m` or a bare number of seconds; gives seconds, from a millisecond to a week. */
export function parseSeconds(text: string): number {
  const seconds = /^\d+$/.test(text) ? Number(text) : parseGoDuration(text);
  if (seconds === undefined || seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
    throw new InvalidArgumentError('Write it as 30s, 5m or 1h, at most 168h.');
  }
  return seconds;
}

/** Checks a time in the past, `30m`, `3d` or RFC 3339, and gives it as it was typed: from when on is for the server's clock. */
export function readSince(text: string): string {
  if (parseSince(text) === undefined)
    throw new InvalidArgumentError('Write it as 30m, 2h, 3d or 2026-01-31T18:00:00Z.');
  return text;
}

/** Reads an output format. */
export function parseOutput(text: string): OutputFormat {
  const known = OUTPUT_FORMATS.find((output) => output === text);
  if (known !== undefined) return known;
  const meant = nearest(text, OUTPUT_FORMATS);
  throw new InvalidArgumentError(
    `Formats: ${OUTPUT_FORMATS.join(', ')}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
  );
}

/** One key of one Secret. */
export interface SecretKey {
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
}

/** Reads `NAMESPACE/NAME/KEY`, each part as Kubernetes allows it. */
export function parseSecretKey(text: string): SecretKey {
  const [, namespace, name, key] = SECRET_KEY.exec(text) ?? [];
  if (namespace === undefined || name === undefined || key === undefined)
    throw new InvalidArgumentError('Write it as NAMESPACE/NAME/KEY, such as coder/coder-db-url/url.');
  return { namespace, name, key };
}

const SECRET_KEY =
  /^([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\/([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)\/([\w.-]{1,253})$/;

/** Adds one `KEY=VALUE` to the answers given before it. */
export function collectAnswer(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, key, value] = /^([a-z][\w-]*)=(.+)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) throw new InvalidArgumentError('Write it as KEY=VALUE.');
  return { ...before, [key]: value };
}

/** Adds one value to a repeatable option. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

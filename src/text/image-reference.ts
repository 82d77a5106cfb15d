/** The name of an image, taken apart. */
export interface ImageReference {
  /** The host, with its port where one is written; `docker.io` where none is. */
  readonly registry: string;
  readonly repository: string;
  /** `latest` where neither tag nor digest is written; empty where a digest alone is. */
  readonly tag: string;
  /** `sha256:…`; empty without one. */
  readonly digest: string;
}

const LABEL = '[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?';
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})*(?::[0-9]{1,5})?$`);
/** Parts of small letters and digits; what stands between them is one dot, one or two underscores, or hyphens. */
const PATH_PART = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const LONGEST_NAME = 255;

/** Docker Hub goes by several names. */
const DOCKER_HUB = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com']);

/**
 * Reads the name of an image as container runtimes do (grammar of distribution/reference): what comes before the first slash
 * is a host where it has a dot or a port or is `localhost`, else the image is of Docker Hub, where one without a slash is of
 * `library`. Undefined for what is no such name.
 */
export function parseImage(text: string): ImageReference | undefined {
  const [named = '', digest = '', more] = text.split('@');
  if (more !== undefined || (text.includes('@') && !DIGEST.test(digest))) return undefined;
  const { name, tag } = tagOf(named);
  if (tag !== undefined && !TAG.test(tag)) return undefined;
  const place = placeOf(name);
  if (place === undefined) return undefined;
  return { ...place, tag: tag ?? (digest === '' ? 'latest' : ''), digest };
}

/** Registry and repository of a name without tag and digest; undefined for what is no such name. */
export function placeOf(name: string): Pick<ImageReference, 'registry' | 'repository'> | undefined {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isHost = first === 'localhost' || /[.:]/.test(first);
  const registry = isHost ? first : 'docker.io';
  const path = isHost ? name.slice(slash + 1) : name;
  if (!HOST.test(registry) || name.length > LONGEST_NAME) return undefined;
  if (!path.split('/').every((part) => PATH_PART.test(part))) return undefined;
  if (!DOCKER_HUB.has(registry)) return { registry, repository: path };
  return { registry: 'docker.io', repository: path.includes('/') ? path : `library/${path}` };
}

/** Registry and repository in one, as images are called; what is no such name is left as it is. */
export function fullPlace(name: string): string {
  const place = placeOf(name);
  return place === undefined ? name : `${place.registry}/${place.repository}`;
}

/**
 * A registry, or a path in one, as a prefix of images: `ghcr.io/coder`, `docker.io`. Unlike the name of an image it has its host
 * written, and nothing of Docker Hub is added to it. Undefined for what is none, such as one with a tag.
 */
export function parsePrefix(text: string): string | undefined {
  const [host = '', ...path] = text.split('/');
  const isHost = HOST.test(host) && (host === 'localhost' || /[.:]/.test(host));
  if (!isHost || text.length > LONGEST_NAME || !path.every((part) => PATH_PART.test(part))) return undefined;
  return [DOCKER_HUB.has(host) ? 'docker.io' : host, ...path].join('/');
}

/** The name in full; of one with a digest the digest counts, and the tag is left out. */
export function fullName({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${digest === '' ? `:${tag}` : `@${digest}`}`;
}

/** The host that speaks for a registry: that of Docker Hub has another name than its images. */
export function apiHost(registry: string): string {
  return registry === 'docker.io' ? 'registry-1.docker.io' : registry;
}

/** What it takes where a registry wants to know who asks. */
export function deniedBy(host: string): string {
  return `an account at ${host}, or the image is not there; kubedoc sends no credential to a registry, ever`;
}

/** A colon behind the last slash is that of a tag; one before it is that of a port. */
function tagOf(named: string): { readonly name: string; readonly tag: string | undefined } {
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  return colon < 0 ? { name: named, tag: undefined } : { name: named.slice(0, colon), tag: named.slice(colon + 1) };
}

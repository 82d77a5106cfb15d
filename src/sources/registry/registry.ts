import type { Fact } from '../../model/fact.ts';
import type { RegistryAnswer } from '../../model/registry.ts';
import type { RegistryQuery } from '../../model/query.ts';
import { apiHost, parseImage, type ImageReference } from '../../text/image-reference.ts';
import { createLimiter } from '../limiter.ts';
import type { NetworkIo } from '../network/connection.ts';
import { errorCodes } from './challenge.ts';
import { fromBody, fromHeaders, toldDigest } from './manifest.ts';
import { askManifest, failed, NoAnswer, unusable, type Reply, type Talk } from './talk.ts';

/** Each image takes up to four connections, and a registry may count them. */
const limited = createLimiter(6);

/** What a registry says of a name that it does not know; Harbor has a word of its own. */
const ABSENT = ['MANIFEST_UNKNOWN', 'NAME_UNKNOWN', 'NOT_FOUND'];

/**
 * Asks the registry of an image what it holds under that name, over https and as nobody: no credential of the person is read
 * or sent. The value is a `RegistryAnswer`; *absent* where the registry says that there is no such tag or repository, *denied*
 * where it wants to know who asks. HEAD, which registries do not count as a pull, unless the parts are asked for or the
 * headers do not say enough. Never throws.
 */
export async function askRegistry({ image, parts }: RegistryQuery, io: NetworkIo): Promise<Fact> {
  const reference = parseImage(image);
  if (reference === undefined) return { state: 'failed', reason: 'that is no name of an image', hint: '' };
  return limited(() => within({ reference, parts, hint: `ask by hand: crane digest ${image}` }, io));
}

interface Asked {
  readonly reference: ImageReference;
  readonly parts: boolean;
  readonly hint: string;
}

async function within({ reference, parts, hint }: Asked, io: NetworkIo): Promise<Fact> {
  const limit = AbortSignal.timeout(io.timeoutMs);
  const signal = io.signal === undefined ? limit : AbortSignal.any([limit, io.signal]);
  const talk: Talk = { io, signal, repository: reference.repository, hint, token: undefined };
  try {
    return await held(reference, parts, talk);
  } catch (error) {
    if (error instanceof NoAnswer) return error.fact;
    throw error;
  }
}

async function held(reference: ImageReference, parts: boolean, talk: Talk): Promise<Fact> {
  const { registry, repository, tag, digest } = reference;
  const url = new URL(`https://${apiHost(registry)}/v2/${repository}/manifests/${digest === '' ? tag : digest}`);
  const head = parts ? undefined : await askManifest('HEAD', url, talk);
  const told = head?.status === 200 ? fromHead(head) : undefined;
  if (told !== undefined) return known(told, reference, talk);
  // A HEAD has no words: why something is not there stands in the body of a GET.
  if (head !== undefined && ![200, 404, 405, 501].includes(head.status)) throw unusable(head, talk);
  return fromGet(await askManifest('GET', url, talk), reference, talk);
}

function fromHead({ headers }: Reply): RegistryAnswer | undefined {
  return fromHeaders(headers['docker-content-digest'], headers['content-type']);
}

function fromGet(reply: Reply, reference: ImageReference, talk: Talk): Fact {
  const { host, status, headers, body, truncated } = reply;
  if (status === 404) return notThere(reply, talk);
  if (status !== 200) throw unusable(reply, talk);
  if (truncated) throw failed(`${host} answers with more than a manifest may hold`, talk);
  const answer = fromBody(body, headers['content-type']);
  if (answer === undefined) throw failed(`${host} answers with something else than a manifest`, talk);
  const header = toldDigest(headers['docker-content-digest']);
  if (header !== undefined && header !== answer.digest)
    throw failed(`${host} tells a digest that is not that of its answer`, talk);
  return known(answer, reference, talk);
}

/** Any web server answers 404; a registry says of what. */
function notThere({ host, body }: Reply, talk: Talk): Fact {
  if (errorCodes(body.toString('utf8')).some((code) => ABSENT.includes(code)))
    return { state: 'absent', what: 'object' };
  throw failed(`${host} answers 404, and not as a registry does`, talk);
}

function known(answer: RegistryAnswer, { registry, digest }: ImageReference, talk: Talk): Fact {
  if (digest === '' || digest === answer.digest) return { state: 'known', value: answer };
  throw failed(`${registry} answers with another digest than it was asked for`, talk);
}

import { request } from 'node:https';
import { at, describe, type Manifest, type Named, nameOf, textAt } from './manifest.ts';

/** The API server as the harness talks to it: a few verbs over objects of any kind. */
export interface Api {
  /** Any request; the body of the answer as it came. */
  send(method: string, path: string, body?: string, type?: string): Promise<Answer>;
  /** The object; undefined where there is none. */
  get(named: Named): Promise<unknown>;
  /** The objects of a kind in a namespace, or in all. */
  list(apiVersion: string, kind: string, namespace?: string): Promise<readonly unknown[]>;
  /** Server-side apply, taking over what others own, as `manager`. */
  apply(manifest: Manifest, manager?: string): Promise<void>;
  /** The same on the status. */
  applyStatus(manifest: Manifest): Promise<void>;
  /** JSON merge patch. */
  patch(named: Named, patch: unknown): Promise<void>;
  /** Deletes it; one that is not there is fine. */
  remove(named: Named): Promise<void>;
}

/** One answer of the API server. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Where the API server is and who asks. */
export interface Access {
  readonly port: number;
  /** The certificate that the server signed for itself. */
  readonly authority: string;
  readonly token: string;
}

/** A client for one user. Every answer of 300 and more but a 404 where it has a meaning throws, with the server's words. */
export function createApi(access: Access): Api {
  const send: Api['send'] = (method, path, body, type = 'application/json') =>
    ask(access, { method, path, body, type });
  const urlOf = createPaths(send);
  const done = async (what: string, answer: Promise<Answer>): Promise<unknown> => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`${what}: ${status} ${textAt(body, 'message')}`);
    return body;
  };
  const apply = async (manifest: Manifest, manager: string, subresource: string): Promise<void> => {
    const named = nameOf(manifest);
    const path = `${await urlOf(named)}${subresource}?fieldManager=${manager}&force=true`;
    await done(
      `applying ${describe(named)}`,
      send('PATCH', path, JSON.stringify(manifest), 'application/apply-patch+yaml'),
    );
  };
  return {
    send,
    async get(named) {
      const answer = await send('GET', await urlOf(named));
      return answer.status === 404 ? undefined : done(`reading ${describe(named)}`, Promise.resolve(answer));
    },
    async list(apiVersion, kind, namespace) {
      const named =
        namespace === undefined ? { apiVersion, kind, name: '' } : { apiVersion, kind, namespace, name: '' };
      const items = at(await done(`listing ${kind}`, send('GET', await urlOf(named))), 'items');
      return Array.isArray(items) ? (items as readonly unknown[]) : [];
    },
    apply: (manifest, manager = 'kustomize-controller') => apply(manifest, manager, ''),
    applyStatus: (manifest) => apply(manifest, 'harness', '/status'),
    async patch(named, patch) {
      const answer = send('PATCH', await urlOf(named), JSON.stringify(patch), 'application/merge-patch+json');
      await done(`patching ${describe(named)}`, answer);
    },
    async remove(named) {
      const answer = await send('DELETE', await urlOf(named));
      if (answer.status !== 404) await done(`deleting ${describe(named)}`, Promise.resolve(answer));
    },
  };
}

/** Finds an object's path by discovery; what a group offers is asked once, and again where a kind is missing. */
function createPaths(send: Api['send']): (named: Named) => Promise<string> {
  const kinds = new Map<string, { readonly plural: string; readonly namespaced: boolean }>();
  const learn = async (root: string, apiVersion: string): Promise<void> => {
    const resources = at((await send('GET', root)).body, 'resources');
    for (const each of Array.isArray(resources) ? (resources as readonly unknown[]) : []) {
      const plural = textAt(each, 'name');
      const kind = `${apiVersion} ${textAt(each, 'kind')}`;
      if (!plural.includes('/')) kinds.set(kind, { plural, namespaced: at(each, 'namespaced') === true });
    }
  };
  return async ({ apiVersion, kind, namespace, name }) => {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const key = `${apiVersion} ${kind}`;
    if (!kinds.has(key)) await learn(root, apiVersion);
    const found = kinds.get(key);
    if (found === undefined) throw new Error(`the API server has no ${kind} in ${apiVersion}`);
    const scope = found.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
    return `${root}${scope}/${found.plural}${name === '' ? '' : `/${name}`}`;
  };
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly type: string;
}

const ANSWER_MS = 10_000;

function ask({ port, authority, token }: Access, { method, path, body, type }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': type }) };
    const options = { host: '127.0.0.1', port, method, path, headers, ca: authority, agent: false, timeout: ANSWER_MS };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, body: asJson(text) });
      });
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${ANSWER_MS / 1000} s`)));
    sent.on('error', reject);
    sent.end(body);
  });
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

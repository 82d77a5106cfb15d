import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { type Listening, listen } from './listen.ts';
import { type Chart, packChart } from './repository.ts';

/**
 * An OCI registry over HTTP on the loopback interface that holds charts: what `helm push` leaves behind, for reading
 * only (OCI distribution 1.1: the pull category and tags/list).
 */
export interface Registry extends Listening {
  /** `oci://127.0.0.1:PORT`: the address ends before the name of the chart. */
  readonly url: string;
  publish(...charts: readonly Chart[]): void;
}

/** The one account that a registry knows, where it lets in nobody else. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Serves an empty registry on a port that the system chooses. With `login` it answers 401 to everybody else. */
export async function startRegistry(login?: Login): Promise<Registry> {
  const repositories = new Map<string, Repository>();
  const server = createServer((request, response) => {
    const { status, headers, body } = isLetIn(request, login)
      ? answerTo(request.url ?? '', repositories)
      : UNAUTHORIZED;
    response.writeHead(status, { ...headers, 'Content-Length': body.length });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  const listening = await listen(server);
  const { address } = listening;
  return {
    ...listening,
    url: `oci://${address}`,
    publish(...charts) {
      for (const chart of charts) push(chart, repositories);
    },
  };
}

interface Blob {
  readonly type: string;
  readonly body: Buffer;
}

interface Repository {
  /** Tag → digest of the manifest. */
  readonly tags: Map<string, string>;
  /** Manifests and blobs by digest. */
  readonly blobs: Map<string, Blob>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The media types of a chart: helm.sh/docs/topics/registries, "Chart parts". */
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG = 'application/vnd.cncf.helm.config.v1+json';
const LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

function push(chart: Chart, repositories: Map<string, Repository>): void {
  const repository = repositories.get(chart.name) ?? {
    tags: new Map<string, string>(),
    blobs: new Map<string, Blob>(),
  };
  repositories.set(chart.name, repository);
  const add = (type: string, body: Buffer): object => {
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    repository.blobs.set(digest, { type, body });
    return { mediaType: type, digest, size: body.length };
  };
  const { archive, metadata } = packChart(chart);
  const config = add(CONFIG, Buffer.from(JSON.stringify(metadata)));
  const manifest = { schemaVersion: 2, mediaType: MANIFEST, config, layers: [add(LAYER, archive)] };
  const { digest } = add(MANIFEST, Buffer.from(JSON.stringify(manifest))) as { readonly digest: string };
  repository.tags.set(chart.version, digest);
}

function isLetIn({ headers }: IncomingMessage, login: Login | undefined): boolean {
  if (login === undefined) return true;
  const { username, password } = login;
  return headers.authorization === `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function answerTo(url: string, repositories: ReadonlyMap<string, Repository>): Answer {
  const path = new URL(url, 'http://registry').pathname;
  if (path === '/v2/') return json({});
  const [, name = '', what = '', reference = ''] = /^\/v2\/(.+)\/(tags|manifests|blobs)\/(.+)$/.exec(path) ?? [];
  const repository = repositories.get(name);
  if (repository === undefined) return problem(404, 'NAME_UNKNOWN', 'repository name not known to registry');
  if (what === 'tags') return json({ name, tags: [...repository.tags.keys()] });
  const digest = repository.tags.get(reference) ?? reference;
  const blob = repository.blobs.get(digest);
  if (blob !== undefined) return found(blob, digest);
  if (what === 'blobs') return problem(404, 'BLOB_UNKNOWN', 'blob unknown to registry');
  return problem(404, 'MANIFEST_UNKNOWN', 'manifest unknown');
}

function found({ type, body }: Blob, digest: string): Answer {
  return { status: 200, headers: { 'Content-Type': type, 'Docker-Content-Digest': digest }, body };
}

function json(value: object, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(value)),
  };
}

/** The codes of the OCI distribution specification 1.1, "Error Codes". */
function problem(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return json({ errors: [{ code, message }] }, status, headers);
}

const UNAUTHORIZED = problem(401, 'UNAUTHORIZED', 'authentication required', {
  'WWW-Authenticate': 'Basic realm="charts"',
});

import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type Chart, repositoryOf, type RepositoryFiles } from './repository.ts';
import { type Listening, listen } from './listen.ts';

/** A chart repository over HTTP, or HTTPS, on the loopback interface. */
export interface ChartServer extends Listening {
  readonly url: string;
  /** Adds versions; a version that is there already is replaced. */
  publish(...charts: readonly Chart[]): void;
  /** Answers every request with this status from now on, and as usual again with 200. */
  answerWith(status: number): void;
}

/** A certificate with its private key, both in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Serves an empty repository on a port that the system chooses; over HTTPS where a certificate is given. */
export async function startChartServer(certificate?: Certificate): Promise<ChartServer> {
  const charts = new Map<string, Chart>();
  let files: RepositoryFiles = repositoryOf([]);
  let status = 200;
  const answer: RequestListener = (request, response) => {
    const file = status === 200 ? files.get(request.url ?? '') : undefined;
    response.writeHead(file === undefined ? (status === 200 ? 404 : status) : 200).end(file);
  };
  const server = certificate === undefined ? createServer(answer) : createSecureServer(certificate, answer);
  const listening = await listen(server);
  const { address } = listening;
  return {
    ...listening,
    url: `${certificate === undefined ? 'http' : 'https'}://${address}`,
    publish(...added) {
      for (const chart of added) charts.set(`${chart.name}@${chart.version}`, chart);
      files = repositoryOf([...charts.values()]);
    },
    answerWith(code) {
      status = code;
    },
  };
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Chart, repositoryOf, type RepositoryFiles } from './repository.ts';

/** A chart repository over HTTP on the loopback interface. */
export interface ChartServer {
  readonly url: string;
  /** Adds versions; a version that is there already is replaced. */
  publish(...charts: readonly Chart[]): void;
  /** Answers every request with this status from now on, and as usual again with 200. */
  answerWith(status: number): void;
  close(): Promise<void>;
}

/** Serves an empty repository on a port that the system chooses. */
export async function startChartServer(): Promise<ChartServer> {
  const charts = new Map<string, Chart>();
  let files: RepositoryFiles = repositoryOf([]);
  let status = 200;
  const server = createServer((request, response) => {
    const file = status === 200 ? files.get(request.url ?? '') : undefined;
    response.writeHead(file === undefined ? (status === 200 ? 404 : status) : 200).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    publish(...added) {
      for (const chart of added) charts.set(`${chart.name}@${chart.version}`, chart);
      files = repositoryOf([...charts.values()]);
    },
    answerWith(code) {
      status = code;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

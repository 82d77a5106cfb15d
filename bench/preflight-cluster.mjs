import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { coderCluster } from './coder-cluster.mjs';
import { MANAGED_FIELDS } from './whole-cluster.mjs';

/**
 * A cluster of so many pods in which Coder runs, for several contexts at once. Each answer is made once by the replay server
 * and then lies ready as bytes, so that what is measured is the client.
 */
export async function preflightCluster(pods) {
  const { capture, captured, serveCapture } = await coderCluster(pods);
  const objects = capture.objects.map((one) =>
    one.kind === 'Pod' ? { ...one, metadata: { ...one.metadata, managedFields: MANAGED_FIELDS } } : one,
  );
  const behind = await serveCapture(captured(objects, Object.fromEntries(capture.logs)));
  const ready = new Map();
  return {
    /** Serves it under a port of its own; every answer is held back by so many milliseconds. */
    serve: (delayMs) => serveReady(behind.url, ready, delayMs),
    close: () => behind.close(),
  };
}

async function serveReady(origin, ready, delayMs) {
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const key = `${request.method} ${request.url} ${request.headers.accept}`;
    const answer = ready.get(key) ?? answerOf(origin, request);
    ready.set(key, answer);
    send(answer, delayMs, response).catch(() => response.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answerOf(origin, { method, url, headers }) {
  const answer = await fetch(origin + url, { method, headers: { accept: headers.accept ?? '*/*' } });
  const { status } = answer;
  const kept = ['content-type', 'date'].flatMap((name) => [name, answer.headers.get(name) ?? '']);
  return { status, headers: kept, body: Buffer.from(await answer.arrayBuffer()) };
}

async function send(answer, delayMs, response) {
  const [{ status, headers, body }] = await Promise.all([answer, wait(delayMs)]);
  response.writeHead(status, headers);
  response.end(body);
}

import { createServer, get } from 'node:http';
import { bigCluster } from './big-cluster.mjs';

/** Objects to a page, as kubectl and kubedoc both ask for. */
const PAGE = 500;

/** What API servers keep of who wrote which field; a third of a pod, as a rule. */
export const MANAGED_FIELDS = ['kube-controller-manager', 'kubelet'].map((manager) => ({
  manager,
  operation: 'Update',
  apiVersion: 'v1',
  time: '2025-11-01T09:00:00Z',
  fieldsType: 'FieldsV1',
  fieldsV1: Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`f:field-${index}`, { '.': {}, 'f:value': {} }]),
  ),
}));

/**
 * An API server over a cluster of so many pods whose pages lie ready as bytes, so that what is measured is the client.
 * Everything but the list of all pods is answered by the replay server.
 */
export async function serveWholeCluster(pods) {
  const { capture, serveCapture, kubeconfigFor } = await bigCluster(pods);
  const behind = await serveCapture(capture);
  const pages = pagesOf(capture.objects.filter(({ kind }) => kind === 'Pod'));
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname === '/api/v1/pods') return void sendPage(pages, url, capture.now, response);
    get(`${behind.url}${request.url}`, { headers: { accept: request.headers.accept ?? '' } }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    kubeconfig: kubeconfigFor({
      server: `http://127.0.0.1:${server.address().port}`,
      context: 'bench',
      namespace: 'default',
    }),
    async close() {
      server.closeAllConnections();
      server.close();
      await behind.close();
    },
  };
}

function pagesOf(pods) {
  return Array.from({ length: Math.ceil(pods.length / PAGE) }, (_, page) => {
    const rest = pods.length - (page + 1) * PAGE;
    const metadata = {
      resourceVersion: '1',
      ...(rest > 0 ? { continue: String(page + 1), remainingItemCount: rest } : {}),
    };
    const items = pods.slice(page * PAGE, (page + 1) * PAGE).map(({ metadata: own, spec, status }) => ({
      metadata: { ...own, managedFields: MANAGED_FIELDS },
      spec,
      status,
    }));
    return Buffer.from(JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata, items }));
  });
}

function sendPage(pages, url, now, response) {
  const page = pages[Number(url.searchParams.get('continue') ?? 0)];
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': page.length,
    date: new Date(now).toUTCString(),
  });
  response.end(page);
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCapture } from '../../src/replay/capture.ts';
import { serveCapture } from '../../src/replay/server.ts';
import { kubeconfigFor } from '../../src/replay/write-kubeconfig.ts';
import { root } from '../support/shipped.ts';
import type { Listening, Stage } from './fault.ts';

/** The bundled cluster that every command is driven against. */
const CLUSTER = await loadCapture(join(root, 'examples', 'rollout-does-not-fit'));

/** Sets a stage for the time of `use`, and clears it whatever happens. */
export async function onStage<Result>(
  asked: Pick<Stage, 'kind' | 'api'>,
  use: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const undo: (() => void | Promise<void>)[] = [];
  try {
    return await use(stageOf(asked, CLUSTER, (one) => undo.push(one)));
  } finally {
    for (const one of undo.toReversed()) await one();
  }
}

function stageOf(asked: Pick<Stage, 'kind' | 'api'>, capture: Stage['capture'], cleanUp: Stage['finally']): Stage {
  const folder: Stage['folder'] = (files = {}) => folderWith(files, cleanUp);
  const { context, namespace } = capture;
  const kubeconfigTo = (server: string): string =>
    join(folder({ kubeconfig: kubeconfigFor({ server, context, namespace }) }), 'kubeconfig');
  return {
    capture,
    ...asked,
    finally: cleanUp,
    folder,
    listen: (what) => listenAs(what, cleanUp),
    kubeconfigTo,
    async serve(options, served = capture) {
      const server = await serveCapture(served, options);
      cleanUp(() => server.close());
      return kubeconfigTo(server.url);
    },
  };
}

function folderWith(files: Readonly<Record<string, string>>, cleanUp: Stage['finally']): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubedoc-fault-'));
  cleanUp(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function listenAs(what: Parameters<Stage['listen']>[0], cleanUp: Stage['finally']): Promise<Listening> {
  const authority = Buffer.from(tlsFile('ca.crt')).toString('base64');
  if (what === 'nothing') return { url: `http://127.0.0.1:${String(await deadPort())}`, authority: '' };
  const server = https.createServer({ cert: tlsFile(CERTIFICATES[what]), key: tlsFile(KEYS[what]) }, (_q, response) =>
    response.end('{}'),
  );
  const port = await portOf(server);
  cleanUp(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `https://127.0.0.1:${String(port)}`, authority };
}

const CERTIFICATES = {
  'unknown-authority': 'self-signed.crt',
  'expired-certificate': 'expired.crt',
  'other-name': 'other-name.crt',
} as const;
const KEYS = {
  'unknown-authority': 'self-signed.key',
  'expired-certificate': 'server.key',
  'other-name': 'server.key',
} as const;

function tlsFile(name: string): string {
  return readFileSync(join(root, 'test', 'fixtures', 'tls', name), 'utf8');
}

/** A port that was free a moment ago. */
async function deadPort(): Promise<number> {
  const server = http.createServer();
  const port = await portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function portOf(server: http.Server | https.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

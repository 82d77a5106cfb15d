import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The credential plugin of the tests; its behaviours are listed in the file itself. */
export const LOGIN = fileURLToPath(new URL('../../fixtures/plugins/login.mjs', import.meta.url));

/** A deadline that never comes. */
export const FOR_EVER = (): AbortSignal => new AbortController().signal;

/** A kubeconfig user whose plugin behaves so. */
export function plugin(args: readonly string[], more: object = {}) {
  return {
    exec: { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: [LOGIN, ...args], ...more },
  };
}

/** A fresh folder, gone after the test. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubedoc-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A file in which the plugin counts its runs. */
export function counter() {
  const file = join(freshFolder(), 'count');
  return {
    env: [{ name: 'COUNT_FILE', value: file }],
    runs: () => readFileSync(file, 'utf8').trim().split('\n').length,
  };
}

/** A port that a child of the plugin connects to and holds on to: `gone` settles when its process has ended. */
export async function listenForPlugin(connected: () => void = () => undefined) {
  const sockets = new Set<Socket>();
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const gone = new Promise<void>((resolve) => {
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => resolve());
      socket.resume();
      connected();
    });
  });
  return { env: [{ name: 'HANG_PORT', value: String(port) }], gone };
}

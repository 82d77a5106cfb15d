import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, type Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { runChosen, type Machine, type Surroundings } from '../../src/commands/run.ts';
import { loadCapture } from '../../src/replay/capture.ts';
import { serveCapture, type ReplayOptions, type ReplayServer } from '../../src/replay/server.ts';
import { kubeconfigFor } from '../../src/replay/write-kubeconfig.ts';
import { catalogue, root } from './shipped.ts';

/** What came of a command line. */
export interface Outcome {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a test changes of the surroundings. */
export interface CommandOptions extends Partial<Surroundings> {
  readonly env?: Readonly<Record<string, string>>;
  /** Hands out the emitter that stands for the process's signals. */
  readonly onStart?: (signals: EventEmitter) => void;
}

/** Runs a command line in this process, in the way of `main`: no terminal, an empty environment, waits that end at once. */
export async function runCommand(args: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
  const { env = {}, onStart, ...surroundings } = options;
  const [stdout, stderr] = [sink(), sink()];
  const signals = new EventEmitter();
  const machine = Object.assign(signals, {
    stdin: new PassThrough(),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env,
  });
  onStart?.(signals);
  const exit = await runChosen(args, machine as unknown as Machine, {
    home: '/nonexistent',
    wait: () => new Promise(setImmediate),
    runbooks: () => catalogue.runbooks,
    ...surroundings,
  });
  return { exit, stdout: stdout.text(), stderr: stderr.text() };
}

function sink(): { readonly stream: Writable; text(): string } {
  const chunks: string[] = [];
  const stream = new PassThrough().setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return { stream, text: () => chunks.join('') };
}

/** A fresh folder with files in it, gone after the test. */
export function folderOf(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubedoc-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** A kubeconfig whose only context leads to this server; gives its path. */
export function kubeconfigTo(server: string, context = 'test', namespace = 'default'): string {
  return join(folderOf({ kubeconfig: kubeconfigFor({ server, context, namespace }) }), 'kubeconfig');
}

/** A bundled cluster on the wire, with the kubeconfig that leads to it. */
export interface Served {
  readonly server: ReplayServer;
  readonly kubeconfig: string;
}

/** Serves a bundled example (or another folder) until the test is over. */
export async function serveExample(example: string, options: ReplayOptions = {}): Promise<Served> {
  const capture = await loadCapture(example.startsWith('/') ? example : exampleFolder(example));
  const server = await serveCapture(capture, options);
  onTestFinished(() => server.close());
  return { server, kubeconfig: kubeconfigTo(server.url, capture.context, capture.namespace) };
}

/** The folder of a bundled example. */
export function exampleFolder(name: string): string {
  return join(root, 'examples', name);
}

/** An address on which nobody listens. */
export async function deadAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { loadCapture, type Capture } from '../../src/replay/capture.ts';
import { serveCapture, type ReplayOptions, type ReplayServer } from '../../src/replay/server.ts';

/** Files by path: text as it is, anything else as JSON. */
export type Files = Readonly<Record<string, unknown>>;

/** Writes the files into a fresh folder, which is gone after the test. */
export async function folderWith(files: Files): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'capture-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFiles(folder, files);
  return folder;
}

/** Writes the files below a folder that is there. */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

export async function captureWith(files: Files): Promise<Capture> {
  return loadCapture(await folderWith(files));
}

/** Serves the files until the test is over. */
export async function serving(files: Files, options: ReplayOptions = {}): Promise<ReplayServer> {
  const server = await serveCapture(await captureWith(files), options);
  onTestFinished(() => server.close());
  return server;
}

/** The status code and the JSON (or, where it is none, the text) of an answer. */
export async function get(server: ReplayServer, path: string, accept = 'application/json'): Promise<Got> {
  const response = await fetch(server.url + path, { headers: { accept } });
  const text = await response.text();
  return { code: response.status, headers: response.headers, body: parse(text) };
}

export interface Got {
  readonly code: number;
  readonly headers: Headers;
  readonly body: unknown;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `metadata.name` of every item of a list. */
export function names(list: unknown): string[] {
  return (list as { items: { metadata: { name: string } }[] }).items.map((item) => item.metadata.name);
}

type Extra = Readonly<Record<string, unknown>>;

export const CREATED = '2026-01-01T00:00:00Z';
export const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** `namespace/name`, or just the name of a cluster-scoped object. */
export function object(apiVersion: string, kind: string, id: string, rest: Extra = {}): Extra {
  const [first = '', second] = id.split('/');
  const identity = second === undefined ? { name: first } : { namespace: first, name: second };
  const { metadata, ...others } = rest;
  return {
    apiVersion,
    kind,
    metadata: { ...identity, creationTimestamp: CREATED, ...(metadata as object) },
    ...others,
  };
}

export function pod(id: string, rest: Extra = {}): Extra {
  const defaults = {
    spec: { nodeName: 'n1', containers: [{ name: 'app', image: 'app:1', resources: {} }] },
    status: {
      phase: 'Running',
      containerStatuses: [containerStatus('app', { running: { startedAt: CREATED } }, { ready: true })],
    },
  };
  return object('v1', 'Pod', id, { ...defaults, ...rest });
}

export function containerStatus(name: string, state: Extra, rest: Extra = {}): Extra {
  return { name, image: 'app:1', imageID: '', ready: false, restartCount: 0, state, ...rest };
}

export function list(items: readonly unknown[]): Extra {
  return { apiVersion: 'v1', kind: 'List', items };
}

export function definition(plural: string, group: string, kind: string, rest: Extra = {}): Extra {
  return object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', `${plural}.${group}`, {
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural, kind, shortNames: ['wd'], singular: kind.toLowerCase() },
      versions: [{ name: 'v1', served: true, storage: true }],
      ...rest,
    },
  });
}

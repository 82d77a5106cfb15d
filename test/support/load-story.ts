import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskIo, type CaptureIo } from '../../src/replay/capture-io.ts';
import { loadCapture, type Capture } from '../../src/replay/capture.ts';
import { parseDocuments } from '../../src/replay/parse-documents.ts';
import type { Story } from '../stories/story.ts';
import { root } from './root.ts';

/**
 * The folder of a story as `--from` reads it. Stories have most of their files in common word for word (nodes, namespaces),
 * so each text is parsed once; what comes of it is frozen, for it belongs to all of them.
 */
export function loadStory({ folder }: Pick<Story, 'folder'>): Promise<Capture> {
  return loadCapture(join(root, folder), quickIo, valuesOf);
}

/** The same for a folder that has no text in common with others: what comes of it is its own. */
export function loadAlone({ folder }: Pick<Story, 'folder'>): Promise<Capture> {
  return loadCapture(join(root, folder), quickIo);
}

/** Files this small are read sooner than another thread is asked to read them. */
const quickIo: CaptureIo = { ...diskIo, readText: (path) => Promise.resolve(readFileSync(path, 'utf8')) };

const parsed = new Map<string, readonly unknown[]>();

function valuesOf(file: string, text: string): readonly unknown[] {
  const key = `${file.endsWith('.json') ? 'json' : 'yaml'} ${text}`;
  const before = parsed.get(key);
  if (before !== undefined) return before;
  const fresh = parseDocuments(file, text).map(({ value }) => value);
  fresh.forEach(freeze);
  parsed.set(key, fresh);
  return fresh;
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}

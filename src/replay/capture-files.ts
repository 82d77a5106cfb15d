import { basename, join } from 'node:path';
import { UsageError } from '../model/errors.ts';
import type { KubeObject } from '../model/object.ts';
import { parseAnswersFile, parseCommandsFile, type RecordedAnswer } from './answer-files.ts';
import type { CaptureIo } from './capture-io.ts';
import { parseDocuments } from './parse-documents.ts';
import { objectsOf } from './read-objects.ts';
import { parseSnapshotFile, type SnapshotClaims } from './snapshot-file.ts';

/** What the files of a capture hold, before anything is made of it. */
export interface CaptureFiles {
  /** Null where there is no `snapshot.yaml`. */
  readonly snapshot: SnapshotClaims | null;
  readonly objects: readonly KubeObject[];
  /** Names (without folder and ending) of the files that hold an empty list. */
  readonly emptyLists: readonly string[];
  /** Log texts by `NAMESPACE/POD/CONTAINER[.previous]`. */
  readonly logs: ReadonlyMap<string, string>;
  /** What kubelets measured, by the name of the node. */
  readonly stats: ReadonlyMap<string, string>;
  readonly commands: readonly RecordedAnswer[];
  readonly answers: Readonly<Record<string, string>>;
}

/** The values of all documents of a text; the name is what messages call the file. Throws `UsageError` for a malformed one. */
export type ReadValues = (file: string, text: string) => readonly unknown[];

const readValues: ReadValues = (file, text) => parseDocuments(file, text).map(({ value }) => value);

/**
 * Reads every file of the folder that means something to a capture. Throws `UsageError` for one that is malformed. `values`
 * is for whoever reads many folders that have files in common.
 */
export async function readCaptureFiles(
  folder: string,
  io: CaptureIo,
  values: ReadValues = readValues,
): Promise<CaptureFiles> {
  const names = await listFolder(folder, io);
  const read = async (name: string): Promise<SourceFile> => {
    const path = join(folder, name);
    return { name, path, text: await io.readText(path) };
  };
  const isStats = (name: string): boolean => STATS_FILE.test(name);
  const own = async <T>(name: string, parse: (path: string, text: string) => T, none: T): Promise<T> => {
    if (!names.includes(name)) return none;
    const file = await read(name);
    return parse(file.path, file.text);
  };
  return {
    ...(await readObjects(
      names.filter((name) => !isStats(name)),
      read,
      values,
    )),
    logs: await readTexts(names, /^logs\/([^/]+\/[^/]+\/[^/]+)\.log$/, read),
    stats: await readTexts(names, STATS_FILE, read),
    snapshot: await own<SnapshotClaims | null>('snapshot.yaml', parseSnapshotFile, null),
    commands: await own('commands.yaml', parseCommandsFile, []),
    answers: await own('answers.yaml', parseAnswersFile, {}),
  };
}

const OWN_FILES: ReadonlySet<string> = new Set(['snapshot.yaml', 'commands.yaml', 'answers.yaml']);

/** `stats/NODE.json`, at the top of the folder. */
const STATS_FILE = /^stats\/([^/]+)\.json$/;

interface SourceFile {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

type ReadOne = (name: string) => Promise<SourceFile>;

async function readObjects(
  names: readonly string[],
  read: ReadOne,
  values: ReadValues,
): Promise<Pick<CaptureFiles, 'objects' | 'emptyLists'>> {
  const objects: KubeObject[] = [];
  const emptyLists: string[] = [];
  for (const name of names.filter((name) => !OWN_FILES.has(name) && /\.(?:ya?ml|json)$/.test(name))) {
    const { path, text } = await read(name);
    for (const value of values(path, text)) {
      const found = objectsOf(value);
      objects.push(...found.objects);
      if (found.isEmptyList) emptyLists.push(basename(name).replace(/\.[a-z]+$/, ''));
    }
  }
  return { objects, emptyLists };
}

/** The files whose names a pattern knows, by its first group. */
async function readTexts(
  names: readonly string[],
  pattern: RegExp,
  read: ReadOne,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const name of names) {
    const key = pattern.exec(name)?.[1];
    if (key !== undefined) texts.set(key, (await read(name)).text);
  }
  return texts;
}

async function listFolder(folder: string, io: CaptureIo): Promise<readonly string[]> {
  try {
    return await io.listFiles(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new UsageError(`there is no folder ${folder}`);
    if (code === 'ENOTDIR') throw new UsageError(`${folder} is a file, not a folder`);
    if (code === 'EACCES' || code === 'EPERM') throw new UsageError(`${folder} may not be read by this user`);
    throw error;
  }
}

import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { compareText } from './narrow.ts';

/** What loading a capture needs of a file system. */
export interface CaptureIo {
  /**
   * All files below the folder, relative to it, with `/` between the parts, sorted. Rejects with the file system's error
   * (`ENOENT`, `ENOTDIR`, `EACCES`) when the folder cannot be listed.
   */
  listFiles(folder: string): Promise<readonly string[]>;
  /** The text of one file, by its full path. */
  readText(path: string): Promise<string>;
}

/** The real file system. Hidden folders and `node_modules` are not entered; a link counts when it leads to a file. */
export const diskIo: CaptureIo = {
  async listFiles(folder) {
    const files = await filesBelow(folder);
    return files.map((file) => relative(folder, file).split(sep).join('/')).sort(compareText);
  },
  readText: (path) => readFile(path, 'utf8'),
};

async function filesBelow(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!isSkipped(entry.name)) files.push(...(await filesBelow(path)));
    } else if (entry.isFile() || (entry.isSymbolicLink() && (await leadsToFile(path)))) {
      files.push(path);
    }
  }
  return files;
}

function isSkipped(folder: string): boolean {
  return folder.startsWith('.') || folder === 'node_modules';
}

async function leadsToFile(link: string): Promise<boolean> {
  const target = await stat(link).catch(() => null);
  return target?.isFile() ?? false;
}

import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The kubedoc program as it is packed, built from the tree as it is now. */
export interface BuiltKubedoc {
  /** `bin/kubedoc.js`. */
  readonly file: string;
  remove(): void;
}

/** Builds into a folder of its own, so that nobody's `dist/` is touched. */
export async function buildKubedoc(root: string): Promise<BuiltKubedoc> {
  const place = mkdtempSync(join(tmpdir(), 'kubedoc-program-'));
  const remove = (): void => rmSync(place, { recursive: true, force: true });
  try {
    await promisify(execFile)(process.execPath, [join(root, 'scripts', 'build.mjs'), join(place, 'dist')]);
    cpSync(join(root, 'bin'), join(place, 'bin'), { recursive: true });
    cpSync(join(root, 'package.json'), join(place, 'package.json'));
    symlinkSync(join(root, 'examples'), join(place, 'examples'));
    return { file: join(place, 'bin', 'kubedoc.js'), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

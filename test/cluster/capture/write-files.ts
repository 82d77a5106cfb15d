import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CaptureFiles } from './capture-files.ts';

/** Puts a capture into a folder, in place of the capture that was there. A folder with anything else is left alone. */
export function writeCapture(folder: string, files: CaptureFiles): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (!existsSync(join(folder, 'snapshot.yaml'))) throw new Error(`${folder} holds something else than a capture`);
    rmSync(folder, { recursive: true });
  }
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExamCase } from './exam-case.ts';
import { NOW } from './kit/moment.ts';

/** Writes a case as the folder that `--from` reads. */
export async function writeCase(each: ExamCase, folder: string): Promise<void> {
  const snapshot = {
    capturedAt: NOW,
    context: each.name,
    version: 'v1.34.1',
    complete: true,
    ...(each.denied === undefined ? {} : { denied: each.denied }),
  };
  const list = { apiVersion: 'v1', kind: 'List', items: each.objects };
  await put(join(folder, 'snapshot.yaml'), JSON.stringify(snapshot));
  await put(join(folder, 'objects.json'), JSON.stringify(list));
  for (const [key, text] of Object.entries(each.logs)) await put(join(folder, 'logs', `${key}.log`), text);
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

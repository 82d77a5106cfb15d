import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { conditionOf, type Manifest, nameOf } from './manifest.ts';
import type { Plane } from './plane.ts';
import { until } from './wait.ts';

/** Applies the custom resource definitions of some files and waits until the API server serves their kinds. */
export async function applyDefinitions({ api, signal }: Plane, files: readonly string[]): Promise<void> {
  const manifests = files.flatMap((file) =>
    parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as Manifest),
  );
  await Promise.all(manifests.map((each) => api.apply(each, 'harness')));
  for (const each of manifests) {
    const isServed = async (): Promise<boolean> =>
      conditionOf(await api.get(nameOf(each)), 'Established')['status'] === 'True';
    await until(`${each.metadata.name} in the API`, isServed, { seconds: 30, signal });
  }
}

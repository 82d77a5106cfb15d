import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { packFiles } from './tar.ts';

/** One version of a chart. */
export interface Chart {
  readonly name: string;
  readonly version: string;
  /** The versions of Kubernetes that it is made for, as a range; any where it is left out. */
  readonly kubeVersion?: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** File name under `templates/` → text. */
  readonly templates: Readonly<Record<string, string>>;
  /** Further files of the chart: path → text. */
  readonly files?: Readonly<Record<string, string>>;
}

/** One chart as it is packed: its archive, and what its `Chart.yaml` says. */
export interface Packed {
  readonly archive: Buffer;
  readonly metadata: object;
}

/** Packs a chart the way `helm package` does. */
export function packChart(chart: Chart): Packed {
  return { archive: packFiles(filesOf(chart)), metadata: metadataOf(chart) };
}

/** The files of a chart repository, by the path that they are served under. */
export type RepositoryFiles = ReadonlyMap<string, Buffer>;

/** Packs charts and writes the `index.yaml` that Helm reads, with the sha256 of each archive. */
export function repositoryOf(charts: readonly Chart[]): RepositoryFiles {
  const archives = charts.map((chart) => ({ chart, archive: packChart(chart).archive }));
  const entries: Record<string, object[]> = {};
  for (const { chart, archive } of archives) (entries[chart.name] ??= []).push(indexEntry(chart, archive));
  const index = stringify({ apiVersion: 'v1', generated: WRITTEN, entries });
  return new Map([
    ['/index.yaml', Buffer.from(index)],
    ...archives.map(({ chart, archive }) => [`/${archiveName(chart)}`, archive] as const),
  ]);
}

/** A repository says when a chart was made; tests need no more than a fixed time. */
const WRITTEN = '2025-01-01T00:00:00Z';

function indexEntry(chart: Chart, archive: Buffer): object {
  return {
    ...metadataOf(chart),
    created: WRITTEN,
    digest: createHash('sha256').update(archive).digest('hex'),
    urls: [archiveName(chart)],
  };
}

function metadataOf({ name, version, kubeVersion }: Chart): object {
  return {
    apiVersion: 'v2',
    name,
    version,
    appVersion: version,
    type: 'application',
    description: `${name} for tests`,
    ...(kubeVersion === undefined ? {} : { kubeVersion }),
  };
}

function archiveName({ name, version }: Chart): string {
  return `${name}-${version}.tgz`;
}

function filesOf(chart: Chart): ReadonlyMap<string, string> {
  const { name, values, templates, files = {} } = chart;
  return new Map([
    [`${name}/Chart.yaml`, stringify(metadataOf(chart))],
    [`${name}/values.yaml`, stringify(values)],
    ...Object.entries(templates).map(([file, text]) => [`${name}/templates/${file}`, text] as const),
    ...Object.entries(files).map(([file, text]) => [`${name}/${file}`, text] as const),
  ]);
}

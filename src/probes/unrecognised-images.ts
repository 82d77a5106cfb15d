import type { Probe } from '../model/probe.ts';
import { field, isRecord, text } from './read.ts';
import { isRelease } from './release/helm-release.ts';
import { pathText } from './values/values-tree.ts';

/**
 * The images that a chart of Bitnami refuses to render with, and the values of the release that ask for them
 * (bitnami/common, `common.errors.insecureImages`).
 */
export const unrecognisedImages: Probe = {
  name: 'unrecognised-images',
  computes: 'Which images a chart refuses while it renders, and which of the inline values name them.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    text: { is: 'text', means: "Helm's error" },
  },
  returns: {
    images: 'the images that the chart does not know',
    imagesText: 'the same as one line; `which ones is not said` without any',
    places: 'places below spec.values that name one of their repositories',
    placesText: 'the same as one line; `none` without any',
    stateful: 'whether one of them is a well-known database, so that data hangs on it',
  },
  run({ release, text: said }) {
    if (!isRelease(release)) return undefined;
    const images = imagesOf(text(said));
    const values = field(release, 'spec.values');
    const places = images.flatMap((image) => placesOf(values, repositoryOf(image)));
    return {
      images,
      imagesText: images.join(', ') || 'which ones is not said',
      places: [...new Set(places)],
      placesText: [...new Set(places)].join(', ') || 'none',
      stateful: images.some((image) => DATABASES.test(image)),
    };
  },
};

/** Charts of Bitnami's catalogue that keep data. */
const DATABASES =
  /\/(?:mongodb|postgresql|mysql|mariadb|redis|valkey|elasticsearch|opensearch|cassandra|clickhouse|kafka|rabbitmq|etcd|minio|influxdb|neo4j)[\w-]*(?::|@|$)/;

function imagesOf(message: string): readonly string[] {
  const listed = /Unrecognized images:\s*\n([\s\S]*?)(?:\n\s*\n|$)/.exec(message)?.[1] ?? '';
  return Array.from(listed.matchAll(/^\s*- (\S+)\s*$/gm), ([, image = '']) => image);
}

/** `docker.io/bitnamilegacy/mongodb:8` is written as registry, repository and tag in the values. */
function repositoryOf(image: string): string {
  const [path = ''] = image.split('@');
  return path
    .replace(/:[^:/]+$/, '')
    .split('/')
    .slice(-2)
    .join('/');
}

function placesOf(values: unknown, repository: string, above: readonly string[] = []): readonly string[] {
  if (typeof values === 'string') return repository !== '' && values.endsWith(repository) ? [pathText(above)] : [];
  if (!isRecord(values) && !Array.isArray(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => placesOf(value, repository, [...above, key]));
}

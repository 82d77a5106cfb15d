import type { Built } from './build.ts';
import { filledIn, partOf, textOf } from './json-parts.ts';

/**
 * An object that a release installed, with what Helm writes on each: a label and the release in annotations (Helm,
 * `pkg/action/validate.go`). helm-controller's labels tell whose it is; `releases` are the HelmReleases by place.
 */
export function helmOwned(object: Built, releases: ReadonlyMap<string, Built>): Built {
  const metadata = partOf(object, 'metadata');
  const labels = partOf(metadata, 'labels');
  const [namespace, name] = [`${LABEL}/namespace`, `${LABEL}/name`].map((label) => textOf(labels[label]));
  if (name === undefined || name === '' || textOf(object['apiVersion']).includes('toolkit.fluxcd.io')) return object;
  const spec = partOf(releases.get(`${namespace ?? ''}/${name}`) ?? {}, 'spec');
  const target = textOf(spec['targetNamespace']);
  const annotations = {
    'meta.helm.sh/release-name': textOf(spec['releaseName']) || (target === '' ? name : `${target}-${name}`),
    'meta.helm.sh/release-namespace': target || (namespace ?? ''),
  };
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: filledIn(labels, { 'app.kubernetes.io/managed-by': 'Helm' }),
      annotations: filledIn(partOf(metadata, 'annotations'), annotations),
    },
  };
}

const LABEL = 'helm.toolkit.fluxcd.io';

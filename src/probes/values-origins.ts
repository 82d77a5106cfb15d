import type { Probe } from '../model/probe.ts';
import { entry, field, list, namespaceOf, record, text } from './read.ts';
import { isRelease } from './release/helm-release.ts';

/** Where the values of a release come from, in the order in which a later one overrides an earlier one. */
export const valuesOrigins: Probe = {
  name: 'values-origins',
  computes: 'The files, ConfigMaps, Secrets and inline values that make up the values of a HelmRelease, weakest first.',
  params: { release: { is: 'object', means: 'the HelmRelease' } },
  returns: {
    texts: 'one line per origin, weakest first, such as `ConfigMap ai/values key values.yaml`',
    refs: 'the objects among them: {kind, namespace, name, key, targetPath, optional}',
  },
  run({ release }) {
    if (!isRelease(release)) return undefined;
    const refs = list(field(release, 'spec.valuesFrom')).map((each) => toRef(each, namespaceOf(release)));
    const files = list(field(release, 'spec.chart.spec.valuesFiles')).map(
      (file) => `${text(file)} (file of the chart)`,
    );
    const inline = Object.keys(record(field(release, 'spec.values'))).length > 0 ? ['spec.values (inline)'] : [];
    return { texts: [...files, ...refs.map(toText), ...inline], refs };
  },
};

interface ValuesRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
  /** Where in the values the key's text goes; empty when the key holds a whole document. */
  readonly targetPath: string;
  readonly optional: boolean;
}

/** References have no namespace: they are read beside the HelmRelease, also for a remote cluster. */
function toRef(reference: unknown, namespace: string): ValuesRef {
  return {
    kind: text(entry(reference, 'kind')),
    namespace,
    name: text(entry(reference, 'name')),
    key: text(entry(reference, 'valuesKey')) || 'values.yaml',
    targetPath: text(entry(reference, 'targetPath')),
    optional: entry(reference, 'optional') === true,
  };
}

function toText({ kind, namespace, name, key, targetPath, optional }: ValuesRef): string {
  const target = targetPath === '' ? '' : ` at ${targetPath}`;
  return `${kind} ${namespace}/${name} key ${key}${target}${optional ? ' (optional)' : ''}`;
}

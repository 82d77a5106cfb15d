import { entry, field, list, text } from '../read.ts';

/** One entry of `spec.valuesFrom`. */
export interface ValuesReference {
  readonly kind: string;
  readonly name: string;
  readonly key: string;
  /** Where in the values the key's text goes; empty when the key holds a whole document. */
  readonly targetPath: string;
}

/** The key of a reference that names none (HelmRelease v2, ValuesReference.GetValuesKey). */
export const DEFAULT_KEY = 'values.yaml';

/** The entries of `spec.valuesFrom`, in their order. */
export function readReferences(release: unknown): readonly ValuesReference[] {
  return list(field(release, 'spec.valuesFrom')).map(readReference);
}

/** One entry of `spec.valuesFrom` with what it leaves out. */
export function readReference(reference: unknown): ValuesReference {
  return {
    kind: text(entry(reference, 'kind')),
    name: text(entry(reference, 'name')),
    key: text(entry(reference, 'valuesKey')) || DEFAULT_KEY,
    targetPath: text(entry(reference, 'targetPath')),
  };
}

/** Such as `ConfigMap web-values, key values.yaml`. */
export function referenceText({ kind, name, key }: ValuesReference): string {
  return `${kind} ${name}, key ${key}`;
}

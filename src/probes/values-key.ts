import type { Probe } from '../model/probe.ts';
import { nearest } from '../text/similar.ts';
import { compareText, entry, field, list, nameOf, record, text } from './read.ts';

/** Which key of a ConfigMap or Secret a release meant, and the list of its values sources with that key. */
export const valuesKey: Probe = {
  name: 'values-key',
  computes: 'Which keys an object has that a HelmRelease takes values from, and which of them it may have meant.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    object: { is: 'object', means: 'the ConfigMap as it is' },
    key: { is: 'text', means: 'the key that is asked for' },
  },
  returns: {
    has: 'whether it has the key',
    keys: 'its keys, in order',
    keysText: 'the same as one line; `none` without any',
    meant: 'the key that was meant: the nearest by its letters, or the only one; empty if neither',
    valuesFrom: 'spec.valuesFrom with that key in place of the one asked for, as JSON on one line; empty without one',
  },
  run({ release, object, key }) {
    const wanted = text(key);
    if (wanted === '' || nameOf(object) === '') return undefined;
    const keys = ['data', 'binaryData']
      .flatMap((part) => Object.keys(record(field(object, part))))
      .toSorted(compareText);
    const has = keys.includes(wanted);
    const only = keys.length === 1 ? (keys[0] ?? '') : '';
    const meant = has ? '' : (nearest(wanted, keys) ?? only);
    return {
      has,
      keys,
      keysText: keys.length === 0 ? 'none' : keys.join(', '),
      meant,
      valuesFrom: meant === '' ? '' : withKey(release, object, wanted, meant),
    };
  },
};

/** The key of a reference that names none (HelmRelease v2, ValuesReference.GetValuesKey). */
const DEFAULT_KEY = 'values.yaml';

/** Lists are replaced whole by a patch, so the other references are repeated as they stand. */
function withKey(release: unknown, object: unknown, wanted: string, meant: string): string {
  const kind = text(field(object, 'kind')) || 'ConfigMap';
  const references = list(field(release, 'spec.valuesFrom'));
  const asks = (reference: unknown): boolean =>
    entry(reference, 'kind') === kind &&
    entry(reference, 'name') === nameOf(object) &&
    (text(entry(reference, 'valuesKey')) || DEFAULT_KEY) === wanted;
  if (!references.some(asks)) return '';
  return JSON.stringify(references.map((each) => (asks(each) ? { ...record(each), valuesKey: meant } : each)));
}

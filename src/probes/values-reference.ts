import type { Probe } from '../model/probe.ts';
import { entry, field, list, record, text } from './read.ts';
import { readReference } from './values/references.ts';

/** The list of a release's values sources with another name in one of them. */
export const valuesReference: Probe = {
  name: 'values-reference',
  computes: 'Which entries of spec.valuesFrom name an object, and the list with another name in its place.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    kind: { is: 'text', means: '`ConfigMap` or `Secret`' },
    name: { is: 'text', means: 'the name that is referred to' },
    key: { is: 'text', means: 'the key that is referred to; empty for any' },
    meant: { is: 'text', means: 'the name that was meant; empty if none is known' },
  },
  returns: {
    named: 'whether an entry of the list, as it is now, names the object (and the key)',
    place: 'the first of them, such as `spec.valuesFrom[0]`; empty without one',
    targetPath: 'where its text goes in the values; empty when it holds a whole document',
    valuesFrom: 'the list with the name that was meant, as JSON on one line; empty without one',
  },
  run({ release, kind, name, key, meant }) {
    const references = list(field(release, 'spec.valuesFrom'));
    const isMeant = (each: unknown): boolean => {
      const reference = readReference(each);
      return reference.kind === kind && reference.name === name && (text(key) === '' || reference.key === key);
    };
    const at = references.findIndex(isMeant);
    const renamed = references.map((each) => (isMeant(each) ? { ...record(each), name: meant } : each));
    return {
      named: at >= 0,
      place: at < 0 ? '' : `spec.valuesFrom[${at}]`,
      targetPath: text(entry(references[at], 'targetPath')),
      valuesFrom: at < 0 || text(meant) === '' ? '' : JSON.stringify(renamed),
    };
  },
};

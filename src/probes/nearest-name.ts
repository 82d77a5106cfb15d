import type { Probe } from '../model/probe.ts';
import { nearest } from '../text/similar.ts';
import { compareText, list, nameOf, text } from './read.ts';

/** Whether a name that something refers to exists, and what else it may have meant. */
export const nearestName: Probe = {
  name: 'nearest-name',
  computes: 'Whether an object of a name is among some, and which name comes nearest when it is not.',
  params: {
    name: { is: 'text', means: 'The name that is referred to.' },
    objects: { is: 'list', means: 'The objects that there are.' },
  },
  returns: {
    exists: 'Whether one of them has the name.',
    nearest: 'The name that is nearest to it; empty when it exists or none is near.',
    names: 'All their names, in order.',
    namesText: 'The same as one line; `none` without any.',
  },
  run({ name, objects }) {
    const wanted = text(name);
    if (wanted === '') return undefined;
    const names = list(objects).map(nameOf).toSorted(compareText);
    const exists = names.includes(wanted);
    const near = exists ? '' : (nearest(wanted, names) ?? '');
    return { exists, nearest: near, names, namesText: names.length === 0 ? 'none' : names.join(', ') };
  },
};

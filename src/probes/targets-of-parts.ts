import type { Probe } from '../model/probe.ts';
import { compilePattern } from './logs/compiled-pattern.ts';
import { entry, list, num, text } from './read.ts';

/** Which of the Services that variables name stand behind a part that a program calls unwell. */
export const targetsOfParts: Probe = {
  name: 'targets-of-parts',
  computes:
    'Of the Services that the variables of a container name, those that a part with such a name (db, redis, rabbit) is about: by their names, or by what sort of server both are.',
  params: {
    parts: { is: 'list', means: 'names of parts, as the program calls them' },
    targets: { is: 'list', means: 'rows of environment-targets: service, variable, port' },
    sorts: {
      is: 'list',
      means:
        'sorts of servers, each with names (RE2 over names of parts, Services and variables, in small letters) and ports (texts)',
    },
  },
  returns: {
    targets: 'the rows that are meant, in their order',
    known: 'whether there is any',
  },
  run({ parts, targets, sorts }) {
    const names = list(parts).map((each) => text(each).toLowerCase());
    const meant = list(targets).filter((target) => names.some((name) => isAbout(name, target, list(sorts))));
    return { targets: meant, known: meant.length > 0 };
  },
};

function isAbout(part: string, target: unknown, sorts: readonly unknown[]): boolean {
  const words = [text(entry(target, 'service')), text(entry(target, 'variable'))].map((each) => each.toLowerCase());
  if (words.some((each) => isSame(part, each))) return true;
  const port = String(num(entry(target, 'port')) ?? '');
  return sorts.some((sort) => {
    const names = compilePattern(text(entry(sort, 'names')));
    const isSort = (word: string): boolean => names.match(word) !== undefined;
    return isSort(part) && (words.some(isSort) || list(entry(sort, 'ports')).includes(port));
  });
}

/** Shorter names say too little to be found in others. */
const SHORTEST = 4;

function isSame(part: string, word: string): boolean {
  return (
    part === word ||
    (part.length >= SHORTEST && word.length >= SHORTEST && (word.includes(part) || part.includes(word)))
  );
}

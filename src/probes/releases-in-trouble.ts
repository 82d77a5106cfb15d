import type { Probe } from '../model/probe.ts';
import { entry, list } from './read.ts';
import { releaseConditions } from './release-conditions.ts';

/** Which of many HelmReleases are in trouble, by the same rules as the conditions of one. */
export const releasesInTrouble: Probe = {
  name: 'releases-in-trouble',
  computes: 'Which HelmReleases of a list are in trouble or at work, and how many there are.',
  params: { releases: { is: 'list', means: 'the HelmReleases' } },
  returns: {
    troubled:
      'the releases that are not simply Ready: in trouble, at work, suspended, being deleted or drifted by their own word',
    total: 'how many releases there are (count)',
    troubledCount: 'how many of them are in trouble (count)',
  },
  run({ releases }) {
    if (!Array.isArray(releases)) return undefined;
    const all = list(releases).map((release) => ({ release, conditions: releaseConditions.run({ release }) }));
    const noteworthy = all.filter(({ conditions }) => conditions === undefined || !isCalm(conditions));
    return {
      troubled: noteworthy.map(({ release }) => release),
      total: all.length,
      troubledCount: all.filter(({ conditions }) => conditions?.['trouble'] !== false).length,
    };
  },
};

function isCalm(conditions: Readonly<Record<string, unknown>>): boolean {
  return (
    conditions['trouble'] === false &&
    conditions['suspended'] !== true &&
    conditions['deleting'] !== true &&
    conditions['word'] === 'Ready' &&
    entry(conditions['drifted'], 'status') !== 'True'
  );
}

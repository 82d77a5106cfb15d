import type { Probe } from '../model/probe.ts';
import { field, text } from './read.ts';
import { viewCondition } from './release/condition-view.ts';
import { isRelease } from './release/helm-release.ts';
import { readRevisions } from './release/revisions.ts';

/** What is left of a release while something is wrong with it, by its own status alone. */
export const releaseStanding: Probe = {
  name: 'release-standing',
  computes: 'Whether an earlier revision of a release still serves, and whether its status states a text at present.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    text: { is: 'text', means: 'an error that was reported about it' },
  },
  returns: {
    serves: 'whether a revision is deployed, or an upgrade failed on top of one that was not uninstalled since',
    deployedVersion: 'chart version of the newest deployed revision; empty without one',
    deployedRevision: 'its number; 0 without one',
    deployedAt: 'when it was deployed, RFC 3339; empty without one',
    stated: 'whether one of the conditions Ready, Released and Stalled says the text, so that it is no old event',
  },
  run({ release, text: reported }) {
    if (!isRelease(release)) return undefined;
    const revisions = readRevisions(release, undefined);
    const deployed = revisions.find(({ status }) => status === 'deployed');
    const undone = revisions.some(({ status }) => status.startsWith('uninstall'));
    const upgraded = text(field(release, 'status.lastAttemptedReleaseAction')) === 'upgrade';
    return {
      serves: deployed !== undefined || (upgraded && !undone),
      deployedVersion: deployed?.chartVersion ?? '',
      deployedRevision: deployed?.revision ?? 0,
      deployedAt: deployed?.deployedAt ?? '',
      stated: isStated(release, text(reported)),
    };
  },
};

function isStated(release: unknown, reported: string): boolean {
  if (reported === '') return false;
  return ['Ready', 'Released', 'Stalled'].some((type) => viewCondition(release, type).message.includes(reported));
}

import { storyOf, type Scene } from './build/ask.ts';
import type { Built } from './build/build.ts';
import { coderGround, coderServer, workingServer } from './build/coder-server.ts';
import { healthy, incomplete, inProgress, problem, problems } from './build/expect.ts';
import { atCoder, checkStory, SERVER_LOG } from './build/preflight-place.ts';
import { appliedBy, flux, ready, retrying, stalled, upgrading } from './build/web-release.ts';
import type { Expected, Story } from './story.ts';

/** Releases of Flux around a workshop: those that bring Coder, and others. */
const installed = workingServer(coderServer({}, { labels: appliedBy('coder', 'coder') }));
const CODER = { namespace: 'coder', name: 'coder' };

function about(
  folder: string,
  summary: string,
  releases: readonly Built[],
  expected: Expected,
  more: Partial<Scene> = {},
): Story {
  const objects = [...installed.all, ...coderGround, ...flux, ...releases];
  return checkStory('releases', folder, summary, { objects, logs: SERVER_LOG, ...more }, expected);
}

export const preflightReleases: readonly Story[] = [
  storyOf('workshop-release/healthy', 'It is ready.', { objects: [...coderGround, ...flux, ready(CODER)] }, healthy, {
    runbook: 'workshop-release',
    inputs: {
      release: 'HelmRelease/coder/coder',
      row: { name: 'coder/coder', word: 'Ready', bad: false, message: '' },
      brings: 'yes',
    },
  }),
  about('pass', 'All releases are as they should be.', [ready(CODER), ready()], {
    ...healthy,
    says: ['2 seen, 0 in trouble'],
  }),
  about(
    'fail',
    'The release that brings Coder has stalled.',
    [stalled(CODER), ready()],
    problem('release-before-workshop', 'possible', {
      says: ['It brings a part of Coder', '"severity":"P1"', 'kubedoc helmrelease recover coder/coder'],
    }),
  ),
  about(
    'warn',
    'Another release has stalled.',
    [ready(CODER), stalled()],
    problem('release-before-workshop', 'possible', {
      says: ['"severity":"P2"', 'kubedoc helmrelease recover shop/web'],
    }),
  ),
  about(
    'both',
    'Both are in trouble.',
    [retrying(CODER), stalled()],
    problems([
      ['release-before-workshop', 'possible'],
      ['release-before-workshop', 'possible'],
    ]),
  ),
  about('at-work', 'Coder is being upgraded.', [upgrading('2025-11-15T18:13:30Z', CODER)], inProgress()),
  about('unknown', 'HelmReleases may not be listed.', [ready(CODER)], incomplete({ says: ['list helmreleases'] }), {
    denied: ['helmreleases'],
  }),
  checkStory('releases', 'not-applicable', 'Flux is not here.', atCoder, {
    ...healthy,
    says: ['"kind":"not-applicable"'],
  }),
];

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Moment } from '../cluster/capture/album.ts';
import type { Story } from '../stories/story.ts';
import { root } from './shipped.ts';

/** Where `npm run test:cluster -- --capture` puts what the incidents leave behind. */
export const REAL = 'test/scenarios/real';

/** A cluster as real controllers made it: one moment of one incident. */
export interface Captured extends Pick<Story, 'folder' | 'entry'> {
  /** The incident with the version of helm-controller, `rollout-does-not-fit@1.4`. */
  readonly run: string;
  /** What the incident expects of kubedoc at this moment. */
  readonly moment: Moment;
}

/** Every captured moment, by folder. */
export function capturedMoments(): readonly Captured[] {
  const home = join(root, REAL);
  if (!existsSync(home)) return [];
  return readdirSync(home)
    .toSorted()
    .flatMap((run) =>
      readdirSync(join(home, run))
        .toSorted()
        .map((moment) => readMoment(run, `${REAL}/${run}/${moment}`)),
    );
}

function readMoment(run: string, folder: string): Captured {
  const moment = parse(readFileSync(join(root, folder, 'expected.yaml'), 'utf8')) as Moment;
  if (moment.diagnose !== undefined) {
    return { run, folder, moment, entry: { runbook: 'namespace', inputs: { onlyNamespace: moment.diagnose } } };
  }
  const [onlyNamespace = '', onlyName = ''] = moment.about.split('/');
  const inputs = moment.about === '' ? {} : { onlyNamespace, onlyName };
  return { run, folder, moment, entry: { runbook: 'helmreleases', inputs } };
}

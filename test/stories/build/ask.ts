import type { Expected, Story } from '../story.ts';
import type { Built } from './build.ts';
import { snapshot } from './expect.ts';

/** What a story holds besides its name and its end. */
export interface Scene {
  readonly objects: readonly Built[];
  readonly logs?: Readonly<Record<string, string>>;
  readonly stats?: Story['stats'];
  readonly answers?: Readonly<Record<string, string>>;
  readonly denied?: readonly string[];
  readonly commands?: Story['commands'];
}

/** A story that asks why a workload is not ready. `folder` is `RUNBOOK/NAME`. */
export function workloadStory(
  folder: string,
  summary: string,
  scene: Scene,
  expected: Expected,
  workload = 'Deployment/shop/web',
): Story {
  return storyOf(folder, summary, scene, expected, { runbook: 'workload', inputs: { workload } });
}

/** A story that asks about every HelmRelease. */
export function releaseStory(folder: string, summary: string, scene: Scene, expected: Expected): Story {
  return storyOf(folder, summary, scene, expected);
}

/** A story about any runbook and its inputs. */
export function storyOf(
  folder: string,
  summary: string,
  { objects, logs, stats, answers, denied, commands }: Scene,
  expected: Expected,
  entry?: Story['entry'],
): Story {
  return {
    folder: `test/scenarios/${folder}`,
    summary,
    ...(entry === undefined ? {} : { entry }),
    snapshot: snapshot(denied),
    objects,
    ...(logs === undefined ? {} : { logs }),
    ...(stats === undefined ? {} : { stats }),
    ...(answers === undefined ? {} : { answers }),
    ...(commands === undefined ? {} : { commands }),
    expected,
  };
}

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Confidence, Verdict } from '../../../src/model/report.ts';
import { captureFiles, type CaptureFiles } from './capture-files.ts';
import { textAt } from '../plane/manifest.ts';
import { type Ask, type ClusterState, readCluster } from './read-cluster.ts';
import { writeCapture } from './write-files.ts';

/** The finding that has to be told first. */
export interface First {
  readonly code: string;
  readonly confidence: readonly Confidence[];
  /** The object that it is on, `Service/shop`; `Pod/shop-*` where a part of the name is made up. */
  readonly on?: string;
}

/** What an incident expects of kubedoc at a moment: its own words, not what kubedoc then said. */
export interface Moment {
  /** The HelmRelease that kubedoc is asked about, `NAMESPACE/NAME`; empty where it is asked about all. */
  readonly about: string;
  /** The namespace that kubedoc diagnoses, in place of `about`; the capture holds it and what every namespace shares. */
  readonly diagnose?: string;
  readonly verdict: Verdict;
  /** The first finding, and how sure it may be; null where nothing is to be found. */
  readonly first: First | null;
}

/** The captures of one run of an incident. */
export interface Album {
  /** Keeps the cluster as it is now. */
  take(moment: Moment): Promise<void>;
  /** Writes what was kept, each moment into a folder of its own, in place of what an earlier run left there. */
  write(folder: string): void;
}

/** An empty album over a cluster. `title` is one sentence on what happens in it. */
export function openAlbum(ask: Ask, title: string): Album {
  const pages = new Map<string, CaptureFiles>();
  let found = false;
  return {
    async take(moment) {
      found ||= moment.first !== null;
      const name = unusedName(nameOf(moment, found), pages);
      if (name === undefined) return;
      const files = new Map(captureFiles(onlyOf(moment.diagnose, await readCluster(ask))));
      files.set('expected.yaml', stringify({ summary: title, ...moment }, { lineWidth: 0 }));
      pages.set(name, files);
    },
    write(folder) {
      rmSync(folder, { recursive: true, force: true });
      for (const [name, files] of pages) writeCapture(join(folder, name), files);
    },
  };
}

function nameOf({ first, diagnose }: Moment, found: boolean): string {
  if (diagnose !== undefined) return `${diagnose}-${first === null ? 'quiet' : 'found'}`;
  return first === null ? (found ? 'mended' : 'quiet') : 'found';
}

/** The cluster as if nothing ran beside the namespace but what belongs to the cluster itself. */
function onlyOf(namespace: string | undefined, state: ClusterState): ClusterState {
  if (namespace === undefined) return state;
  const isKept = (name: string): boolean => name === namespace || /^(?:|default|flux-system|kube-.*)$/.test(name);
  const spaceOf = (object: unknown): string =>
    textAt(object, textAt(object, 'kind') === 'Namespace' ? 'metadata.name' : 'metadata.namespace');
  return {
    ...state,
    objects: state.objects.filter((object) => isKept(spaceOf(object))),
    logs: Object.fromEntries(Object.entries(state.logs).filter(([place]) => isKept(place.replace(/\/.*/, '')))),
  };
}

/** An incident that asks again and again until something has happened shows no more with its third moment. */
const MOST_ALIKE = 2;

function unusedName(name: string, taken: ReadonlyMap<string, unknown>): string | undefined {
  const others = [...taken.keys()].filter((each) => each.startsWith(name)).length;
  if (others === MOST_ALIKE) return undefined;
  return others === 0 ? name : `${name}-${others + 1}`;
}

import { firstStart, mediumNode, settled, type App, type AppSketch } from './app.ts';
import { container, type Built, type Change } from './build.ts';
import { deepMerge } from './merge.ts';
import { service, sliceOf } from './traffic.ts';

/** When the last run of a failing container ended, and began. */
export const ENDED = '2025-11-15T18:12:41Z';
const BEGAN = '2025-11-15T18:12:35Z';

/** The node that the apps run on. */
export const nodes: readonly Built[] = [mediumNode('node-1')];

/** A program of the shop that ends again and again, with its log under the key of its last run. */
export interface Failing {
  readonly app: App;
  readonly objects: readonly Built[];
  readonly logs: Readonly<Record<string, string>>;
}

/** An app whose only pod crashes: what it wrote last, how it ended, and what is special about it. */
export function failing(name: string, log: string, sketch: AppSketch = {}, ended: Change = {}): Failing {
  const app = firstStart({ ...sketch, name }, { change: crashed(name, ended) });
  return { app, objects: app.all, logs: { [placeOf(name)]: log } };
}

/** The place of the log of an app's last run. */
export function placeOf(name: string): string {
  return `shop/${name}-5d7f9b8c6-q5w9b/${name}.previous`;
}

/** A Service in front of the pods of an app, with its EndpointSlice. */
export function serving(app: App, port: number, name = nameOf(app), change: Change = {}): readonly Built[] {
  const own = service(name, {
    ports: [{ name: 'main', port, protocol: 'TCP', targetPort: 8080 }],
    selector: { 'app.kubernetes.io/name': nameOf(app) },
    ...change,
  });
  return [own, sliceOf(own, [app.newPod], { ports: [{ name: 'main', port: 8080, protocol: 'TCP' }] })];
}

/** An app that is as it should be, ready since a time. */
export function running(name: string, since = '2025-11-15T17:30:00Z', sketch: AppSketch = {}): App {
  return settled({ ...sketch, name, since });
}

function nameOf({ deployment }: App): string {
  return (deployment['metadata'] as { name: string }).name;
}

/** A pod in CrashLoopBackOff whose container has this name. */
function crashed(name: string, ended: Change): Change {
  const image = `registry.example/shop/${name}:1.5.0`;
  const terminated = {
    containerID: 'containerd://1',
    reason: 'Error',
    exitCode: 1,
    startedAt: BEGAN,
    finishedAt: ENDED,
  };
  return container(
    name,
    image,
    {
      waiting: {
        reason: 'CrashLoopBackOff',
        message: `back-off 5m0s restarting failed container=${name} pod=${name}-5d7f9b8c6-q5w9b_shop(1d6f3c9a-0000-4000-8000-1d6f3c9a1d6f)`,
      },
    },
    { restartCount: 13, lastState: { terminated: deepMerge(terminated, ended) } },
  );
}

import { loadTypeScript } from '../scripts/load-typescript.mjs';

/** How many Deployments a namespace has, and how many pods each of them. */
const DEPLOYMENTS = 20;
const REPLICAS = 5;

/**
 * A cluster of so many pods, a hundred to a namespace, with one Deployment of `team-0` whose pods crash. Gives the capture
 * of it, and what serves it.
 */
export async function bigCluster(pods) {
  const { code, builders, captured, ...serving } = await loadTypeScript(`
    import * as code from './test/stories/build/app.ts';
    import * as builders from './test/stories/build/app-status.ts';
    import { buildCatalogue } from './src/replay/catalogue.ts';
    export { code, builders };
    export { serveCapture } from './src/replay/server.ts';
    export { kubeconfigFor } from './src/replay/write-kubeconfig.ts';
    export const captured = (objects, logs) => ({
      folder: '', context: 'bench', namespace: 'default', now: '2025-11-15T18:15:03Z', version: 'v1.34.1', complete: true,
      objects, denied: [], logs: new Map(Object.entries(logs)), commands: [], answers: {}, isHeld: () => true,
      catalogue: buildCatalogue(objects, [], 34),
    });
  `);
  const namespaces = Math.ceil(pods / (DEPLOYMENTS * REPLICAS));
  const objects = [code.mediumNode('node-1')];
  for (let index = 0; index < namespaces; index += 1) {
    for (let app = 0; app < DEPLOYMENTS; app += 1) {
      const sketch = { namespace: `team-${index}`, name: `app-${app}`, since: code.INSTALLED };
      const ill = index === 0 && app === 0;
      const one = ill ? code.firstStart(sketch, { change: builders.crashLoop(1) }) : code.settled(sketch);
      objects.push(...manyOf(one));
    }
  }
  const logs = Object.fromEntries(
    objects
      .filter(
        ({ kind, metadata }) => kind === 'Pod' && metadata.name.startsWith('app-0-') && metadata.namespace === 'team-0',
      )
      .map(({ metadata }) => [`team-0/${metadata.name}/web.previous`, 'fatal: no configuration\n']),
  );
  return { capture: captured(objects, logs), captured, ...serving };
}

/** The same app with as many pods as it is to have. */
function manyOf({ all, deployment, newSet, newPod }) {
  const counted = (object) => {
    const status = Object.fromEntries(
      Object.entries(object.status).map(([key, value]) => [key, /[rR]eplicas$/.test(key) ? value * REPLICAS : value]),
    );
    return { ...object, spec: { ...object.spec, replicas: REPLICAS }, status };
  };
  const others = all.filter((each) => each !== deployment && each !== newSet && each !== newPod);
  const pods = Array.from({ length: REPLICAS }, (_, index) => ({
    ...newPod,
    metadata: {
      ...newPod.metadata,
      name: `${newPod.metadata.name}${index}`,
      uid: `${newPod.metadata.uid}${index}${newPod.metadata.namespace}`,
    },
  }));
  return [counted(deployment), counted(newSet), ...others, ...pods];
}

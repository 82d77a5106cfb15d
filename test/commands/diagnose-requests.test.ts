import { describe, expect, it } from 'vitest';
import { loadCapture, type Capture } from '../../src/replay/capture.ts';
import { runCommand, serveExample } from '../support/run-command.ts';
import { runCapture } from '../support/run-story.ts';
import { root } from '../support/shipped.ts';

const FOLDER = 'test/scenarios/namespace/several-causes';
const whole = await loadCapture(`${root}/${FOLDER}`);

/** The same cluster with so many namespaces more, each a copy of what runs in `shop`. */
function amid(namespaces: number): Capture {
  const own = whole.objects.filter(({ metadata }) => metadata.namespace === 'shop');
  const others = Array.from({ length: namespaces }, (_, index) =>
    own.map((object) => ({ ...object, metadata: { ...object.metadata, namespace: `team-${String(index)}` } })),
  );
  return { ...whole, objects: [...whole.objects, ...others.flat()] };
}

/** The paths that a look at one namespace, or at all (an empty text), asks for. */
async function pathsOf(onlyNamespace: string, capture: Capture): Promise<readonly string[]> {
  const entry = { runbook: 'namespace', inputs: { onlyNamespace } };
  const { requests } = await runCapture({ folder: FOLDER, entry }, capture);
  return requests.map(({ path }) => path).toSorted();
}

describe('the requests of a look at one namespace', () => {
  it('are the same however much runs in others', async () => {
    const alone = await pathsOf('shop', whole);
    expect(await pathsOf('shop', amid(20))).toEqual(alone);
    expect(alone.length).toBeLessThan(45);
  });

  it('ask nothing twice, and no pod of another namespace', async () => {
    const paths = await pathsOf('shop', amid(1));
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.filter((path) => /^\/api\/v1\/pods|\/namespaces\/team-/.test(path))).toEqual([]);
  });
});

describe('the requests of a look at a whole cluster in which all is well', () => {
  it('are the same however many namespaces it has', async () => {
    const well = await loadCapture(`${root}/test/scenarios/namespace/everywhere-healthy`);
    const pods = well.objects.filter(({ metadata }) => metadata.namespace === 'shop');
    const more = pods.map((object) => ({ ...object, metadata: { ...object.metadata, namespace: 'other' } }));
    const few = await pathsOf('', well);
    expect(await pathsOf('', { ...well, objects: [...well.objects, ...more] })).toEqual(few);
    expect(few.length).toBeLessThan(26);
  });

  it('begin with the list that takes longest, which is asked for once', async () => {
    const { server, kubeconfig } = await serveExample(`${root}/test/scenarios/namespace/everywhere-healthy`);
    await runCommand(['diagnose', '-A', '--kubeconfig', kubeconfig, '-o', 'json', '--no-input']);
    const paths = server.requests().map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.filter((path) => path.startsWith('/api/v1/pods'))).toHaveLength(1);
    // Four are under way at a time.
    expect(paths.findIndex((path) => path.startsWith('/api/v1/pods'))).toBeLessThan(4);
  });
});

import { describe, expect, it } from 'vitest';
import type { Capture } from '../../src/replay/capture.ts';
import { serveCapture } from '../../src/replay/server.ts';
import { captureWith } from '../replay/build.ts';
import { mediumNode, rollout, settled } from '../stories/build/app.ts';
import { crashLoop } from '../stories/build/app-status.ts';
import { type Built, pod, unschedulable } from '../stories/build/build.ts';
import { NOW } from '../stories/build/expect.ts';
import { appliedBy, chartOf, flux, ready, stalled, unprepared } from '../stories/build/web-release.ts';
import { kubeconfigTo, runCommand } from '../support/run-command.ts';

/** The limits of issue 6: one release of 200, on a cluster with 5,000 pods. */
const [RELEASES, PODS, REQUESTS] = [200, 5000, 40];

/** 200 releases in 20 namespaces that are as they should be, each with its Deployment, and 5,000 pods in all. */
function fleet(): readonly Built[] {
  const releases = Array.from({ length: RELEASES }, (_, index) => ({
    namespace: `team-${String(index % 20)}`,
    name: `app-${String(index)}`,
  }));
  const settledApps = releases.flatMap(({ namespace, name }) => [
    ready({ namespace, name }),
    chartOf(namespace, name),
    ...settled({ namespace, name, labels: appliedBy(namespace, name) }).all,
  ]);
  const others = Array.from({ length: PODS - RELEASES }, (_, index) =>
    pod(null, {
      pod: `other-${String(index)}`,
      name: 'other',
      namespace: `team-${String(index % 20)}`,
      node: `node-${String(index % 60)}`,
      created: '2025-11-01T09:00:00Z',
      image: 'registry.example/other:1',
      requests: { cpu: '10m', memory: '16Mi' },
    }),
  );
  const nodes = Array.from({ length: 60 }, (_, index) => mediumNode(`node-${String(index)}`));
  return [...settledApps, ...others, ...nodes, ...flux];
}

const many = fleet();

function capture(special: readonly Built[]): Promise<Capture> {
  return captureWith({
    'snapshot.yaml': `capturedAt: ${NOW}\ncontext: lab\nversion: v1.34.1\ncomplete: true\n`,
    'objects.json': { apiVersion: 'v1', kind: 'List', items: [...special, ...many] },
  });
}

/** What is asked of the server while kubedoc looks at shop/web. */
async function pathsFor(
  special: readonly Built[],
): Promise<{ readonly paths: readonly string[]; readonly said: string }> {
  const server = await serveCapture(await capture(special));
  try {
    const args = ['helmrelease', 'recover', 'shop/web', '--kubeconfig', kubeconfigTo(server.url), '-o', 'json'];
    const { stdout } = await runCommand(args);
    return { paths: server.requests().map(({ path }) => path), said: stdout };
  } finally {
    await server.close();
  }
}

/** Lists of pods, but for those of the release's own namespace and of the controllers. */
const elsewhere = (paths: readonly string[]): readonly string[] =>
  paths.filter((path) => /\/pods(?:\?|$)/.test(path) && !/\/namespaces\/(?:shop|flux-system)\//.test(path));

const crashing = rollout({ labels: appliedBy() }, { change: crashLoop(1) });
const FULL = `0/60 nodes are available: 60 Insufficient memory. no new claims to deallocate, preemption: 0/60 nodes are available: 60 No preemption victims found for incoming pod.`;
const pending = rollout(
  { labels: appliedBy(), requests: { cpu: '7', memory: '32Gi' } },
  { node: null, change: unschedulable(FULL, '2025-11-15T17:30:01Z') },
);

describe('one release of two hundred, beside five thousand pods', () => {
  it.each([
    ['a crash loop', 'container-crashes', [stalled(), chartOf(), ...crashing.all]],
    ['a release that is well', '"verdict": "healthy"', [ready(), chartOf(), ...settled({ labels: appliedBy() }).all]],
    [
      'a release that waits for another one, which crashes',
      'dependency-not-ready',
      [
        unprepared('DependencyNotReady', "dependency 'shop/api' is not ready", {
          spec: { dependsOn: [{ name: 'api' }] },
        }),
        stalled({ name: 'api' }),
        ...rollout({ name: 'api', labels: appliedBy('shop', 'api') }, { change: crashLoop(1) }).all,
        ...settled({ labels: appliedBy() }).all,
        chartOf(),
        chartOf('shop', 'api'),
      ],
    ],
  ])('%s takes few requests and no pods of others', async (_what, words, special) => {
    const { paths, said } = await pathsFor(special);
    expect(said).toContain(words);
    expect(paths.length, paths.join('\n')).toBeLessThanOrEqual(REQUESTS);
    expect(elsewhere(paths)).toEqual([]);
  });

  it('a pod without a node takes few requests as well, and then the pods of others', async () => {
    const { paths, said } = await pathsFor([stalled(), chartOf(), ...pending.all]);
    expect(said).toContain('Insufficient memory');
    expect(paths.length, paths.join('\n')).toBeLessThanOrEqual(REQUESTS);
    expect(elsewhere(paths)).not.toEqual([]);
  });
});

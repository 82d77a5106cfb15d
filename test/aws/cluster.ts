import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { KubeObject } from '../../src/model/object.ts';
import { loadCapture, type Capture } from '../../src/replay/capture.ts';
import { moveLogTimes, moveTimes } from '../../src/replay/move-times.ts';
import { serveCapture } from '../../src/replay/server.ts';
import { root } from '../support/root.ts';
import { kubeconfigTo } from '../support/run-command.ts';

/** What the names and ids of a scenario are called in the estate. */
export type Renames = Readonly<Record<string, string>>;

/**
 * Serves the Kubernetes objects of a scenario until the test is over, as the cluster that the estate belongs to: under the
 * ids that the emulator gave, and now, since the emulator lives in the present. What the scenario recorded of `aws` is of
 * no use here: it is asked. Gives the kubeconfig.
 */
export async function clusterOf(scenario: string, renames: Renames): Promise<string> {
  const recorded = await loadCapture(join(root, 'test', 'scenarios', scenario));
  const capture = atPresent(renamed(recorded, renames));
  const server = await serveCapture(capture);
  onTestFinished(() => server.close());
  return kubeconfigTo(server.url, capture.context, capture.namespace);
}

function renamed(capture: Capture, renames: Renames): Capture {
  const told = (text: string): string =>
    Object.entries(renames).reduce((so, [from, to]) => so.replaceAll(from, to), text);
  const objects = capture.objects.map((object) => {
    const { data, ...rest } = JSON.parse(told(JSON.stringify(object))) as KubeObject & {
      data?: Record<string, string>;
    };
    if (object.kind !== 'Secret' || data === undefined) return data === undefined ? rest : { ...rest, data };
    const values = Object.entries(data).map(([key, value]) => [key, encoded(told(decoded(value)))]);
    return { ...rest, data: Object.fromEntries(values) as object };
  });
  const logs = new Map([...capture.logs].map(([key, log]) => [key, told(log)]));
  return { ...capture, context: told(capture.context), objects, logs };
}

function atPresent(capture: Capture): Capture {
  const seconds = Math.round((Date.now() - Date.parse(capture.now)) / 1000);
  return {
    ...capture,
    now: new Date(Date.parse(capture.now) + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    objects: moveTimes(capture.objects, seconds),
    logs: new Map([...capture.logs].map(([key, log]) => [key, moveLogTimes(log, seconds)])),
  };
}

const decoded = (text: string): string => Buffer.from(text, 'base64').toString();
const encoded = (text: string): string => Buffer.from(text).toString('base64');

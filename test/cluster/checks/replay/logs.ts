import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../../cluster/cluster.ts';

/** A container that the simulated kubelets have a log of. */
export interface LoggedContainer {
  readonly pod: string;
  readonly container: string;
  /** Whether it has one of an earlier run. */
  readonly previous?: boolean;
}

/** The namespace of the pods of {@link LOGGED}. */
export const LOG_NAMESPACE = 'shop';

/** Every container with a log. */
export const LOGGED: readonly LoggedContainer[] = [
  { pod: 'talker', container: 'app' },
  { pod: 'two', container: 'left' },
  { pod: 'two', container: 'right' },
  { pod: 'two', container: 'prepare' },
  { pod: 'crasher', container: 'app', previous: true },
];

/** Writes the logs beside those of the plane and tells kwok whose they are. */
export async function serveLogs(cluster: Cluster): Promise<void> {
  const fileOf = (name: string): string => join(cluster.plane.folder, 'logs', `${name}.pod.log`);
  for (const pod of new Set(LOGGED.map((each) => each.pod))) {
    const logs = LOGGED.filter((each) => each.pod === pod).map(({ container, previous = false }) => {
      const name = `${pod}-${container}`;
      writeFileSync(fileOf(name), recorded(`${name} now`));
      if (previous) writeFileSync(fileOf(`${name}-previous`), recorded(`${name} before`));
      const previousLogsFile = fileOf(previous ? `${name}-previous` : name);
      return { containers: [container], logsFile: fileOf(name), previousLogsFile, follow: false };
    });
    const metadata = { name: pod, namespace: LOG_NAMESPACE };
    await cluster.api.apply(
      { apiVersion: 'kwok.x-k8s.io/v1alpha1', kind: 'Logs', metadata, spec: { logs } },
      'harness',
    );
  }
}

/** A day, an hour and a minute ago, so that `sinceSeconds` can cut between them; the last line in letters of two bytes. */
const AGO = [86_400, 86_399, 3_600, 3_599, 60, 59];

/** Lines as a container runtime keeps them: `time stream F text`. */
function recorded(name: string): string {
  const now = Date.now();
  const lines = AGO.map((seconds, index) => {
    const time = new Date(now - seconds * 1000).toISOString().replace('Z', '123456Z');
    return `${time} ${index % 2 === 0 ? 'stdout' : 'stderr'} F line ${index} of ${name}${index === 5 ? ' ä ö ü' : ''}\n`;
  });
  return lines.join('');
}

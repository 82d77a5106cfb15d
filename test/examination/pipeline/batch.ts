import type { Built } from '../../stories/build/build.ts';
import { cronJob, jobNumber, type JobSketch } from '../kit/batch.ts';
import { ago } from '../kit/moment.ts';
import { container, fromConfig, podSpec } from '../kit/pod-spec.ts';
import { BY_HELM, CREATED, databaseUrl, IMAGE, labelsOf, RELEASE, selectorOf, SPACE } from './home.ts';

export const UPGRADED = ago('12d4h');
/** The hook that brings the schema up to the release. */
export const migration = {
  namespace: SPACE,
  name: 'ambergris-alembic',
  labels: labelsOf('alembic'),
  annotations: {
    ...BY_HELM,
    'helm.sh/hook': 'post-install,post-upgrade',
    'helm.sh/hook-delete-policy': 'before-hook-creation',
    'helm.sh/hook-weight': '0',
  },
  podLabels: selectorOf('alembic'),
  spec: podSpec(
    [container({ name: 'alembic', image: IMAGE, command: ['alembic', 'upgrade', 'head'], env: [databaseUrl] })],
    { serviceAccountName: RELEASE },
  ),
  backoffLimit: 2,
  attempts: [
    {
      at: UPGRADED,
      lasts: 6,
      exitCode: 0,
      log: 'INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.\nINFO  [alembic.runtime.migration] Running upgrade 2f0c7715ab90 -> 6c1f0a7d2b34, grain size of batches\n',
    },
  ],
} as const satisfies JobSketch;

const tallySpec = podSpec(
  [
    container({
      name: 'tally',
      image: IMAGE,
      command: ['python', '-m', 'sediment.tally'],
      env: [databaseUrl, fromConfig('TALLY_WINDOW', 'ambergris-wiring', 'tally-window')],
    }),
  ],
  { serviceAccountName: RELEASE },
);

export function tally(lastRun: string, lastSuccess: string): Built {
  return cronJob({
    namespace: SPACE,
    name: 'ambergris-tally',
    labels: labelsOf('tally'),
    annotations: BY_HELM,
    podLabels: selectorOf('tally'),
    schedule: '0 * * * *',
    spec: tallySpec,
    created: CREATED,
    lastRun,
    lastSuccess,
    backoffLimit: 2,
  });
}

export function tallied(cron: Built, at: string, attempts: JobSketch['attempts']): JobSketch {
  return {
    namespace: SPACE,
    name: `ambergris-tally-${jobNumber(at)}`,
    labels: labelsOf('tally'),
    podLabels: selectorOf('tally'),
    spec: tallySpec,
    backoffLimit: 2,
    cron,
    attempts,
  };
}

/** A run of the tally that went well. */
export function tallyWell(cron: Built, at: string): JobSketch {
  const log = '{"level": "info", "event": "tally written", "rows": 1882}\n';
  return tallied(cron, at, [{ at, lasts: 17, exitCode: 0, log }]);
}

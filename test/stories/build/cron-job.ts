import { INSTALLED } from './app.ts';
import { object, ownedBy, template, uidOf, type Built, type Change } from './build.ts';
import { job } from './job.ts';
import { deepMerge } from './merge.ts';

const SKETCH = {
  name: 'migrate',
  namespace: 'shop',
  image: 'registry.example/shop/migrate:1.5.0',
  created: INSTALLED,
};

/** A CronJob of the shop that runs every half hour, the last time a quarter of an hour before the captures. */
export function cronJob(spec: Change = {}, status: Change = {}): Built {
  const base = template(SKETCH) as { metadata: Change; spec: Change };
  return object(
    { apiVersion: 'batch/v1', kind: 'CronJob', namespace: 'shop', name: 'migrate', created: INSTALLED },
    {
      metadata: { generation: 1 },
      spec: {
        concurrencyPolicy: 'Allow',
        failedJobsHistoryLimit: 1,
        jobTemplate: {
          metadata: {},
          spec: { backoffLimit: 3, template: deepMerge(base, { spec: { restartPolicy: 'Never' } }) },
        },
        schedule: '*/30 * * * *',
        successfulJobsHistoryLimit: 3,
        suspend: false,
        timeZone: 'Etc/UTC',
        ...spec,
      },
      status: { lastScheduleTime: '2025-11-15T18:00:00Z', ...status },
    },
  );
}

/** One of its Jobs: what it has come to, and when it was made. */
export function runOf(of: Built, name: string, created: string, status: Change): Built {
  const base = deepMerge(job({ ...status, startTime: created }), ownedBy(of));
  const labels = { 'batch.kubernetes.io/job-name': name, 'job-name': name };
  return deepMerge(base, {
    metadata: { name, uid: uidOf('Job', 'shop', name), creationTimestamp: created },
    spec: { template: { metadata: { labels } } },
  });
}

/** An entry of its status about a Job that is at work. */
export function at(run: Built): Change {
  const { name, namespace, uid } = run['metadata'] as { name: string; namespace: string; uid: string };
  return { apiVersion: 'batch/v1', kind: 'Job', name, namespace, uid, resourceVersion: '1' };
}

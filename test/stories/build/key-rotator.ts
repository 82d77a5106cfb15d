import { INSTALLED } from './app.ts';
import { object, type Built, type Change } from './build.ts';

const LABELS = { 'app.kubernetes.io/name': 'rotate-key', 'app.kubernetes.io/part-of': 'rotate-key' };

interface Rotator {
  readonly namespace: string;
  readonly schedule: string;
  readonly last: string;
  readonly env: readonly Change[];
  readonly suspend?: boolean;
}

function rotator({ namespace, schedule, last, env, suspend = false }: Rotator): Built {
  const container = {
    name: 'rotate-key',
    image: '123456789012.dkr.ecr.us-east-2.amazonaws.com/rotate-key:latest',
    imagePullPolicy: 'IfNotPresent',
    command: ['/bin/bash', '-c', '/tmp/rotate.sh'],
    env,
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  };
  const pod = {
    containers: [container],
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'OnFailure',
    schedulerName: 'default-scheduler',
    securityContext: {},
    serviceAccount: 'rotate-key',
    serviceAccountName: 'rotate-key',
    terminationGracePeriodSeconds: 30,
  };
  return object(
    { apiVersion: 'batch/v1', kind: 'CronJob', namespace, name: 'rotate-key', created: INSTALLED },
    {
      metadata: { generation: 1, labels: LABELS },
      spec: {
        concurrencyPolicy: 'Replace',
        failedJobsHistoryLimit: 1,
        jobTemplate: {
          metadata: { labels: LABELS },
          spec: { parallelism: 1, template: { metadata: { labels: LABELS }, spec: pod } },
        },
        schedule,
        successfulJobsHistoryLimit: 0,
        suspend,
        timeZone: 'America/Vancouver',
      },
      status: { lastScheduleTime: last, lastSuccessfulTime: last.replace('00Z', '21Z') },
    },
  );
}

const STORE = [
  { name: 'AWS_SECRETS_MANAGER_ID', value: 'litellm' },
  { name: 'AWS_SECRET_REGION', value: 'us-east-2' },
];
const MASTER = { name: 'LITELLM_MASTER_KEY', valueFrom: { secretKeyRef: { name: 'litellm.env', key: 'master' } } };
/** A CronJob that makes a key and puts it into a store of secrets. */
export const maker = (schedule: string, suspend = false): Built =>
  rotator({
    namespace: 'litellm',
    schedule,
    last: '2025-11-15T18:15:00Z',
    env: [...STORE, { name: 'KEY_DURATION', value: '8h' }, MASTER],
    suspend,
  });
/** A CronJob that copies the key from there to a namespace of workspaces. */
export const copier = (schedule: string, last = '2025-11-15T16:00:00Z', suspend = false): Built =>
  rotator({
    namespace: 'coder-ws',
    schedule,
    last,
    env: [...STORE, { name: 'K8S_NAMESPACE', value: 'coder-ws' }],
    suspend,
  });

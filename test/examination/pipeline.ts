import { noNode } from '../stories/build/waiting.ts';
import type { ExamCase, Place } from './exam-case.ts';

import { jobNumber } from './kit/batch.ts';
import { crashing, unready } from './kit/fates.ts';
import { add, alter, amend, examine, remove, reshaped, rolled, witness, withJob, type Step } from './kit/model.ts';
import { ago, later } from './kit/moment.ts';
import { boundClaim, claimTemplate, pendingClaim } from './kit/plain.ts';
import { container, fromSecret, httpProbe, values } from './kit/pod-spec.ts';
import { scaler } from './kit/scaling.ts';
import { initWaits, unplaced, withoutConfig } from './kit/waits.ts';
import { podNameOf } from './kit/deployment.ts';
import type { Workload } from './kit/workload.ts';
import { migration, tallied, tally, tallyWell } from './pipeline/batch.ts';
import { homeOf, IMAGE, LAST_WEEK, selectorOf, SPACE } from './pipeline/home.ts';
import { helmRevision, names, pipeline } from './pipeline/parts.ts';
import { BROKER, celery, celeryBanner, celeryTries, gunicorn, kombuTrace } from './pipeline/words.ts';

export { names };

const at = (kind: string, name: string): Place => ({ kind, namespace: SPACE, name });
const all = (kind: string, name: string): Place => at(`pods of ${kind}`, name);
const whole = (name: string): readonly Place[] => [at('Deployment', name), all('Deployment', name)];

const scars: readonly Step[] = [
  witness('HorizontalPodAutoscaler', 'ambergris-sieve', {
    reason: 'FailedGetResourceMetric',
    message: 'failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)',
    by: 'horizontal-pod-autoscaler',
    first: LAST_WEEK,
    last: later(LAST_WEEK, 45),
    count: 4,
  }),
  witness('PersistentVolumeClaim', 'ambergris-strata', {
    reason: 'ExternalExpanding',
    message: 'waiting for an external controller to expand this PVC',
    by: 'volume_expand',
    last: ago('8d1h'),
  }),
];

const make = (sketch: Parameters<typeof examine>[1], ...steps: readonly Step[]): ExamCase =>
  examine(pipeline, sketch, ...scars, ...steps);

/** The release was upgraded to its eighth revision. */
const upgraded = (since: string): readonly Step[] => [
  amend('Secret', 'sh.helm.release.v1.ambergris.v7', { metadata: { labels: { status: 'superseded' } } }),
  add(helmRevision(8, 'deployed', later(since, -5))),
];

const refused = '[Errno 111] Connection refused';
const TRIES = { queue: '', broker: BROKER, error: refused, tries: 9, of: 100 };

const withoutBroker = (queue: string, since: string) =>
  unready({
    since,
    created: ago('12d'),
    period: 30,
    probe: () =>
      `Traceback (most recent call last):\n  File "/usr/local/bin/celery", line 8, in <module>\nkombu.exceptions.OperationalError: ${refused}`,
    log: () =>
      [
        celery(since, 1, 'WARNING', 'consumer: Connection to broker lost. Trying to re-establish the connection...'),
        ...celeryTries(later(since, 2), { ...TRIES, queue }),
      ].join('\n'),
  });

const REINSTALLED = ago('55m');
const beatCrash = crashing({
  exitCode: 1,
  restarts: 12,
  lasts: 3,
  ended: ago('1m12s'),
  created: ago('12d'),
  log: (start) =>
    [
      'celery beat v5.5.3 (immunity) is starting.',
      celery(start, 1, 'INFO', 'beat: Starting...'),
      celery(
        start,
        2,
        'CRITICAL',
        `beat raised exception <class 'kombu.exceptions.OperationalError'>: OperationalError('${refused}')`,
      ),
      ...kombuTrace(refused, [`ConnectionRefusedError: ${refused}`]),
      '',
    ].join('\n'),
});

const brokerless: readonly Step[] = [
  alter('ambergris-sieve', { fates: [withoutBroker('sieve', ago('54m')), withoutBroker('sieve', ago('54m'))] }),
  alter('ambergris-press', { fates: [withoutBroker('press', ago('54m'))] }),
  alter('ambergris-tocsin', { fates: [beatCrash] }),
];

const noStorage = make(
  {
    name: 'pipeline-broker-storage',
    summary: 'The broker was made anew with a class of storage that the cluster does not have; the workers lose it.',
    faulty: [
      at('StatefulSet', 'ambergris-hopper'),
      all('StatefulSet', 'ambergris-hopper'),
      at('PersistentVolumeClaim', 'data-ambergris-hopper-0'),
      { kind: 'StorageClass', namespace: null, name: 'fast-nvme' },
    ],
  },
  ...upgraded(REINSTALLED),
  remove('PersistentVolumeClaim', 'data-ambergris-hopper-0'),
  add(
    pendingClaim(
      { namespace: SPACE, created: REINSTALLED, labels: selectorOf('hopper') },
      'data-ambergris-hopper-0',
      'fast-nvme',
      '8Gi',
    ),
  ),
  witness('PersistentVolumeClaim', 'data-ambergris-hopper-0', {
    reason: 'ProvisioningFailed',
    message: 'storageclass.storage.k8s.io "fast-nvme" not found',
    by: 'persistentvolume-controller',
    first: REINSTALLED,
    last: ago('9s'),
    count: 219,
  }),
  alter('ambergris-hopper', (each) => ({
    created: REINSTALLED,
    more: { ...each.more, volumeClaimTemplates: [claimTemplate('data', 'fast-nvme', '8Gi')] },
    fates: [
      unplaced(
        noNode(3, 'pod has unbound immediate PersistentVolumeClaims', '3 Preemption is not helpful for scheduling'),
        later(REINSTALLED, 1),
      ),
    ],
  })),
  dropVolume('data-ambergris-hopper-0'),
  ...brokerless,
);

/** A volume goes with its claim. */
function dropVolume(claim: string): Step {
  return (model) => ({
    ...model,
    plain: model.plain.filter((each) => {
      const reference = (each['spec'] as { claimRef?: { name: string } } | undefined)?.claimRef;
      return each['kind'] !== 'PersistentVolume' || reference?.name !== claim;
    }),
  });
}

const unknownHost = '[Errno -2] Name or service not known';
const WRONG = 'amqp://sluice:**@ambergris-hoper:5672//';
const wrongName = make(
  {
    name: 'pipeline-service-name',
    summary: 'The sieve was given a broker whose name lacks a letter.',
    faulty: whole('ambergris-sieve'),
  },
  alter('ambergris-sieve', (each) => {
    const fate = crashing({
      exitCode: 1,
      restarts: 7,
      lasts: 34,
      ended: ago('2m5s'),
      log: (start) =>
        [
          ...celeryTries(start, { queue: 'sieve', broker: WRONG, error: unknownHost, tries: 5, of: 5 }),
          celery(start, 33, 'CRITICAL', `Unrecoverable error: OperationalError('${unknownHost}')`),
          ...kombuTrace(unknownHost, [`socket.gaierror: ${unknownHost}`]),
          '',
        ].join('\n'),
    });
    const rest = envOf(each).filter(({ name }) => name !== 'SEDIMENT_BROKER_HOST');
    return rolled(
      each,
      reshaped(each, { env: [...values({ SEDIMENT_BROKER_HOST: 'ambergris-hoper' }), ...rest] }),
      [fate],
      2,
    );
  }),
);

function envOf({ spec }: Workload): readonly { name: string }[] {
  const [first] = spec['containers'] as readonly { env: readonly { name: string }[] }[];
  return first?.env ?? [];
}

const capped = make(
  {
    name: 'pipeline-quota',
    summary: 'The sieve asks for four times its memory, and the quota of the namespace does not allow it.',
    faulty: [...whole('ambergris-sieve'), at('ResourceQuota', 'cobaltmill-cap')],
  },
  ...upgraded(ago('41m')),
  alter('ambergris-sieve', (each) => ({
    ...rolled(each, reshaped(each, { resources: { requests: { memory: '4Gi' }, limits: { memory: '4Gi' } } }), [], 2),
    rollout: { at: ago('41m'), keeps: 2, before: each.spec },
    refusal: (pod) =>
      `pods "${pod}" is forbidden: exceeded quota: cobaltmill-cap, requested: requests.memory=4Gi, used: requests.memory=5504Mi, limited: requests.memory=8Gi`,
  })),
);

const blind = ago('3h10m');
const withoutRequest = (model: Parameters<Step>[0]): ReturnType<Step> => {
  const changed = alter('ambergris-sieve', (each) => {
    const spec = reshaped(each, { resources: { requests: { cpu: undefined } } });
    return { ...each, spec, revision: 8, rollout: { at: blind, keeps: 0, before: each.spec } };
  })(model);
  const sieve = changed.workloads.find(({ name }) => name === 'ambergris-sieve');
  const pod = sieve === undefined ? '' : podNameOf(sieve, 0);
  const message = `failed to get cpu utilization: missing request for cpu in container sieve of Pod ${pod}`;
  const invalid = `invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${message}`;
  const each = { by: 'horizontal-pod-autoscaler', first: later(blind, 70), last: ago('11s'), count: 750 };
  const replaced = scaler(homeOf('sieve'), {
    name: 'ambergris-sieve',
    target: 'ambergris-sieve',
    min: 2,
    max: 8,
    current: 2,
    wanted: 80,
    trouble: { message, since: later(blind, 70) },
  });
  return [
    remove('HorizontalPodAutoscaler', 'ambergris-sieve'),
    add(replaced),
    witness('HorizontalPodAutoscaler', 'ambergris-sieve', { ...each, reason: 'FailedGetResourceMetric', message }),
    witness('HorizontalPodAutoscaler', 'ambergris-sieve', {
      ...each,
      reason: 'FailedComputeMetricsReplicas',
      message: invalid,
    }),
  ].reduce((before, step) => step(before), changed);
};

const noMetrics = make(
  {
    name: 'pipeline-hpa',
    summary: 'The sieve no longer says what CPU it asks for, so that its autoscaler cannot compute anything.',
    faulty: [at('HorizontalPodAutoscaler', 'ambergris-sieve'), at('Deployment', 'ambergris-sieve')],
  },
  ...upgraded(blind),
  withoutRequest,
);

const noModule = [
  'Traceback (most recent call last):',
  '  File "<frozen runpy>", line 198, in _run_module_as_main',
  '  File "<frozen runpy>", line 88, in _run_code',
  '  File "/srv/sediment/tally/__main__.py", line 7, in <module>',
  '    import polars as pl',
  "ModuleNotFoundError: No module named 'polars'",
  '',
].join('\n');
const failedTally = tally(ago('20m'), later(ago('4h20m'), 18));
const failing = (time: string): Step =>
  withJob(
    tallied(
      failedTally,
      time,
      [0, 16, 42].map((after) => ({ at: later(time, after), lasts: 4, exitCode: 1, log: noModule })),
    ),
  );

const failedJobs = make(
  {
    name: 'pipeline-cronjob',
    summary: 'The hourly tally fails since its image came without a module.',
    faulty: [at('CronJob', 'ambergris-tally'), all('CronJob', 'ambergris-tally')],
  },
  remove('CronJob', 'ambergris-tally'),
  add(failedTally),
  withJob(tallyWell(failedTally, ago('5h20m'))),
  withJob(tallyWell(failedTally, ago('4h20m'))),
  failing(ago('2h20m')),
  failing(ago('1h20m')),
  failing(ago('20m')),
  witness('CronJob', 'ambergris-tally', {
    reason: 'SawCompletedJob',
    type: 'Normal',
    message: `Saw completed job: ambergris-tally-${jobNumber(ago('20m'))}, condition: Failed`,
    by: 'cronjob-controller',
    last: ago('19m'),
  }),
);

const wrongPath = make(
  {
    name: 'pipeline-readiness-path',
    summary: 'The readiness probe of the intake asks for a path that the program does not have.',
    faulty: whole('ambergris-intake'),
  },
  ...upgraded(ago('33m')),
  alter('ambergris-intake', (each) => {
    const fate = unready({
      since: ago('33m'),
      probe: () => 'HTTP probe failed with statuscode: 404',
      log: (pod) =>
        gunicorn(
          later(pod.created, 4),
          Array.from({ length: 12 }, (_, index) => `10.20.0.51:${41220 + index * 14} - "GET /healthz HTTP/1.1" 404`),
        ),
    });
    return rolled(each, reshaped(each, { readinessProbe: httpProbe('/healthz', 'http') }), [fate], 2);
  }),
);

const otherZone = boundClaim(homeOf('press'), 'ambergris-strata', {
  storage: '50Gi',
  storageClass: 'gp3',
  zone: 'eu-central-1d',
});
const strandedZone = make(
  {
    name: 'pipeline-volume-zone',
    summary: 'The volume of the press lies in a zone whose last node was taken away.',
    faulty: [
      ...whole('ambergris-press'),
      at('PersistentVolumeClaim', 'ambergris-strata'),
      { kind: 'PersistentVolume', namespace: null, name: nameIn(otherZone[1]) },
    ],
  },
  remove('PersistentVolume', nameIn(otherZone[1])),
  add(...otherZone.slice(1)),
  alter('ambergris-press', {
    fates: [
      unplaced(
        noNode(
          3,
          "3 node(s) didn't match PersistentVolume's node affinity",
          '3 Preemption is not helpful for scheduling',
        ),
        ago('2h36m'),
      ),
    ],
  }),
);

function nameIn(object: { readonly [key: string]: unknown } | undefined): string {
  return (object?.['metadata'] as { name: string } | undefined)?.name ?? '';
}

const waitingForever = make(
  {
    name: 'pipeline-init-service',
    summary: 'The sieve waits for a Service that is not there before it starts.',
    faulty: whole('ambergris-sieve'),
  },
  ...upgraded(ago('1h3m')),
  alter('ambergris-sieve', (each) => {
    const fate = initWaits({
      since: ago('1h3m'),
      log: () => "nc: bad address 'ambergris-hopper-amqp'\nbroker is not there yet\n".repeat(40),
    });
    const wait = container({
      name: 'await-broker',
      image: 'docker.io/library/busybox:1.37',
      command: [
        'sh',
        '-c',
        'until nc -z -w 2 ambergris-hopper-amqp 5672; do echo broker is not there yet; sleep 3; done',
      ],
    });
    return rolled(each, reshaped(each, {}, { initContainers: [wait] }), [fate], 2);
  }),
);

const duplicate = [
  'INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.',
  'INFO  [alembic.runtime.migration] Will assume transactional DDL.',
  'INFO  [alembic.runtime.migration] Running upgrade 6c1f0a7d2b34 -> 91be44d07aa2, moisture of batches',
  'Traceback (most recent call last):',
  '  File "/usr/local/lib/python3.13/site-packages/sqlalchemy/engine/base.py", line 1967, in _exec_single_context',
  '    self.dialect.do_execute(',
  '  File "/usr/local/lib/python3.13/site-packages/sqlalchemy/engine/default.py", line 951, in do_execute',
  '    cursor.execute(statement, parameters)',
  'psycopg2.errors.DuplicateColumn: column "moisture" of relation "batches" already exists',
  '',
  'The above exception was the direct cause of the following exception:',
  '',
  'sqlalchemy.exc.ProgrammingError: (psycopg2.errors.DuplicateColumn) column "moisture" of relation "batches" already exists',
  '',
  '[SQL: ALTER TABLE batches ADD COLUMN moisture NUMERIC]',
  '(Background on this error at: https://sqlalche.me/e/20/f405)',
  '',
].join('\n');
const MIGRATED = ago('47m');
const failedMigration = make(
  {
    name: 'pipeline-migration',
    summary: 'The migration of the eighth revision failed, and the intake waits for the schema.',
    faulty: [at('Job', 'ambergris-alembic'), all('Job', 'ambergris-alembic')],
  },
  amend('Secret', 'sh.helm.release.v1.ambergris.v7', { metadata: { labels: { status: 'deployed' } } }),
  add(helmRevision(8, 'failed', later(MIGRATED, -8))),
  withJob({
    ...migration,
    attempts: [0, 17, 44].map((after) => ({ at: later(MIGRATED, after), lasts: 5, exitCode: 1, log: duplicate })),
  }),
  alter('ambergris-intake', (each) => {
    const fate = initWaits({
      since: later(MIGRATED, -3),
      log: (start) =>
        Array.from(
          { length: 30 },
          (_, index) =>
            `{"timestamp": "${later(start, 2 + index * 10)}", "level": "info", "event": "schema is at 6c1f0a7d2b34, waiting for 91be44d07aa2"}\n`,
        ).join(''),
    });
    return rolled(each, reshaped(each, { image: IMAGE.replace('0.14.2', '0.15.0') }), [fate], 2);
  }),
);

const twoFaults = make(
  {
    name: 'pipeline-two-faults',
    summary: 'The clock asks for a key that its Secret does not hold; the sieve needs more memory than it may take.',
    faulty: [...whole('ambergris-tocsin'), at('Secret', 'ambergris-hopper-user')],
    also: whole('ambergris-sieve'),
  },
  ...upgraded(ago('1h40m')),
  alter('ambergris-tocsin', (each) => {
    const rest = envOf(each).filter(({ name }) => name !== 'SEDIMENT_BROKER_PASSWORD');
    const fate = withoutConfig("couldn't find key broker-password in Secret cobaltmill/ambergris-hopper-user", {
      since: ago('1h40m'),
    });
    const env = [fromSecret('SEDIMENT_BROKER_PASSWORD', 'ambergris-hopper-user', 'broker-password'), ...rest];
    return rolled(each, reshaped(each, { env }), [fate], 0);
  }),
  alter('ambergris-sieve', () => {
    const fate = crashing({
      exitCode: 137,
      reason: 'OOMKilled',
      restarts: 12,
      lasts: 51,
      ended: ago('2m32s'),
      created: ago('12d'),
      log: (start) =>
        [
          ...celeryBanner('sieve'),
          celery(start, 3, 'INFO', `Connected to ${BROKER}`),
          celery(start, 4, 'INFO', 'celery@sieve ready.'),
          celery(start, 5, 'INFO', 'Task sediment.tasks.grade[77ac1d5a-2a1f-4f0e-8f43-d5e2c1f58a10] received'),
          celery(start, 50, 'ERROR', "Process 'ForkPoolWorker-3' pid:21 exited with 'signal 9 (SIGKILL)'"),
          '',
        ].join('\n'),
    });
    return { fates: [fate, fate] };
  }),
);

const twin = make({
  name: 'pipeline-healthy',
  summary: 'The pipeline as it should be, with what is left of last week.',
  faulty: [],
});

export const cases: readonly ExamCase[] = [
  twin,
  noStorage,
  wrongName,
  capped,
  noMetrics,
  failedJobs,
  wrongPath,
  strandedZone,
  waitingForever,
  failedMigration,
  twoFaults,
];

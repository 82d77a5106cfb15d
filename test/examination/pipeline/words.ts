import { later, precise } from '../kit/moment.ts';

/** Lines of Python programs: gunicorn, uvicorn, Celery, RabbitMQ. */
const comma = (time: string, milliseconds: number): string =>
  precise(time, milliseconds).replace('T', ' ').replace('.', ',').replace('Z', '');
const bracketed = (time: string): string => `${time.slice(0, 19).replace('T', ' ')} +0000`;

/** What Celery writes, `after` so many seconds. */
export function celery(start: string, after: number, level: string, what: string, process = 'MainProcess'): string {
  return `[${comma(later(start, after), 281)}: ${level}/${process}] ${what}`;
}

export const BROKER = 'amqp://sluice:**@ambergris-hopper:5672//';

export function celeryBanner(queue: string, broker = BROKER): readonly string[] {
  return [
    ' ',
    ` -------------- celery@${queue} v5.5.3 (immunity)`,
    '--- ***** ----- ',
    '-- ******* ---- Linux-6.8.0-85-generic-x86_64-with-glibc2.41 2026-02-12 14:00:00',
    '- *** --- * --- ',
    '- ** ---------- [config]',
    `- ** ---------- .> app:         sediment:0x7f3be1c2d6a0`,
    `- ** ---------- .> transport:   ${broker}`,
    '- ** ---------- .> results:     redis://ambergris-larder:6379/0',
    '- *** --- * --- .> concurrency: 4 (prefork)',
    '-- ******* ---- .> task events: OFF (enable -E to monitor tasks in this worker)',
    '--- ***** ----- ',
    ' -------------- [queues]',
    `                .> ${queue}          exchange=${queue}(direct) key=${queue}`,
    '',
    '',
  ];
}

export function celeryWell(start: string, queue: string): string {
  return [
    ...celeryBanner(queue),
    celery(start, 3, 'INFO', `Connected to ${BROKER}`),
    celery(start, 4, 'INFO', `celery@${queue} ready.`),
    celery(start, 41, 'INFO', 'Task sediment.tasks.grade[0b6f1c1e-88a1-4c34-9f0e-6a8c5e6ad0c1] received'),
    celery(
      start,
      43,
      'INFO',
      'Task sediment.tasks.grade[0b6f1c1e-88a1-4c34-9f0e-6a8c5e6ad0c1] succeeded in 1.8810s: None',
      'ForkPoolWorker-2',
    ),
    '',
  ].join('\n');
}

/** A worker that tries to reach its broker and says how that ends each time. */
export function celeryTries(
  start: string,
  sketch: { queue: string; broker: string; error: string; tries: number; of: number },
): readonly string[] {
  const { queue, broker, error, tries, of } = sketch;
  const waits = Array.from({ length: tries }, (_, index) => 2 * (index + 1));
  const lines = waits.flatMap((wait, index) => [
    celery(
      start,
      3 + waits.slice(0, index).reduce((sum, each) => sum + each, 0),
      'ERROR',
      `consumer: Cannot connect to ${broker}: ${error}.`,
    ),
    `Trying again in ${wait.toFixed(2)} seconds... (${index + 1}/${of})`,
    '',
  ]);
  return [...celeryBanner(queue, broker), ...lines];
}

/** The end of a Celery program that gives up. */
export function kombuTrace(error: string, raised: readonly string[]): readonly string[] {
  return [
    'Traceback (most recent call last):',
    '  File "/usr/local/lib/python3.13/site-packages/kombu/connection.py", line 472, in _reraise_as_library_errors',
    '    yield',
    '  File "/usr/local/lib/python3.13/site-packages/kombu/connection.py", line 459, in _ensure_connection',
    '    return retry_over_time(',
    '  File "/usr/local/lib/python3.13/site-packages/amqp/transport.py", line 197, in _connect',
    '    self.sock.connect(sa)',
    ...raised,
    '',
    'The above exception was the direct cause of the following exception:',
    '',
    'Traceback (most recent call last):',
    '  File "/usr/local/bin/celery", line 8, in <module>',
    '    sys.exit(main())',
    '  File "/usr/local/lib/python3.13/site-packages/celery/bin/celery.py", line 237, in main',
    '    return celery(auto_envvar_prefix="CELERY")',
    '  File "/usr/local/lib/python3.13/site-packages/kombu/connection.py", line 476, in _reraise_as_library_errors',
    '    raise ConnectionError(str(exc)) from exc',
    `kombu.exceptions.OperationalError: ${error}`,
  ];
}

export function gunicorn(start: string, lines: readonly string[]): string {
  const say = (after: number, pid: number, what: string): string =>
    `[${bracketed(later(start, after))}] [${pid}] [INFO] ${what}`;
  return [
    say(0, 1, 'Starting gunicorn 23.0.0'),
    say(0, 1, 'Listening at: http://0.0.0.0:8000 (1)'),
    say(0, 1, 'Using worker: uvicorn.workers.UvicornWorker'),
    say(0, 8, 'Booting worker with pid: 8'),
    say(0, 9, 'Booting worker with pid: 9'),
    say(2, 8, 'Started server process [8]'),
    say(2, 8, 'Waiting for application startup.'),
    say(3, 8, 'Application startup complete.'),
    say(3, 9, 'Application startup complete.'),
    ...lines,
    '',
  ].join('\n');
}

export function gunicornError(time: string, what: string): string {
  return `[${bracketed(time)}] [8] [ERROR] ${what}`;
}

export const RABBIT = [
  '2026-01-09 10:02:11.340118+00:00 [info] <0.254.0> Running boot step rabbit_core_metrics defined by app rabbit',
  '2026-01-09 10:02:19.871002+00:00 [info] <0.678.0> started TCP listener on [::]:5672',
  '2026-01-09 10:02:20.004481+00:00 [info] <0.545.0> Server startup complete; 4 plugins started.',
  "2026-02-12 14:11:02.118830+00:00 [info] <0.20814.11> connection 10.244.61.7:51022 -> 10.244.87.31:5672: user 'sluice' authenticated and granted access to vhost '/'",
  '',
].join('\n');

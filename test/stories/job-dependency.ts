import { mediumNode } from './build/app.ts';
import { workloadStory } from './build/ask.ts';
import type { Built } from './build/build.ts';
import { problem } from './build/expect.ts';
import { running, serving } from './build/failing.ts';
import { attempt, endedWith, gaveUp, job, OUT_OF_ATTEMPTS } from './build/job.ts';
import { service, sliceOf } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** A Job whose log says that it did not get what it connects to. */
const JOB = 'Job/shop/migrate';
const FROM = '2025-11-15T18:01:40Z';
const TO = '2025-11-15T18:01:49Z';
const failed = job(gaveUp('BackoffLimitExceeded', OUT_OF_ATTEMPTS, '2025-11-15T18:01:52Z', 1), { backoffLimit: 0 });
const last = attempt(failed, 'd2k6w', FROM, endedWith(1, FROM, TO));

/** As libpq, Go and lib/pq say it. */
const REFUSED = 'psql: error: connection to server at "db" (10.96.40.7), port 5432 failed: Connection refused\n';
const UNKNOWN = 'dial tcp: lookup db on 10.96.0.10:53: no such host\n';
const PASSWORD = 'pq: password authentication failed for user "app"\n';

const db = running('db');
const late = running('db', '2025-11-15T18:10:00Z');
const astray = service('db', {
  ports: [{ name: 'main', port: 5432, protocol: 'TCP', targetPort: 8080 }],
  selector: { 'app.kubernetes.io/name': 'dbs' },
});
const unserved: readonly Built[] = [...db.all, astray, sliceOf(astray, [])];

function story(
  name: string,
  summary: string,
  log: string,
  around: readonly Built[],
  expected: Expected,
  denied?: readonly string[],
): Story {
  const objects = [mediumNode('node-1'), failed, last, ...around];
  const whole = { objects, logs: { 'shop/db-5d7f9b8c6-q5w9b/db': 'ready\n', 'shop/migrate-d2k6w/migrate': log } };
  return workloadStory(`job/${name}`, summary, denied === undefined ? whole : { ...whole, denied }, expected, JOB);
}

const never = ['Job shop/migrate ended with'];

/** One story per thing that it did not get, and those in which that is not to be told. */
export const jobDependency: readonly Story[] = [
  story(
    'needs-service',
    'The last attempt was refused by a database whose Service selects nobody.',
    REFUSED,
    unserved,
    problem('service-selects-nothing', 'confirmed', { says: ['Service shop/db matches no pod'], never }),
  ),
  story(
    'needs-name',
    'The last attempt asked for a Service that is not there.',
    UNKNOWN,
    [],
    problem('service-not-there', 'confirmed', { says: ['There is no Service shop/db'], never }),
  ),
  story(
    'needs-credential',
    'The database is up and does not take the password of the Job.',
    PASSWORD,
    [...db.all, ...serving(db, 5432)],
    problem('credential-refused', 'likely', { says: ['refuses its credential', '"P2"'], never }),
  ),
  story(
    'needs-service-later',
    'The database was not ready then and is by now: the Job has to be run again, and nothing else.',
    REFUSED,
    [...late.all, ...serving(late, 5432)],
    problem('job-attempt-failed', 'confirmed', { says: ['Connection refused'] }),
  ),
  story(
    'needs-service-denied',
    'Services may not be looked at: that the Job was refused is all that is known.',
    REFUSED,
    unserved,
    problem('job-attempt-failed', 'likely', { says: ['Connection refused'] }),
    ['services'],
  ),
];

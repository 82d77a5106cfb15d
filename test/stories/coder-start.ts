import { storyOf, type Scene } from './build/ask.ts';
import {
  coderGround,
  coderServer,
  endedLog,
  endingServer,
  SERVING_LOG,
  SILENT_LOG,
  waitingServer,
  workingServer,
} from './build/coder-server.ts';
import { healthy, inProgress, problem } from './build/expect.ts';
import { service } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/**
 * Coder servers that do not come through their start. The errors are those of Coder 2.28, its PostgreSQL driver, go-oidc
 * and golang-migrate; what runs around them is built.
 */
const WITH_OIDC = coderServer({
  CODER_OIDC_ISSUER_URL: 'https://login.example.org/realms/dev',
  CODER_OIDC_CLIENT_ID: 'coder',
});

const connecting = (cause: string): string =>
  endedLog(`connect to postgres: connect to postgres: unable to connect after 30 tries; last error: ${cause}`, [
    `2025-11-15 18:12:37.120 [warn]  ping postgres: retrying  error="${cause}"  try=1`,
    `2025-11-15 18:12:38.121 [warn]  ping postgres: retrying  error="${cause}"  try=2`,
  ]);

const about = (name: string, summary: string, scene: Scene, expected: Expected): Story =>
  storyOf(`coder-start/${name}`, summary, scene, expected, { runbook: 'coder', inputs: { onlyNamespace: '' } });

/** Where the start ended with an error that says all. */
interface Ended {
  readonly name: string;
  readonly summary: string;
  readonly error: string;
  readonly finding: string;
  readonly says: readonly string[];
  readonly never?: readonly string[];
  readonly oidc?: boolean;
  readonly likely?: boolean;
}

const ERRORS: readonly Ended[] = [
  {
    name: 'oidc-client-missing',
    summary: 'An issuer is set, and no client ID.',
    error: 'create oidc config: OIDC client ID must be set!',
    finding: 'oidc-setting-missing',
    says: ['a setting of OIDC is missing'],
    oidc: true,
  },
  {
    name: 'oidc-issuer-differs',
    summary: 'The issuer calls itself by a name with a slash at its end (go-oidc before 3.17).',
    error:
      'create oidc config: configure oidc provider: oidc: issuer did not match the issuer returned by provider, expected "https://login.example.org/realms/dev" got "https://login.example.org/realms/dev/"',
    finding: 'oidc-issuer-differs',
    says: ['https://login.example.org/realms/dev/', 'CODER_OIDC_ISSUER_URL is https://login.example.org/realms/dev.'],
    oidc: true,
  },
  {
    name: 'oidc-issuer-differs-newer',
    summary: 'The same in the words of go-oidc 3.17.',
    error:
      'create oidc config: configure oidc provider: oidc: issuer URL provided to client ("https://login.example.org/realms/dev") did not match the issuer URL returned by provider ("https://login.example.org/realms/prod")',
    finding: 'oidc-issuer-differs',
    says: ['realms/prod'],
    oidc: true,
  },
  {
    name: 'oidc-no-discovery',
    summary: 'The path of the issuer is wrong.',
    error: 'create oidc config: configure oidc provider: 404 Not Found: {"error":"Realm does not exist"}',
    finding: 'oidc-no-discovery',
    says: ['404 Not Found'],
    oidc: true,
  },
  {
    name: 'oidc-proxy-forbids',
    summary: 'A proxy on the way out forbids the issuer of the documentation (16747).',
    error:
      'create oidc config: configure oidc provider: Get "https://issuer.corp.com/.well-known/openid-configuration": Forbidden',
    finding: 'oidc-not-reached',
    says: ['Forbidden', 'before it asks its database'],
    oidc: true,
  },
  {
    name: 'oidc-issuer-silent',
    summary: 'The issuer does not answer; its address is right, so it is not the first thing to change.',
    error:
      'create oidc config: configure oidc provider: Get "https://login.example.org/realms/dev/.well-known/openid-configuration": dial tcp 203.0.113.9:443: i/o timeout',
    finding: 'oidc-not-reached',
    says: ['Nothing says that its address is wrong', '"recommended":true,"because":"what it says there tells'],
    oidc: true,
  },
  {
    name: 'oidc-issuer-ill',
    summary: 'What stands before the issuer answers that it is away.',
    error: 'create oidc config: configure oidc provider: 503 Service Unavailable: <html>no healthy upstream</html>',
    finding: 'oidc-no-discovery',
    says: ['503 Service Unavailable', '"recommended":true,"because":"what it says there tells'],
    oidc: true,
  },
  {
    name: 'oidc-authority',
    summary: 'The issuer shows a certificate of an authority of its own.',
    error:
      'create oidc config: configure oidc provider: Get "https://login.example.org/realms/dev/.well-known/openid-configuration": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    finding: 'oidc-not-reached',
    says: ['whose authority Coder does not know'],
    never: ['Correct CODER_OIDC_ISSUER_URL'],
    oidc: true,
  },
  {
    name: 'oidc-proxy-away',
    summary: 'The proxy for the way out refuses; nothing is known of the issuer.',
    error:
      'create oidc config: configure oidc provider: Get "https://login.example.org/realms/dev/.well-known/openid-configuration": proxyconnect tcp: dial tcp 10.9.9.9:3128: connect: connection refused',
    finding: 'oidc-not-reached',
    says: ['through a proxy for the way out'],
    never: ['login.example.org:443'],
    oidc: true,
  },
  {
    name: 'oidc-group-field',
    summary: 'Groups are allowed, and nothing says which claim holds them.',
    error:
      "create oidc config: 'oidc-group-field' must be set if 'oidc-allowed-groups' is set. Either unset 'oidc-allowed-groups' or set 'oidc-group-field'",
    finding: 'oidc-setting-missing',
    says: ['Give Coder CODER_OIDC_GROUP_FIELD, or take CODER_OIDC_ALLOWED_GROUPS out'],
    oidc: true,
  },
  {
    name: 'database-password',
    summary: 'The database refuses the password (16319).',
    error: connecting('pq: password authentication failed for user "coder"'),
    finding: 'database-password',
    says: ['Secret coder-db-url, key url', 'percent-encoded', 'stringData'],
  },
  {
    name: 'database-iam',
    summary: 'The database does not take the token of the role (14210).',
    error: connecting('pq: PAM authentication failed for user "coder"'),
    finding: 'database-iam',
    says: ['rds_iam', 'CODER_PG_AUTH is not set'],
  },
  {
    name: 'database-without-tls',
    summary: 'The driver wants TLS, and the database in the cluster has none.',
    error: connecting('pq: SSL is not enabled on the server'),
    finding: 'database-without-tls',
    says: ['sslmode=disable'],
  },
  {
    name: 'database-sslmode',
    summary: 'The address has a sslmode that psql knows and this driver does not.',
    error: connecting(
      'pq: unsupported sslmode "prefer"; only "require" (default), "verify-full", "verify-ca", and "disable" supported',
    ),
    finding: 'database-sslmode',
    says: ['does not know: prefer'],
  },
  {
    name: 'database-refuses-client',
    summary: 'The rules of the server want TLS.',
    error: connecting('pq: no pg_hba.conf entry for host "10.244.1.7", user "coder", database "coder", no encryption'),
    finding: 'database-refuses-client',
    says: ['sslmode=require'],
  },
  {
    name: 'database-certificate',
    summary: 'The authority of the database is not known.',
    error: connecting('x509: certificate signed by unknown authority'),
    finding: 'database-certificate',
    says: ['does not trust the certificate'],
  },
  {
    name: 'database-missing',
    summary: 'The server has no database of that name.',
    error: connecting('pq: database "coder" does not exist'),
    finding: 'database-missing',
    says: ['The database coder of Coder'],
  },
  {
    name: 'database-full',
    summary: 'The server has no connection left.',
    error: connecting('pq: sorry, too many clients already'),
    finding: 'database-full',
    says: ['no connection left'],
  },
  {
    name: 'database-address-malformed',
    summary:
      'A character of the password makes the address no URL; the error holds the whole address, the report does not.',
    error:
      'connect to postgres: invalid postgres url with userinfo: parse "postgres://coder:hunter2?x@db:5432/coder": invalid port ":hunter2" after host',
    finding: 'database-address-malformed',
    says: ['percent-encoded'],
    never: ['coder:hunter2'],
  },
  {
    name: 'database-too-old',
    summary: 'The server is older than Coder supports.',
    error: 'PostgreSQL version must be v13.0.0 or higher! Got: 12.4',
    finding: 'database-too-old',
    says: ['12.4'],
  },
  {
    name: 'schema-newer',
    summary: 'The image is older than the schema, as after a rollback (14248).',
    error:
      'connect to postgres: migrate up: up: no migration found for version 237: read down for version 237 .: file does not exist',
    finding: 'schema-newer',
    says: ['older than its database', 'ghcr.io/coder/coder:v2.28.1'],
  },
  {
    name: 'database-of-another',
    summary: 'The version of the schema is a date: another program made it (17597).',
    error:
      'connect to postgres: migrate up: up: no migration found for version 20241016151312: read down for version 20241016151312 .: file does not exist',
    finding: 'database-of-another',
    says: ['belongs to something else'],
    likely: true,
  },
  {
    name: 'schema-dirty',
    summary: 'A migration of long ago ended half-way (4613).',
    error: 'connect to postgres: migrate up: up: Dirty database version 59. Fix and force version.',
    finding: 'schema-dirty',
    says: ['half-way'],
  },
  {
    name: 'migration-locked',
    summary: 'Another pod is said to hold the lock, and none is there any more (5577).',
    error: "connect to postgres: migrate up: up: timeout: can't acquire database lock",
    finding: 'migration-locked',
    says: ['No other pod of it is there.'],
    likely: true,
  },
  {
    name: 'migration-failed',
    summary: 'A statement of a migration fails.',
    error: 'connect to postgres: migrate up: up: migration failed: column "x" of relation "users" already exists',
    finding: 'migration-failed',
    says: ['already exists', 'in one transaction'],
    never: ['Restore the database'],
  },
  {
    name: 'migration-not-allowed',
    summary: 'The user of the address does not own the database, and may make no tables in it.',
    error:
      'connect to postgres: migrate up: up: migration 1 (base): permission denied for schema public (sqlstate=42501)',
    finding: 'migration-failed',
    says: ['only the owner of a database'],
    never: ['Restore the database'],
  },
  {
    name: 'database-certificate-name',
    summary: 'The certificate of the database is for another name.',
    error: connecting('tls: failed to verify certificate: x509: certificate is valid for db.internal, not db'),
    finding: 'database-certificate',
    says: ['for another name than the one in the address'],
    never: ['it needs the authority of the database'],
  },
];

const ended: readonly Story[] = ERRORS.map(({ name, summary, error, finding, says, never = [], oidc, likely }) => {
  const log = error.includes('Encountered an error') ? error : endedLog(error);
  const scene = endingServer(log, oidc === true ? WITH_OIDC : coderServer());
  const confidence = likely === true ? 'likely' : 'confirmed';
  return about(name, summary, scene, problem(finding, confidence, { says, never: ['container-crashes', ...never] }));
});

const noHost = connecting('dial tcp: lookup coder-db-postgresql.coder on 10.96.0.10:53: no such host');
const database = service('postgresql', {}, { metadata: { namespace: 'coder' } });

/** One story per way in which the start of a Coder server ends or waits. */
export const coderStart: readonly Story[] = [
  ...ended,
  about(
    'database-no-such-host',
    'The address of the database names a Service of the documentation; here it has another name (18751).',
    { ...endingServer(noHost), objects: [...endingServer(noHost).objects, database] },
    problem('service-not-there', 'confirmed', { says: ['coder-db-postgresql', 'postgresql'] }),
  ),
  about(
    'database-unseen',
    'The same, and Services may not be looked at.',
    { ...endingServer(noHost), denied: ['services'] },
    problem('database-not-reached', 'likely', { says: ['no such host'] }),
  ),
  about(
    'serving',
    'It has come through its start and serves.',
    { objects: [...workingServer().all, ...coderGround], logs: { 'coder/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG } },
    healthy,
  ),
  about(
    'ended-otherwise',
    'It ends with an error that nobody has met: the error is shown, and not the line that every error begins with.',
    endingServer(endedLog('create dbcrypt: verify dbcrypt keys: no cipher for the active key')),
    problem('container-crashes', 'confirmed', {
      says: ['It said: create dbcrypt: verify dbcrypt keys: no cipher for the active key'],
      never: ['Encountered an error running'],
    }),
  ),
  about(
    'watchdog',
    'Nothing came back through the database for five minutes, and the server ended itself (21410).',
    endingServer(
      [
        'Coder v2.28.3+a1b2c3d - Your Self-Hosted Remote Development Platform',
        'Started HTTP listener at http://0.0.0.0:8080',
        'View the Web UI:',
        '==> Logs will stream in below (press ctrl+c to gracefully exit):',
        '2025-11-15 18:12:31.003 [crit]  pubsub watchdog timeout',
        'Unexpected error, shutting down server: pubsub Watchdog timed out',
        '',
      ].join('\n'),
    ),
    problem('pubsub-watchdog', 'confirmed', { says: ['five minutes'] }),
  ),
  about(
    'stuck',
    'It has announced itself ten minutes ago and says nothing more: somebody outside neither answers nor refuses (12371).',
    waitingServer(SILENT_LOG),
    problem('start-stuck', 'likely', { says: ['before it asks the OIDC issuer and the database'] }),
  ),
  about(
    'starting',
    'It has announced itself a moment ago.',
    waitingServer(SILENT_LOG, '2025-11-15T18:14:33Z'),
    inProgress(),
  ),
];

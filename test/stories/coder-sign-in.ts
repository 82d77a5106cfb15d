import { storyOf, type Scene } from './build/ask.ts';
import type { AppSketch } from './build/app.ts';
import type { Built, Change } from './build/build.ts';
import { object } from './build/build.ts';
import { openSockets } from './build/coder-outside.ts';
import { coderGround, coderServer, SERVING_LOG, workingServer } from './build/coder-server.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import type { Expected, Story } from './story.ts';

type Answer = Readonly<Record<string, unknown>>;
type Environment = Readonly<Record<string, string | null>>;

const ISSUER = 'https://id.example.org/realms/work';
const DOCUMENT = `${ISSUER}/.well-known/openid-configuration`;
const OIDC: Environment = { CODER_OIDC_ISSUER_URL: ISSUER, CODER_OIDC_CLIENT_ID: 'coder' };
const CALLBACK = 'https://coder.example.org/api/v2/users/oidc/callback';

/** The Secret of the client, of which no more than its name is captured. */
const clientSecret: Built = object(
  { apiVersion: 'v1', kind: 'Secret', namespace: 'coder', name: 'coder-oidc', created: '2025-10-01T08:00:00Z' },
  { type: 'Opaque' },
);
const FROM_SECRET: Change = {
  name: 'CODER_OIDC_CLIENT_SECRET',
  valueFrom: { secretKeyRef: { name: 'coder-oidc', key: 'client-secret' } },
};

/** A server with the variables of a story, and with its client secret unless the story has none. */
function serverWith(env: Environment, more: readonly Change[] = [FROM_SECRET]): AppSketch {
  const sketch = coderServer(env);
  const container = sketch.container ?? {};
  const own = container['env'] as readonly Change[];
  return { ...sketch, container: { ...container, env: [...own, ...more] } };
}

/** What Keycloak says of a realm, as far as it matters. */
const whole = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/protocol/openid-connect/auth`,
  token_endpoint: `${ISSUER}/protocol/openid-connect/token`,
  jwks_uri: `${ISSUER}/protocol/openid-connect/certs`,
  scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
};
const trust = { trusted: true, distrust: '', names: ['id.example.org'], coversName: true };
const untrusted = (distrust: string): Answer => ({
  outcome: 'untrusted',
  trouble: `its certificate is not trusted (${distrust})`,
  tls: { ...trust, trusted: false, distrust, coversName: distrust !== 'wrong-name' },
});
const says = (document: object, get = DOCUMENT): Answer => ({
  get,
  status: 200,
  body: JSON.stringify(document),
  headers: { 'content-type': 'application/json' },
  tls: trust,
});

/** Everything else about the server answers as it should. */
const elsewhere: readonly Answer[] = [
  { get: 'https://coder.example.org/healthz', status: 200, body: 'OK' },
  { get: 'https://kubedoc-asks.coder.example.org/', status: 400, body: '<h1>Invalid Application URL</h1>' },
  ...openSockets,
];

interface Around {
  readonly env?: Environment;
  readonly more?: readonly Change[];
  readonly objects?: readonly Built[];
  readonly log?: readonly string[];
  /** Since when it runs; its log is then that of the story alone. */
  readonly since?: string;
  readonly container?: Change;
  readonly denied?: readonly string[];
  readonly commands?: readonly Answer[];
}

function scene({ env = {}, more, objects = [clientSecret], log = [], since, container, ...rest }: Around): Scene {
  const sketch = serverWith({ ...OIDC, ...env }, more);
  const full = { ...sketch, container: { ...sketch.container, ...container } };
  const server = workingServer(since === undefined ? full : { ...full, since });
  const { commands = [], denied } = rest;
  const begun = since === undefined ? [SERVING_LOG.trimEnd()] : [];
  return {
    objects: [...server.all, ...coderGround, ...objects],
    logs: { 'coder/coder-5d7f9b8c6-q5w9b/coder': [...begun, ...log, ''].join('\n').trimStart() },
    commands: [...commands, ...elsewhere],
    ...(denied === undefined ? {} : { denied }),
  };
}

/** Without --network: settings, the Secret, the log. */
const seen = (name: string, summary: string, around: Around, expected: Expected): Story =>
  storyOf(`coder-sign-in/${name}`, summary, scene(around), expected, {
    runbook: 'coder',
    inputs: { onlyNamespace: '' },
  });

/** With --network: what the issuer answers. */
const asked = (
  name: string,
  summary: string,
  commands: readonly Answer[],
  expected: Expected,
  more: Around = {},
): Story =>
  storyOf(`coder-sign-in/${name}`, summary, scene({ ...more, commands }), expected, {
    runbook: 'coder',
    inputs: { onlyNamespace: '', network: 'yes' },
  });

/** A request as Coder logs it from status 500 on (coderd/httpmw/loggermw); from 400 to 499 it says nothing. */
function exchange(at: string, detail: string): string {
  const body = JSON.stringify(JSON.stringify({ message: 'Failed exchanging Oauth code.', detail }));
  return `2025-11-15 ${at} [warn]  coderd: GET  host=coder.example.org  path=/api/v2/users/oidc/callback  proto=HTTP/1.1  remote_addr=10.244.1.9:41234  response_body=${body}  took=88.1ms  status_code=500  latency_ms=88`;
}
const USERINFO =
  '2025-11-15 18:09:11.402 [erro]  coderd.userauth: oauth2: unable to obtain user information claims  error="403 Forbidden: "';

const settings: readonly Story[] = [
  seen(
    'not-asked',
    'All that can be seen is as it should be; the issuer is not asked.',
    {},
    {
      ...healthy,
      says: ['kubedoc diagnose coder --network does', `has to be ${CALLBACK}`, 'text of the page'],
    },
  ),
  seen(
    'without-client',
    'An issuer, and no client: OIDC is off, and nothing says so.',
    { env: { CODER_OIDC_CLIENT_ID: null } },
    problem('oidc-without-client', 'likely', { says: ['only that turns OIDC on', 'CODER_OIDC_CLIENT_ID'] }),
  ),
  seen(
    'placeholder',
    'The issuer of the documentation was left in (16747).',
    { env: { CODER_OIDC_ISSUER_URL: 'https://issuer.corp.com' } },
    problem('oidc-issuer-placeholder', 'likely', { says: ['as an example', 'before it asks its database'] }),
  ),
  seen(
    'groups-unread',
    'Only some groups may come in, and nothing says which claim holds them.',
    { env: { CODER_OIDC_ALLOWED_GROUPS: 'developers' } },
    problem('oidc-groups-unread', 'likely', { says: ["'oidc-group-field' must be set", 'CODER_OIDC_GROUP_FIELD'] }),
  ),
  seen(
    'groups-read',
    'The same with the claim named.',
    { env: { CODER_OIDC_ALLOWED_GROUPS: 'developers', CODER_OIDC_GROUP_FIELD: 'groups' } },
    healthy,
  ),
  seen(
    'secret-missing',
    'The Secret of the client was deleted; the pod that runs does not notice.',
    { objects: [] },
    problem('oidc-secret-missing', 'likely', { says: ['Secret coder-oidc, key client-secret'] }),
  ),
  seen(
    'secret-denied',
    'Whether the Secret is there may not be seen; a pod runs with it.',
    { denied: ['secrets'] },
    { ...healthy, says: ['get secrets coder-oidc'] },
  ),
  seen('public-client', 'It is given no client secret.', { more: [] }, { ...healthy, says: ['is a public client'] }),
  seen(
    'without-oidc',
    'It is not to sign anybody in by OIDC.',
    { env: { CODER_OIDC_ISSUER_URL: null, CODER_OIDC_CLIENT_ID: null }, more: [] },
    { ...healthy, never: ['redirect URI'] },
  ),
  seen(
    'settings-unseen',
    'A whole Secret brings the variables.',
    {
      env: { CODER_OIDC_ISSUER_URL: null, CODER_OIDC_CLIENT_ID: null },
      more: [],
      container: { envFrom: [{ secretRef: { name: 'coder-oidc' } }] },
    },
    incomplete({ says: ['Whether it signs people in by OIDC cannot be seen'] }),
  ),
  seen(
    'denied',
    'Which server there is may not be seen.',
    { denied: ['deployments'] },
    incomplete({ says: ['list deployments'] }),
  ),
];

const logged: readonly Story[] = [
  seen(
    'exchange-fails',
    'The client secret was renewed at the issuer: each sign-in fails when its code is exchanged.',
    {
      log: [exchange('18:02:10.120', 'oauth2: "invalid_client"'), exchange('18:10:44.981', 'oauth2: "invalid_client"')],
    },
    problem('sign-in-fails', 'likely', { says: ['the client secret is wrong', '2 times, last at', 'invalid_client'] }),
  ),
  seen(
    'userinfo-fails',
    'The issuer does not give Coder the claims of the user.',
    { log: [USERINFO] },
    problem('sign-in-fails', 'likely', { says: ['unable to obtain user information claims', '403 Forbidden'] }),
  ),
  seen(
    'failed-before',
    'A sign-in failed in the afternoon, and none has since.',
    { since: '2025-11-15T14:00:00Z', log: [USERINFO.replace('18:09', '14:09')] },
    { ...healthy, says: ['tells of a sign-in that failed', '2025-11-15T14:09:11'] },
  ),
  seen(
    'log-empty',
    'It has run for hours, and its log is empty: whether a sign-in failed cannot be told.',
    { since: '2025-11-15T14:00:00Z' },
    incomplete({ says: ['the log is empty or gone'] }),
  ),
  seen(
    'log-denied',
    'Logs may not be read.',
    { log: [USERINFO], denied: ['pods/log'] },
    incomplete({ says: ['logs of pod coder-5d7f9b8c6-q5w9b'], never: ['unable to obtain'] }),
  ),
];

const answered: readonly Story[] = [
  asked('healthy', 'The issuer calls itself what Coder is told.', [says(whole)], {
    ...healthy,
    says: [`has to be ${CALLBACK}`, 'got oidc claims'],
  }),
  asked(
    'slash',
    'The issuer calls itself with a slash at the end.',
    [says({ ...whole, issuer: `${ISSUER}/` })],
    problem('oidc-issuer-renamed', 'likely', {
      says: ['by a slash at the end', 'issuer did not match the issuer returned by provider'],
      never: ['issuer URL provided to client'],
    }),
  ),
  asked(
    'scheme',
    'The issuer believes that it is asked over http.',
    [says({ ...whole, issuer: ISSUER.replace('https', 'http') })],
    problem('oidc-issuer-renamed', 'likely', { says: ['by http and https'] }),
  ),
  asked(
    'tenant',
    'The address for all tenants of Entra ID, which names none.',
    [
      says(
        { ...whole, issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' },
        'https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration',
      ),
    ],
    problem('oidc-issuer-renamed', 'likely', { says: ['the one of the own tenant'] }),
    { env: { CODER_OIDC_ISSUER_URL: 'https://login.microsoftonline.com/common/v2.0' } },
  ),
  asked('unchecked', 'Coder is told not to compare.', [says({ ...whole, issuer: `${ISSUER}/` })], healthy, {
    env: { CODER_DANGEROUS_OIDC_SKIP_ISSUER_CHECKS: 'true' },
  }),
  asked(
    'not-found',
    'The path of the realm is wrong.',
    [{ get: DOCUMENT, status: 404, body: '{"error":"Realm does not exist"}', tls: trust }],
    problem('oidc-issuer-without-document', 'likely', { says: ['answers 404'] }),
  ),
  asked(
    'page',
    'A page of a login stands before the issuer.',
    [{ get: DOCUMENT, status: 200, body: '<!doctype html>', tls: trust }],
    problem('oidc-issuer-without-document', 'likely', { says: ['is no discovery document'] }),
  ),
  asked(
    'redirected',
    'The issuer has moved.',
    [
      {
        get: DOCUMENT,
        status: 301,
        location: 'https://login.example.org/realms/work/.well-known/openid-configuration',
      },
    ],
    problem('oidc-issuer-redirects', 'possible', { says: ['leads to https://login.example.org'] }),
  ),
  asked(
    'unknown-name',
    'The host of the issuer has no address.',
    [{ get: DOCUMENT, outcome: 'no-such-name', trouble: 'there is no such name in DNS' }],
    problem('oidc-issuer-silent', 'likely', { says: ['no such name in DNS'] }),
  ),
  asked(
    'silent',
    'Nobody answers there.',
    [{ get: DOCUMENT, outcome: 'timeout', trouble: 'nobody answers' }],
    problem('oidc-issuer-silent', 'likely', { says: ['nobody answers'] }),
  ),
  asked(
    'expired',
    'Its certificate has expired.',
    [{ get: DOCUMENT, ...untrusted('expired') }],
    problem('oidc-issuer-untrusted', 'likely', { says: ['not valid (expired)'] }),
  ),
  asked(
    'own-authority',
    'An authority of the company signed its certificate, which this machine does not know.',
    [{ get: DOCUMENT, ...untrusted('unknown-authority') }],
    incomplete({ says: ['Coder may know the authority'] }),
  ),
  asked(
    'incomplete',
    'The document lacks the keys, and its token endpoint is not https.',
    [says({ ...whole, jwks_uri: undefined, token_endpoint: 'http://id.example.org/token' })],
    problem('oidc-document-incomplete', 'likely', { says: ['It lacks jwks_uri', 'Not https: token_endpoint'] }),
  ),
  asked(
    'scopes',
    'Coder asks for groups, which the issuer does not name.',
    [says(whole)],
    problem('oidc-scopes-unknown', 'possible', { says: ['does not name: groups', 'invalid_scope'] }),
    { env: { CODER_OIDC_SCOPES: 'openid,profile,email,groups' } },
  ),
  asked('inside', 'Only the cluster knows the issuer.', [], incomplete({ says: ['only to the cluster'] }), {
    env: { CODER_OIDC_ISSUER_URL: 'http://keycloak.auth.svc.cluster.local/realms/work' },
  }),
];

/** Settings, log and issuer of a server that signs people in by OIDC. */
export const coderSignIn: readonly Story[] = [...settings, ...logged, ...answered];

import { firstStart, type App } from './build/app.ts';
import { crashedContainer } from './build/app-status.ts';
import { storyOf, type Scene } from './build/ask.ts';
import type { Built, Change } from './build/build.ts';
import {
  atDoor,
  behindNginx,
  caddyController,
  CODER_LOG,
  coderIngress,
  configuredNginx,
  connector,
  externalDns,
  HOSTS,
  localConnector,
  logOf,
  nginxController,
  scaledToNone,
} from './build/coder-door.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { ingressClass, rule } from './build/traffic.ts';
import { openSockets } from './build/coder-outside.ts';
import type { Expected, Story } from './story.ts';

/** What stands between the world and a Coder server: tunnels, ExternalDNS and the Ingress controller, told by their logs. */
const HEALTH = 'https://coder.example.org/healthz';
const APPS = {
  get: 'https://kubedoc-asks.coder.example.org/',
  status: 400,
  body: '<h1>Invalid Application URL</h1>',
};
const CLOUDFLARE = { server: 'cloudflare' };
const DOWN = [{ get: HEALTH, status: 530, headers: CLOUDFLARE, body: 'error code: 1033' }, APPS];
const BAD_GATEWAY = [
  {
    get: HEALTH,
    status: 502,
    headers: CLOUDFLARE,
    body: '502 Bad Gateway\nUnable to reach the origin service. The service may be down or it may not be responding to traffic from cloudflared',
  },
  APPS,
];
const NO_NAME = [{ get: HEALTH, outcome: 'no-such-name' }, APPS];

type Line = readonly [time: string, line: string];

function about(folder: string, summary: string, scene: Scene, expected: Expected): Story {
  const network: Record<string, string> = scene.commands === undefined ? {} : { network: 'yes' };
  const outside = scene.commands === undefined ? {} : { commands: [...scene.commands, ...openSockets] };
  const whole = { logs: CODER_LOG, ...scene, ...outside };
  return storyOf(folder, summary, whole, expected, { runbook: 'coder', inputs: { onlyNamespace: '', ...network } });
}

const tunnel = connector();
const STARTED: readonly Line[] = [
  ['01:00', '2025-11-15T18:01:00Z INF Starting tunnel tunnelID=51f0f785-6b8c-41ec-be7f-93a9d5237eb3'],
  ['01:00', '2025-11-15T18:01:00Z INF Settings: map[metrics:0.0.0.0:2000 no-autoupdate:true token:*****]'],
  ['01:00', '2025-11-15T18:01:00Z INF Initial protocol quic'],
];
const IN: readonly Line[] = [
  ...STARTED,
  [
    '01:01',
    '2025-11-15T18:01:01Z INF Registered tunnel connection connIndex=0 connection=b7ebd606-8da5-4273-af3d-472ec741887c event=0 ip=198.41.200.13 location=fra06 protocol=quic',
  ],
];

function originFails(time: string, cause: string, host = 'coder.example.org'): Line {
  const says =
    'Unable to reach the origin service. The service may be down or it may not be responding to traffic from cloudflared';
  return [
    time,
    `2025-11-15T18:${time}Z ERR Request failed error="${says}: ${cause}" connIndex=1 dest=https://${host}/ event=0 ip=198.41.192.77 type=http`,
  ];
}

interface Tunnelled {
  readonly lines?: readonly Line[];
  readonly app?: App;
  readonly commands?: Scene['commands'];
  readonly more?: readonly Built[];
  readonly denied?: readonly string[];
}

function tunnelled(name: string, summary: string, expected: Expected, scene: Tunnelled = {}): Story {
  const { lines = IN, app = tunnel, more = [], commands, denied } = scene;
  const objects = atDoor([...app.all, ...more]);
  const rest = { ...(commands === undefined ? {} : { commands }), ...(denied === undefined ? {} : { denied }) };
  return about(`cloudflared/${name}`, summary, { objects, logs: logOf(app, lines) ?? {}, ...rest }, expected);
}

function origin(name: string, summary: string, cause: string, code: string, says: readonly string[]): Story {
  const lines = [...IN, originFails('12:00', cause)];
  return tunnelled(name, summary, problem(code, 'confirmed', { says }), { lines, commands: BAD_GATEWAY });
}

const REFUSED: Line = [
  '13:00',
  '2025-11-15T18:13:00Z ERR Register tunnel error from server side error="Unauthorized: Tunnel not found" connIndex=0 event=0 ip=198.41.192.77',
];
const QUIC: Line = [
  '13:00',
  '2025-11-15T18:13:00Z ERR Failed to dial a quic connection error="failed to dial to edge with quic: timeout: no recent network activity" connIndex=0 event=0 ip=198.41.192.77',
];
const FELL_BACK: readonly Line[] = [
  ['01:30', '2025-11-15T18:01:30Z INF Switching to fallback protocol http2 connIndex=0 event=0 ip=198.41.192.77'],
  [
    '01:31',
    '2025-11-15T18:01:31Z INF Registered tunnel connection connIndex=0 event=0 ip=198.41.192.77 location=fra06 protocol=http2',
  ],
];
const NO_RULES: Line = [
  '01:00',
  '2025-11-15T18:01:00Z WRN No ingress rules were defined in provided config (if any) nor from the cli, cloudflared will return 503 for all incoming HTTP requests',
];
const RECONNECTS: readonly Line[] = [
  ['10:00', '2025-11-15T18:10:00Z WRN Lost connection with the edge connIndex=2'],
  ['10:00', '2025-11-15T18:10:00Z INF Unregistered tunnel connection connIndex=2 event=0 ip=198.41.192.77'],
  ['10:00', '2025-11-15T18:10:00Z INF Retrying connection in up to 8s connIndex=2 event=0 ip=198.41.192.77'],
  [
    '10:05',
    '2025-11-15T18:10:05Z INF Registered tunnel connection connIndex=2 event=0 ip=198.41.192.77 location=fra06 protocol=quic',
  ],
];
const UPDATED: Line = [
  '01:02',
  '2025-11-15T18:01:02Z INF Updated to new configuration config="{\\"ingress\\":[]}" version=3',
];
const other = connector({}, { name: 'tunnel-shop' });
const stopped = [scaledToNone(tunnel)];

const tunnels: readonly Story[] = [
  tunnelled('healthy', 'A tunnel that is connected.', { ...healthy, never: ['eyJ'] }),
  tunnelled('reconnects-decoy', 'One of its connections was made anew.', healthy, { lines: [...IN, ...RECONNECTS] }),
  tunnelled('refused-and-in', 'It was refused at first, and is connected since.', healthy, {
    lines: [...STARTED, QUIC, ...RECONNECTS.slice(-1)],
  }),
  tunnelled(
    'log-empty',
    'It is ready for long, and its log is empty: whether a message is in it cannot be told.',
    incomplete({ says: ['the log is empty or gone'] }),
    { lines: [] },
  ),
  tunnelled('log-denied', 'Its log may not be read.', incomplete({ says: ['pods/log'] }), { denied: ['pods/log'] }),
  tunnelled(
    'refused',
    'The tunnel was deleted, and its token with it.',
    problem('tunnel-refused', 'confirmed', {
      says: ['Secret tunnel-token, key token', 'Unauthorized: Tunnel not found'],
    }),
    { lines: [...STARTED, REFUSED], commands: DOWN },
  ),
  tunnelled('refused-not-asked', 'The same, and nobody asked outside.', problem('tunnel-refused', 'likely'), {
    lines: [...STARTED, REFUSED],
  }),
  tunnelled(
    'not-connected',
    'It gets no connection to Cloudflare.',
    problem('tunnel-not-connected', 'confirmed', { says: ['7844'] }),
    {
      lines: [...STARTED, QUIC],
      commands: DOWN,
    },
  ),
  tunnelled(
    'without-udp',
    'UDP is closed, and it goes over TCP.',
    { ...healthy, says: ['fell back from QUIC'] },
    {
      lines: [...STARTED, QUIC, ...FELL_BACK],
    },
  ),
  tunnelled('without-rules', 'Nobody has given it rules.', problem('tunnel-without-rules', 'confirmed'), {
    lines: [NO_RULES, ...IN],
    commands: [{ get: HEALTH, status: 503, headers: CLOUDFLARE, body: '' }, APPS],
  }),
  tunnelled('rules-came-decoy', 'Cloudflare gave it rules a moment later.', healthy, {
    lines: [NO_RULES, ...IN, UPDATED],
  }),
  tunnelled(
    'token-in-arguments',
    'Its token stands among its arguments.',
    { ...healthy, says: ['Its token stands among its arguments'] },
    { app: connector({ args: ['tunnel', 'run', '--token', '$(TUNNEL_TOKEN)'] }) },
  ),
  about(
    'cloudflared/stopped',
    'Somebody scaled the only tunnel to none.',
    { objects: atDoor(stopped), commands: DOWN },
    problem('tunnel-stopped', 'confirmed'),
  ),
  about(
    'cloudflared/stopped-unmissed',
    'A tunnel is scaled to none, and nobody asked outside.',
    { objects: atDoor(stopped) },
    { ...healthy, says: ['It is scaled to none'] },
  ),
  origin(
    'origin-unknown',
    'The namespace in its rule is misspelt.',
    'dial tcp: lookup coder.codr on 10.96.0.10:53: no such host',
    'tunnel-origin-unknown',
    ['coder.codr'],
  ),
  origin(
    'origin-refused',
    'The port in its rule is not that of the Service.',
    'dial tcp 10.96.40.7:8080: connect: connection refused',
    'tunnel-origin-refused',
    ['10.96.40.7:8080'],
  ),
  origin(
    'origin-silent',
    'Its rule dials an address that nobody has.',
    'dial tcp 192.0.2.101:80: i/o timeout',
    'tunnel-origin-silent',
    ['192.0.2.101:80'],
  ),
  origin(
    'origin-scheme',
    'It speaks http to a TLS port.',
    'net/http: HTTP/1.x transport connection broken: malformed HTTP response \\"\\\\x15\\\\x03\\\\x01\\\\x00\\\\x02\\\\x02\\"',
    'tunnel-origin-scheme',
    ['malformed HTTP response'],
  ),
  origin(
    'origin-certificate',
    'The Ingress controller shows its stand-in.',
    'tls: failed to verify certificate: x509: certificate is valid for ingress.local, not coder.example.org',
    'tunnel-origin-certificate',
    ['valid for ingress.local'],
  ),
  tunnelled('origin-fails', 'Something that has no name of its own.', problem('tunnel-origin-fails', 'likely'), {
    lines: [...IN, originFails('12:00', 'EOF')],
  }),
  tunnelled('origin-likely', 'The same fault, and nobody asked outside.', problem('tunnel-origin-unknown', 'likely'), {
    lines: [...IN, originFails('12:00', 'dial tcp: lookup coder.codr on 10.96.0.10:53: no such host')],
  }),
  tunnelled('origin-long-ago', 'A request failed twenty minutes ago.', healthy, {
    lines: [originFails('00:01', 'dial tcp: lookup coder.codr on 10.96.0.10:53: no such host'), ...IN],
  }),
  tunnelled('origin-of-another-decoy', 'Requests for another host fail behind it.', healthy, {
    lines: [...IN, originFails('12:00', 'dial tcp 10.96.40.9:80: connect: connection refused', 'shop.example.org')],
  }),
  tunnelled(
    'two-tunnels',
    'One of two tunnels is refused; whether the host goes through it cannot be told.',
    problem('tunnel-refused', 'possible'),
    {
      lines: [...STARTED, REFUSED],
      more: other.all,
    },
  ),
];

/** The rules of a connector that reads them from a ConfigMap: hosts and where they lead, and the last one. */
function rulesOf(...rules: readonly (readonly [host: string, service: string])[]): string {
  const lines = rules.map(([host, to]) => `  - hostname: '${host}'\n    service: ${to}\n`);
  return `ingress:\n${lines.join('')}  - service: http_status:404\n`;
}

const GOOD_RULES = rulesOf(
  ['coder.example.org', 'http://coder.coder:80'],
  ['*.coder.example.org', 'http://coder.coder:80'],
);
const SHOP_RULES = rulesOf(['shop.example.org', 'http://shop.shop:80']);
const AWAY_RULES = rulesOf(
  ['coder.example.org', 'http://codr.coder.svc:80'],
  ['*.coder.example.org', 'http://coder.coder:80'],
);
const NOT_FOUND = [{ get: HEALTH, status: 404, headers: CLOUDFLARE, body: '' }, APPS];
const NO_ORIGIN = BAD_GATEWAY;

interface Local {
  readonly change?: Change;
  readonly lines?: readonly Line[];
  readonly commands?: Scene['commands'];
  readonly denied?: readonly string[];
}

function local(name: string, summary: string, rules: string, expected: Expected, scene: Local = {}): Story {
  const { change = {}, ...rest } = scene;
  return tunnelled(`local-${name}`, summary, expected, { ...rest, app: localConnector(rules, change) });
}

const NOWHERE = ['codr does not exist, and coder comes nearest', 'rule 1 of 3'];
const locals: readonly Story[] = [
  local('healthy', 'Its rules stand in a ConfigMap, and lead both hosts to Coder.', GOOD_RULES, {
    ...healthy,
    says: ['rule 1 of 3 leads coder.example.org to http://coder.coder:80'],
    never: ['No rule of its own'],
  }),
  local(
    'without-rule',
    'The host is in none of its rules, and the last one answers.',
    SHOP_RULES,
    problem('tunnel-host-without-rule', 'confirmed', { says: ['to http_status:404', 'rule 2 of 2'] }),
    { commands: NOT_FOUND },
  ),
  local('without-rule-not-asked', 'The same, and nobody asked outside.', SHOP_RULES, {
    ...healthy,
    says: ['No rule of its own is for coder.example.org'],
  }),
  local(
    'without-rule-pushed',
    'The same, and Cloudflare has given it other rules since.',
    SHOP_RULES,
    problem('edge-tunnel-without-host', 'likely'),
    { lines: [...IN, UPDATED], commands: NOT_FOUND },
  ),
  local(
    'without-rule-newer',
    'The same, and it was written after the connector began.',
    SHOP_RULES,
    problem('edge-tunnel-without-host', 'likely', { says: ['was written after its connector began'] }),
    {
      commands: NOT_FOUND,
      change: {
        metadata: {
          managedFields: [{ manager: 'kubectl-edit', operation: 'Update', time: '2025-11-15T18:11:00Z' }],
        },
      },
    },
  ),
  local(
    'nowhere',
    'Its rule leads to a Service that does not exist, and the host does not answer.',
    AWAY_RULES,
    problem('tunnel-rule-leads-nowhere', 'confirmed', { says: NOWHERE }),
    { commands: NO_ORIGIN },
  ),
  local('nowhere-not-asked', 'The same, and nobody asked outside.', AWAY_RULES, { ...healthy, says: NOWHERE }),
  local(
    'port',
    'Its rule names a port that the Service does not have.',
    GOOD_RULES.replace('coder.coder:80', 'coder.coder:8080'),
    problem('tunnel-rule-leads-nowhere', 'confirmed', { says: ['coder/coder has no port 8080'] }),
    { commands: NO_ORIGIN },
  ),
  local(
    'outside-decoy',
    'Its rule leads to a host outside.',
    rulesOf(['*.example.org', 'http://example.net']),
    {
      ...healthy,
      never: ['does not exist'],
    },
    {},
  ),
  local(
    'elsewhere-decoy',
    'Its rules are right, and something behind them fails.',
    GOOD_RULES,
    problem('edge-origin-unreachable', 'likely'),
    {
      commands: NO_ORIGIN,
    },
  ),
  local(
    'malformed',
    'The file is no YAML.',
    'ingress: [\n',
    incomplete({ says: ['cannot be read, for it is no YAML'] }),
  ),
  local(
    'bomb',
    'Aliases in the file make much of little.',
    `a: &a [1, 1]\n${['b', 'c', 'd', 'e', 'f', 'g'].map((name, index) => `${name}: &${name} [${`*${'abcdef'[index] ?? ''}, `.repeat(9)}]`).join('\n')}\n`,
    incomplete({ says: ['it is no YAML'] }),
  ),
  local('denied', 'Its ConfigMap may not be seen.', GOOD_RULES, incomplete({ says: ['configmaps'] }), {
    denied: ['configmaps'],
  }),
  local(
    'origin-unknown',
    'A request failed for a name that does not exist, and its rule says which.',
    AWAY_RULES,
    problem('tunnel-origin-unknown', 'confirmed', { says: ['By ConfigMap cloudflared, rule 1 of 3'] }),
    {
      lines: [...IN, originFails('12:00', 'dial tcp: lookup codr.coder.svc on 10.96.0.10:53: no such host')],
      commands: BAD_GATEWAY,
    },
  ),
  tunnelled(
    'local-in-secret',
    'Its configuration is in a Secret.',
    { ...healthy, says: ['which is not read'] },
    { app: inSecret() },
  ),
];

/** A connector with its whole configuration in a Secret. */
function inSecret(): App {
  const volumes = [{ name: 'config', secret: { secretName: 'tunnel-config' } }];
  const volumeMounts = [{ name: 'config', mountPath: '/etc/cloudflared' }];
  return connector({ args: ['tunnel', 'run'], env: undefined, volumeMounts }, { spec: { volumes } });
}

function named(
  name: string,
  summary: string,
  expected: Expected,
  scene: {
    readonly app?: App;
    readonly lines?: readonly string[];
    readonly commands?: Scene['commands'];
    readonly ingress?: Change;
    readonly denied?: readonly string[];
  } = {},
): Story {
  const { app = externalDns(), lines = [UP_TO_DATE], commands, ingress = {}, denied } = scene;
  const objects = atDoor([coderIngress(HOSTS, 'coder', ingress), ingressClass(), ...app.all]);
  const text =
    logOf(
      app,
      lines.map((line) => ['10:00', line] as const),
    ) ?? {};
  const rest = { ...(commands === undefined ? {} : { commands }), ...(denied === undefined ? {} : { denied }) };
  return about(`external-dns/${name}`, summary, { objects, logs: text, ...rest }, expected);
}

const UP_TO_DATE = 'time="2025-11-15T18:10:00Z" level=info msg="All records are already up to date"';
const TOKEN =
  'time="2025-11-15T18:12:00Z" level=error msg="Failed to do run once: soft error\\nInvalid access token (9109) (consecutive soft errors: 4)"';
const EXISTS =
  'time="2025-11-15T18:12:00Z" level=error msg="failed to create record: An A, AAAA, or CNAME record with that host already exists. (81053)" action=CREATE record=coder.example.org ttl=1 type=CNAME zone=0';
const SOFT =
  'time="2025-11-15T18:05:00Z" level=error msg="Failed to do run once: soft error\\nerror reading response body: unexpected EOF (consecutive soft errors: 1)"';
const OLD_KEYS = {
  metadata: { annotations: { 'external-dns.alpha.kubernetes.io/target': '51f0f785.cfargotunnel.com' } },
};

const records: readonly Story[] = [
  named('healthy', 'It has made all records, and says nothing in events, as it does by itself.', healthy),
  named('log-empty', 'Its log is empty.', incomplete({ says: ['the log is empty or gone'] }), { lines: [] }),
  named('log-denied', 'Its log may not be read.', incomplete({ says: ['pods/log'] }), { denied: ['pods/log'] }),
  named(
    'refused',
    'Its token is no longer good.',
    problem('record-refused', 'confirmed', { says: ['Invalid access token'] }),
    { lines: [TOKEN], commands: NO_NAME },
  ),
  named('refused-not-asked', 'The same, and nobody asked outside.', problem('record-refused', 'likely'), {
    lines: [TOKEN],
  }),
  named(
    'record-exists',
    'A record that somebody made by hand is in the way.',
    problem('record-refused', 'likely', { says: ['made by hand'] }),
    { lines: [EXISTS] },
  ),
  named('soft-error-decoy', 'Its provider hung up once, and all is up to date since.', healthy, {
    lines: [SOFT, UP_TO_DATE],
  }),
  named(
    'filtered',
    'The host is in none of its domains.',
    problem('record-filtered', 'likely', { says: ['example.net'] }),
    {
      app: externalDns('v0.19.0', ['--policy=sync', '--domain-filter=example.net']),
      commands: NO_NAME,
    },
  ),
  named(
    'filtered-by-namespace',
    'It reads another namespace alone.',
    problem('record-filtered', 'likely', { says: ['--namespace=shop', 'in another namespace'] }),
    { app: externalDns('v0.19.0', ['--policy=sync', '--namespace=shop']), commands: NO_NAME },
  ),
  named('filtered-decoy', 'The host is in none of its domains, and DNS knows it from elsewhere.', healthy, {
    app: externalDns('v0.19.0', ['--policy=sync', '--domain-filter=example.net']),
  }),
  named(
    'annotations-not-read',
    'It was upgraded past the change of the annotations.',
    problem('annotations-not-read', 'likely', { says: ['Ingress coder/coder'] }),
    {
      app: externalDns('v0.22.0'),
      ingress: OLD_KEYS,
      commands: NO_NAME,
    },
  ),
  named(
    'old-annotations-decoy',
    'The same, and the record is there.',
    { ...healthy, says: ['no longer reads annotations'] },
    {
      app: externalDns('v0.22.0'),
      ingress: OLD_KEYS,
    },
  ),
  named(
    'old-prefix-kept',
    'The same, and it was told to read the old ones.',
    { ...healthy, never: ['no longer reads'] },
    {
      app: externalDns('v0.22.0', ['--policy=sync', '--annotation-prefix=external-dns.alpha.kubernetes.io/']),
      ingress: OLD_KEYS,
    },
  ),
  named(
    'record-not-made',
    'It says that all is up to date, and DNS knows no such host.',
    problem('record-not-made', 'likely', { says: ['--txt-owner-id'] }),
    {
      commands: NO_NAME,
    },
  ),
  about(
    'external-dns/without-policy',
    'It was upgraded to a version that wants its policy said.',
    {
      objects: atDoor([
        coderIngress(HOSTS),
        ingressClass(),
        ...firstStart(
          {
            name: 'external-dns',
            namespace: 'external-dns',
            image: 'registry.k8s.io/external-dns/external-dns:v0.22.0',
            container: { args: ['--source=ingress', '--provider=cloudflare'] },
          },
          { change: crashedContainer('external-dns', 'registry.k8s.io/external-dns/external-dns:v0.22.0', 9) },
        ).all,
      ]),
      logs: {
        ...CODER_LOG,
        'external-dns/external-dns-5d7f9b8c6-q5w9b/external-dns.previous':
          'time="2025-11-15T18:10:00Z" level=fatal msg="config validation failed: --policy must be set explicitly (one of: sync, upsert-only, create-only)"\n',
      },
    },
    problem('configuration-wrong', 'confirmed', { says: ['upsert-only or create-only'] }),
  ),
];

const controller = nginxController();
const ACCESS =
  '10.244.3.9 - - [15/Nov/2025:18:12:30 +0000] "GET /healthz HTTP/1.1" 200 2 "-" "curl/8.5.0" 80 0.002 [coder-coder-http] [] 10.244.1.7:8080 2 0.002 200 4f1d';
const FAILED_ACCESS =
  '10.244.3.9 - - [15/Nov/2025:18:12:00 +0000] "GET / HTTP/1.1" 502 150 "-" "curl/8.5.0" 80 0.000 [coder-coder-http] [] 10.244.1.7:8080 0 0.000 502 4f1e';

function upstream(says: string, tail = ''): string {
  return `2025/11/15 18:12:00 [error] 31#31: *1234 ${says}, client: 10.244.3.9, server: coder.example.org, request: "GET / HTTP/1.1"${tail}, upstream: "http://10.244.1.7:8080/", host: "coder.example.org"`;
}

function nginx(name: string, summary: string, lines: readonly Line[], expected: Expected, asked = true): Story {
  const commands = [{ get: HEALTH, status: 502, body: '<center>nginx</center>' }, APPS];
  const scene = {
    objects: behindNginx(controller),
    logs: logOf(controller, lines) ?? {},
    ...(asked ? { commands } : {}),
  };
  return about(`ingress-nginx/${name}`, summary, scene, expected);
}

const REFUSED_BEHIND = upstream('connect() failed (111: Connection refused) while connecting to upstream');

const controllers: readonly Story[] = [
  nginx('healthy', 'It gets answers from behind the host.', [['12:30', ACCESS]], healthy, false),
  nginx(
    'refused',
    'Nobody listens behind it.',
    [
      ['12:00', REFUSED_BEHIND],
      ['12:00', FAILED_ACCESS],
    ],
    problem('upstream-refused', 'confirmed', { says: ['111: Connection refused'] }),
  ),
  nginx(
    'refused-not-asked',
    'The same, and nobody asked outside.',
    [
      ['12:00', REFUSED_BEHIND],
      ['12:00', FAILED_ACCESS],
    ],
    problem('upstream-refused', 'likely'),
    false,
  ),
  nginx(
    'refused-and-well',
    'A pod started a moment ago, and answers since.',
    [
      ['12:00', REFUSED_BEHIND],
      ['12:00', FAILED_ACCESS],
      ['12:30', ACCESS],
    ],
    healthy,
    false,
  ),
  nginx(
    'silent',
    'No answer comes in time.',
    [['12:00', upstream('upstream timed out (110: Operation timed out) while connecting to upstream')]],
    problem('upstream-silent', 'confirmed'),
  ),
  nginx(
    'scheme',
    'It is told to speak TLS to a port without.',
    [
      [
        '12:00',
        upstream(
          'SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream',
        ),
      ],
    ],
    problem('upstream-scheme', 'confirmed'),
  ),
  nginx(
    'closes',
    'What stands behind closes the connection.',
    [['12:00', upstream('upstream prematurely closed connection while reading response header from upstream')]],
    problem('upstream-closes', 'likely'),
  ),
  nginx(
    'another-host-decoy',
    'Requests for another host fail.',
    [['12:00', REFUSED_BEHIND.split('coder.example.org').join('shop.example.org')]],
    healthy,
    false,
  ),
  about(
    'ingress-nginx/stopped',
    'Somebody scaled it to none.',
    {
      objects: atDoor([coderIngress(HOSTS), ingressClass(), scaledToNone(controller)]),
      commands: [{ get: HEALTH, outcome: 'refused' }, { dns: 'coder.example.org', records: ['203.0.113.10'] }, APPS],
    },
    problem('controller-stopped', 'confirmed'),
  ),
  nginx('log-empty', 'Its log is empty.', [], incomplete({ says: ['the log is empty or gone'] }), false),
  about(
    'ingress-nginx/log-denied',
    'Its log may not be read.',
    { objects: behindNginx(controller), denied: ['pods/log'] },
    incomplete({ says: ['pods/log'] }),
  ),
];

const oldNginx = configuredNginx({ 'proxy-http-version': '1.0' });
const configured: readonly Story[] = [
  about(
    'nginx-configuration/version-not-asked',
    'The ConfigMap of the controller says HTTP/1.0, and nobody asks for a WebSocket.',
    { objects: behindNginx(oldNginx), logs: logOf(oldNginx, [['12:30', ACCESS]]) ?? {} },
    { ...healthy, says: ['Nobody saw a WebSocket refused; with --network'] },
  ),
  about(
    'nginx-configuration/denied-not-asked',
    'It may not be seen, and nobody asks for a WebSocket.',
    { objects: behindNginx(oldNginx), logs: logOf(oldNginx, [['12:30', ACCESS]]) ?? {}, denied: ['configmaps'] },
    { ...healthy, says: ['was not looked at'] },
  ),
];

const caddy = caddyController();
const CADDY_CLASS = { spec: { ingressClassName: 'caddy' } };
const BY_NUMBER = { ...CADDY_CLASS, spec: { ...CADDY_CLASS.spec, rules: HOSTS.map((host) => rule(host, 'coder')) } };

/** A line of Caddy's error log (zap, JSON): what dialling came to, and the request that it was for. */
function caddyFails(time: string, says: string, host = 'coder.example.org'): Line {
  const request = { remote_ip: '10.244.3.9', proto: 'HTTP/2.0', method: 'GET', host, uri: '/setup' };
  const rest = { request, duration: 3.000847, status: 502, err_trace: 'reverseproxy.statusError' };
  return [time, JSON.stringify({ level: 'error', ts: 1763230320.2, logger: 'http.log.error', msg: says, ...rest })];
}

interface BehindCaddy {
  readonly lines?: readonly Line[];
  readonly ingress?: Change;
  readonly app?: readonly Built[];
  readonly commands?: Scene['commands'];
  readonly denied?: readonly string[];
}

function behindCaddy(name: string, summary: string, expected: Expected, scene: BehindCaddy = {}): Story {
  const { lines = [], ingress = CADDY_CLASS, app = caddy.all, commands, denied } = scene;
  const objects = atDoor([coderIngress(HOSTS, 'coder', ingress), ...app]);
  const text = logOf(caddy, [['00:30', CADDY_STARTED], ...lines]) ?? {};
  const rest = { ...(commands === undefined ? {} : { commands }), ...(denied === undefined ? {} : { denied }) };
  return about(`ingress-caddy/${name}`, summary, { objects, logs: text, ...rest }, expected);
}

const CADDY_STARTED =
  '{"level":"info","ts":1763229630.1,"caller":"caddy/main.go:52","msg":"Starting the caddy ingress controller"}';
const PORT_ZERO = caddyFails('12:00', 'dial tcp 10.96.40.7:0: i/o timeout');
const CADDY_502 = [{ get: HEALTH, status: 502, headers: { server: 'Caddy' }, body: '' }, APPS];

const caddies: readonly Story[] = [
  behindCaddy('healthy', 'Its Ingress gives numbers, and nobody complains.', healthy, { ingress: BY_NUMBER }),
  behindCaddy('quiet-decoy', 'Its Ingress calls the port by its name, and no request has failed.', {
    ...healthy,
    says: ['reads the number alone'],
  }),
  behindCaddy(
    'port-by-name',
    'It makes 0 of the name of a port (7491).',
    problem('caddy-port-by-name', 'confirmed', { says: ['10.96.40.7:0: i/o timeout', '(http)'] }),
    { lines: [PORT_ZERO], commands: CADDY_502 },
  ),
  behindCaddy(
    'port-by-name-not-asked',
    'The same, and nobody asked outside.',
    problem('caddy-port-by-name', 'confirmed'),
    { lines: [PORT_ZERO] },
  ),
  behindCaddy(
    'port-was-named',
    'The same line, and somebody has written the number since.',
    { ...healthy, says: ['gives a number now'] },
    { lines: [PORT_ZERO], ingress: BY_NUMBER },
  ),
  behindCaddy('another-host-decoy', 'Requests for another host fail so.', healthy, {
    lines: [caddyFails('12:00', 'dial tcp 10.96.40.9:0: i/o timeout', 'shop.example.org')],
  }),
  behindCaddy('another-class-decoy', 'The Ingress is for another controller.', healthy, {
    lines: [PORT_ZERO],
    ingress: { spec: { ingressClassName: 'other' } },
  }),
  behindCaddy(
    'refused',
    'Nobody listens behind it.',
    problem('caddy-upstream-fails', 'likely', { says: ['connection refused'] }),
    {
      lines: [caddyFails('12:00', 'dial tcp 10.96.40.7:80: connect: connection refused')],
      ingress: BY_NUMBER,
      commands: CADDY_502,
    },
  ),
  behindCaddy('stopped', 'Somebody scaled it to none.', problem('caddy-stopped', 'confirmed'), {
    app: [scaledToNone(caddy)],
    commands: [{ get: HEALTH, outcome: 'refused' }, { dns: 'coder.example.org', records: ['203.0.113.10'] }, APPS],
  }),
  behindCaddy('log-denied', 'Its log may not be read.', incomplete({ says: ['pods/log'] }), { denied: ['pods/log'] }),
];

/** One story per finding of each, and those that only look like one. */
export const coderEdge: readonly Story[] = [
  ...tunnels,
  ...locals,
  ...records,
  ...controllers,
  ...configured,
  ...caddies,
];

import { namespace } from './build/admission.ts';
import { storyOf, workloadStory } from './build/ask.ts';
import type { Built, Change } from './build/build.ts';
import { clusterDns, corePod } from './build/cluster-dns.ts';
import { problem } from './build/expect.ts';
import { failing, nodes, running, serving, type Failing } from './build/failing.ts';
import { networkPolicy } from './build/traffic.ts';
import type { Story } from './story.ts';

/** Programs that get no address for a name, or are not let out, and whose fault that is. */
const spaces = [namespace('shop'), namespace('kube-system')];
const db = running('db');
const dbServed = [...db.all, ...serving(db, 5432)];
const DB_LOG = {
  'shop/db-5d7f9b8c6-q5w9b/db':
    '2025-11-15 17:30:01.123 UTC [1] LOG:  database system is ready to accept connections\n',
};
const GO_SILENT =
  '{"time":"2025-11-15T18:12:41.220Z","level":"ERROR","msg":"cannot connect","err":"dial tcp: lookup db on 10.96.0.10:53: read udp 10.244.1.7:44871->10.96.0.10:53: i/o timeout"}\n';
const GO_UNKNOWN = GO_SILENT.replace(/: read udp .*timeout/, ': no such host');
const NODE_AGAIN = [
  'Error: getaddrinfo EAI_AGAIN pay.example.com',
  '    at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:122:26) {',
  '  errno: -3001,',
  "  code: 'EAI_AGAIN',",
  "  syscall: 'getaddrinfo',",
  "  hostname: 'pay.example.com'",
  '}',
  '',
].join('\n');
const NODE_UNKNOWN = NODE_AGAIN.replaceAll('EAI_AGAIN', 'ENOTFOUND').replace('-3001', '-3008');
const GO_TIMEOUT = '2025/11/15 18:12:41 dial tcp 10.96.40.7:5432: i/o timeout\n';
const GO_FAR = '2025/11/15 18:12:41 dial tcp 203.0.113.9:443: i/o timeout\n';
const FORWARD = '[ERROR] plugin/errors: 2 pay.example.com. A: read udp 10.244.0.15:51542->192.0.2.53:53: i/o timeout\n';
const CORE_LOG = `kube-system/${(corePod['metadata'] as { name: string }).name}/coredns`;

const out = (...rules: readonly Change[]): Change => ({ podSelector: {}, policyTypes: ['Egress'], egress: rules });
const within = { to: [{ podSelector: {} }] };
const toDns = (...protocols: readonly string[]): Change => ({
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
  ports: protocols.map((protocol) => ({ port: 53, protocol })),
});
const closed = networkPolicy('shop', 'closed', out());
const inside = networkPolicy('shop', 'within', out(within));
const tcpNames = networkPolicy('shop', 'names', out(toDns('TCP')));
const bothNames = networkPolicy('shop', 'names', out(toDns('UDP', 'TCP')));
const onNode = { spec: { hostNetwork: true } };
const env = { container: { env: [{ name: 'PAY_URL', value: 'https://pay.example.com/v1' }] } };

interface More {
  readonly denied?: readonly string[];
  readonly logs?: Readonly<Record<string, string>>;
}

function story(
  name: string,
  summary: string,
  scene: Failing,
  around: readonly Built[],
  expected: Story['expected'],
  { denied, logs }: More = {},
): Story {
  const whole = {
    objects: [...nodes, ...spaces, ...clusterDns, ...scene.objects, ...dbServed, ...around],
    logs: { ...DB_LOG, [CORE_LOG]: '.:53\nCoreDNS-1.12.3\n', ...scene.logs, ...logs },
    ...(denied === undefined ? {} : { denied }),
  };
  return workloadStory(`dependency/${name}`, summary, whole, expected);
}

/** The same where names may be asked for from here. */
function asked(
  name: string,
  summary: string,
  commands: NonNullable<Story['commands']>,
  expected: Story['expected'],
): Story {
  const scene = failing('web', NODE_UNKNOWN, env);
  const whole = { objects: [...nodes, ...spaces, ...scene.objects], logs: scene.logs, commands };
  const inputs = {
    workload: 'Deployment/shop/web',
    onlyNamespace: 'shop',
    onlyKind: '',
    onlyName: 'web',
    network: 'yes',
  };
  return storyOf(`dependency/${name}`, summary, whole, expected, { runbook: 'application', inputs });
}

/** One story per way in which a name is not found or an address is not reached. */
export const dependencyDns: readonly Story[] = [
  story(
    'dns-without-udp',
    'The NetworkPolicies let the pods ask for names over TCP only, and names are asked for over UDP.',
    failing('web', GO_SILENT),
    [closed, inside, tcpNames],
    problem('network-policy-forgets-dns', 'confirmed', {
      says: ['NetworkPolicy shop/names does not let', 'UDP 53', 'allow-dns', 'within, closed'],
    }),
  ),
  story(
    'dns-without-udp-denied',
    'The same, and NetworkPolicies may not be looked at.',
    failing('web', GO_SILENT),
    [closed, inside, tcpNames],
    problem('container-crashes', 'likely', { says: ['networkpolicies'] }),
    { denied: ['networkpolicies.networking.k8s.io'] },
  ),
  story(
    'dns-allowed-decoy',
    'Policies that let the pods ask for names: that no name server answers has another reason.',
    failing('web', GO_SILENT),
    [closed, inside, bothNames],
    problem('name-server-silent', 'likely', { says: ['gets no answer from the name server when it asks for db'] }),
  ),
  story(
    'dns-forgotten-by-silent-client',
    'The same policies, and a program that says no more than that it does not connect.',
    failing(
      'web',
      '2025-11-15 18:12:41 nats: error: can not connect uris: nats://db:5432\nTimed out connecting to db:5432\n',
    ),
    [closed, inside, tcpNames],
    problem('network-policy-forgets-dns', 'likely', { says: ['can not connect uris'] }),
  ),
  story(
    'dns-forwards-in-vain',
    'The name servers get no answer themselves where they ask for names outside of the cluster.',
    failing('web', NODE_AGAIN),
    [],
    problem('dns-forwards-in-vain', 'confirmed', { says: ['plugin/errors: 2 pay.example.com.', 'EAI_AGAIN'] }),
    { logs: { [CORE_LOG]: `.:53\nCoreDNS-1.12.3\n${FORWARD}` } },
  ),
  story(
    'dns-forwards-decoy',
    'The name servers had trouble with another name; nobody answers for this one.',
    failing('web', NODE_AGAIN),
    [],
    problem('name-server-silent', 'likely', { never: ['mirror.example.org'] }),
    { logs: { [CORE_LOG]: `.:53\nCoreDNS-1.12.3\n${FORWARD.replace('pay.example.com', 'mirror.example.org')}` } },
  ),
  story(
    'asks-node',
    'The pod runs in the network of its node and asks the name server of the node, which knows no Service.',
    failing('web', GO_UNKNOWN.replace('10.96.0.10', '192.0.2.53'), onNode),
    [],
    problem('asks-dns-of-node', 'confirmed', { says: ['dnsPolicy: ClusterFirstWithHostNet', 'no such host'] }),
  ),
  story(
    'asks-node-decoy',
    'The same network, and the DNS of the cluster is asked: that is not the reason.',
    failing('web', GO_UNKNOWN, { spec: { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' } }),
    [],
    problem('name-not-resolved', 'likely', { never: ['asks-dns-of-node'] }),
  ),
  story(
    'not-let-out',
    'A policy lets the pods ask for names and nothing else, so that the database is not reached.',
    failing('web', GO_TIMEOUT),
    [closed, bothNames],
    problem('network-policy-blocks-egress', 'confirmed', {
      says: ['TCP 8080 to pods of namespace shop', 'i/o timeout'],
    }),
  ),
  story(
    'not-let-out-refused-decoy',
    'The same policies, and a connection that was refused: who is refused was let through.',
    failing('web', GO_FAR.replace('i/o timeout', 'connect: connection refused')),
    [closed, bothNames],
    problem('outside-not-reached', 'likely', { never: ['network-policy-blocks-egress'] }),
  ),
  story(
    'not-let-far-out',
    'An address outside of the cluster is asked, and a policy lets nobody out there.',
    failing('web', GO_FAR),
    [closed, inside, bothNames],
    problem('network-policy-blocks-egress', 'confirmed', { says: ['203.0.113.9/32'] }),
  ),
  story(
    'let-far-out-decoy',
    'Nothing keeps it from an address outside that does not answer.',
    failing('web', GO_FAR),
    [],
    problem('outside-not-reached', 'likely', { says: ['203.0.113.9:443'] }),
  ),
  asked(
    'outside-unknown',
    'No name server knows the host outside of the cluster, its own and the one here.',
    [{ dns: 'pay.example.com', outcome: 'no-such-name' }],
    problem('outside-name-unknown', 'confirmed', { says: ['asked from here', 'its variable PAY_URL'] }),
  ),
  asked(
    'outside-known-decoy',
    'The name server here knows the host; that of the cluster may be another.',
    [{ dns: 'pay.example.com', records: ['203.0.113.9'] }],
    problem('outside-not-reached', 'likely', { says: ['knows the name; the cluster may ask another'] }),
  ),
  asked(
    'outside-not-answered',
    'The name server here gave no answer, so nothing is known of the host.',
    [],
    problem('outside-not-reached', 'likely', {
      says: ['gave no answer'],
      never: ['outside-name-unknown'],
    }),
  ),
];

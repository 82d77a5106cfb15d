import { workloadStory } from './build/ask.ts';
import { object, type Built } from './build/build.ts';
import { healthy, problem } from './build/expect.ts';
import { failing, nodes, running, serving, type Failing } from './build/failing.ts';
import { networkPolicy, service, sliceOf } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** Programs that are refused or get no answer, and do not say from whom. */
const CELERY = [
  'celery beat v5.5.3 (immunity) is starting.',
  '[2025-11-15 18:12:36,281: INFO/MainProcess] beat: Starting...',
  "[2025-11-15 18:12:41,120: CRITICAL/MainProcess] beat raised exception <class 'kombu.exceptions.OperationalError'>: OperationalError('[Errno 111] Connection refused')",
  'Traceback (most recent call last):',
  '  File "/usr/local/lib/python3.13/site-packages/amqp/transport.py", line 197, in _connect',
  '    self.sock.connect(sa)',
  'ConnectionRefusedError: [Errno 111] Connection refused',
  '',
  'The above exception was the direct cause of the following exception:',
  '',
  'Traceback (most recent call last):',
  '  File "/app/main.py", line 8, in <module>',
  '    sys.exit(main())',
  'kombu.exceptions.OperationalError: [Errno 111] Connection refused',
  '',
].join('\n');
const UNKNOWN = [
  'Traceback (most recent call last):',
  '  File "/app/main.py", line 8, in <module>',
  '    sys.exit(main())',
  'socket.gaierror: [Errno -2] Name or service not known',
  '',
].join('\n');
const NODE = [
  'AggregateError [ECONNREFUSED]: ',
  '    at internalConnectMultiple (node:net:1122:18)',
  '    at afterConnectMultiple (node:net:1689:7)',
  'Node.js v22.12.0',
  '',
].join('\n');
const JAVA = [
  'Exception in thread "main" org.postgresql.util.PSQLException: The connection attempt failed.',
  '\tat org.postgresql.core.v3.ConnectionFactoryImpl.openConnectionImpl(ConnectionFactoryImpl.java:385)',
  'Caused by: java.net.SocketTimeoutException: Connect timed out',
  '\tat java.base/sun.nio.ch.NioSocketImpl.timedFinishConnect(NioSocketImpl.java:546)',
  '',
].join('\n');
const DOTNET =
  'Unhandled exception. System.Net.Sockets.SocketException (111): Connection refused\n   at Program.<Main>$(String[] args) in /src/Program.cs:line 7\n';

const key = { configMapKeyRef: { name: 'web-config', key: 'broker' } };
const fromKey = { container: { env: [{ name: 'BROKER_HOST', valueFrom: key }] } };
const fromMap = { container: { envFrom: [{ configMapRef: { name: 'web-config' } }] } };
const literal = { container: { env: [{ name: 'BROKER_URL', value: 'amqp://app@broker:5672/' }] } };
const config: Built = object(
  { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'web-config', created: '2025-11-01T09:00:00Z' },
  { data: { broker: 'broker', BROKER_URL: 'amqp://broker:5672/', LOG_LEVEL: 'info' } },
);
const broker = running('broker');
const served = [...broker.all, ...serving(broker, 5672)];
const astray = service('broker', {
  ports: [{ name: 'main', port: 5672, protocol: 'TCP', targetPort: 8080 }],
  selector: { 'app.kubernetes.io/name': 'brokers' },
});
const unserved = [...broker.all, astray, sliceOf(astray, [])];
const closed = networkPolicy('shop', 'closed', {
  podSelector: { matchLabels: { 'app.kubernetes.io/name': 'broker' } },
  policyTypes: ['Ingress'],
});

function story(
  name: string,
  summary: string,
  scene: Failing,
  around: readonly Built[],
  expected: Expected,
  denied?: readonly string[],
): Story {
  const logs = { 'shop/broker-5d7f9b8c6-q5w9b/broker': 'ready\n', ...scene.logs };
  const whole = { objects: [...nodes, config, ...scene.objects, ...around], logs };
  return workloadStory(`unnamed-host/${name}`, summary, denied === undefined ? whole : { ...whole, denied }, expected);
}

const never = ['ends with a mistake of its own', 'Go back to the image'];
const selectsNothing = problem('service-selects-nothing', 'likely', {
  says: ['The selector of Service shop/broker matches no pod'],
  never,
});

/** One story per way in which such a program is told of, and those that look like it. */
export const dependencyUnnamed: readonly Story[] = [
  story(
    'refused-python',
    'Celery is refused by a broker that it does not name; a key of a ConfigMap does, and its Service selects nobody.',
    failing('web', CELERY, fromKey),
    unserved,
    selectsNothing,
  ),
  story(
    'refused-node',
    'The same of a program in Node.js, which takes all of its ConfigMap.',
    failing('web', NODE, fromMap),
    unserved,
    selectsNothing,
  ),
  story(
    'refused-dotnet',
    'The same of a program on .NET, which has the address in a variable of its own.',
    failing('web', DOTNET, literal),
    unserved,
    selectsNothing,
  ),
  story(
    'refused-configmaps-denied',
    'The ConfigMap that names the broker may not be read: that nobody listens is all that is known.',
    failing('web', CELERY, fromKey),
    unserved,
    problem('container-crashes', 'likely', { says: ['[Errno 111] Connection refused'], never }),
    ['configmaps'],
  ),
  story(
    'refused-services-denied',
    'The broker is named, and Services may not be looked at.',
    failing('web', CELERY, literal),
    unserved,
    problem('container-crashes', 'likely', { says: ['[Errno 111] Connection refused'], never }),
    ['services'],
  ),
  story(
    'refused-decoy',
    'The broker that it names is well and shut off by a policy, which drops and does not refuse: it is something else.',
    failing('web', CELERY, literal),
    [...served, closed],
    problem('container-crashes', 'likely', {
      says: ['[Errno 111] Connection refused', 'Its log does not say what that is'],
      never: [...never, 'network-policy'],
    }),
  ),
  story(
    'timeout-policy',
    'A program in Java waits in vain; the broker that it names is well, and a policy shuts it off.',
    failing('web', JAVA, literal),
    [...served, closed],
    problem('network-policy-blocks-ingress', 'likely', { says: ['Connect timed out', 'BROKER_URL names'] }),
  ),
  story(
    'timeout-decoy',
    'The same without the policy: nothing that it names has a fault.',
    failing('web', JAVA, literal),
    served,
    problem('container-crashes', 'likely', { says: ['Connect timed out'], never }),
  ),
  story(
    'unknown-name',
    'Nobody knows the name that it does not say, and a variable of it names a Service that is not there.',
    failing('web', UNKNOWN, literal),
    [],
    problem('variable-names-no-service', 'likely', { says: ['BROKER_URL'], never: [...never, 'container-crashes'] }),
  ),
  story(
    'unknown-name-decoy',
    'The same, and the Service is there: it is another name that nobody knows.',
    failing('web', UNKNOWN, literal),
    served,
    problem('container-crashes', 'confirmed', { says: ['Name or service not known'], never }),
  ),
  story(
    'healthy',
    "The twin is ready; that it was refused in its last run is nobody's business.",
    { ...failing('web', CELERY, literal), objects: running('web').all },
    served,
    healthy,
  ),
];

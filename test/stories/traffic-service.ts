import { INSTALLED, JUST_NOW, firstStart, mediumNode, settled } from './build/app.ts';
import { waiting } from './build/app-status.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { event, object, pod, type Built, type Change } from './build/build.ts';
import { healthy, incomplete, inProgress, problem } from './build/expect.ts';
import { deepMerge } from './build/merge.ts';
import { addressOf, ingress, networkPolicy, route, rule, service, sliceOf } from './build/traffic.ts';
import type { Expected, Story } from './story.ts';

/** Services that lead nowhere, and why; and those that only look like it. */
const node = mediumNode('node-1');
const ready = settled({});
const unready = firstStart({}, { change: waiting('CreateContainerConfigError', 'secret "web-db" not found') });
const good = service('web');

function about(name: string, summary: string, scene: Scene, expected: Expected, extra: Change = {}): Story {
  const inputs = { service: 'Service/shop/web', ...(extra as Record<string, string>) };
  return storyOf(`service/${name}`, summary, scene, expected, { runbook: 'service', inputs });
}

/** A Service with one thing that is special about it, before the app that is as it should be. */
function before(spec: Change, slice: Change = {}, objects: readonly Built[] = ready.all): readonly Built[] {
  const own = service('web', spec);
  return [node, ...objects, own, sliceOf(own, [ready.newPod], slice)];
}

function empty(spec: Change, objects: readonly Built[] = ready.all): readonly Built[] {
  const own = service('web', spec);
  return [node, ...objects, own, sliceOf(own, [])];
}

/** What an operator makes for the replicas of a database that has none yet. */
const replicas = service('main-ro', { selector: { 'example.org/cluster': 'main' } });
const operators = [node, ...ready.all, replicas, sliceOf(replicas, [])];
const OPERATORS = { service: 'Service/shop/main-ro' };
const WRONG_NAME = { selector: { 'app.kubernetes.io/name': 'wbe' } };
const STRAY = { ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 3000 }] };
const at3000: Change = { ports: [{ name: 'http', port: 3000, protocol: 'TCP' }] };
const LOG_PLACE = 'shop/web-5d7f9b8c6-q5w9b/web';
const REFUSED = 'dial tcp 10.96.40.7:80: connect: connection refused';
const TIMEOUT = 'Get "http://web.shop.svc/": dial tcp 10.96.40.7:80: i/o timeout';
const atZero = settled({
  deployment: {
    spec: { replicas: 0 },
    status: { replicas: 0, updatedReplicas: 0, readyReplicas: undefined, availableReplicas: undefined },
  },
});
const NAMED = { ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'web' }] };

/** A pod of another namespace that calls the shop. */
const caller = deepMerge(
  pod(null, {
    name: 'cart',
    namespace: 'checkout',
    image: 'registry.example/cart:2',
    created: INSTALLED,
    pod: 'cart-0',
    node: 'node-2',
  }),
  {},
);
const CALLS = { caller: 'Pod/checkout/cart-0' };
const space = (name: string): Built =>
  object(
    { apiVersion: 'v1', kind: 'Namespace', namespace: null, name, created: INSTALLED },
    {
      metadata: { labels: { 'kubernetes.io/metadata.name': name } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    },
  );
const spaces = [space('shop'), space('checkout')];
const closed = networkPolicy('shop', 'default-deny', { podSelector: {}, policyTypes: ['Ingress'] });
const published = service('web', { publishNotReadyAddresses: true });
const publishedSlice = sliceOf(good, [unready.newPod], {
  endpoints: [
    {
      addresses: [addressOf(unready.newPod)],
      conditions: { ready: true, serving: false, terminating: false },
      nodeName: 'node-1',
      targetRef: { kind: 'Pod', namespace: 'shop', name: 'web-5d7f9b8c6-q5w9b' },
    },
  ],
});
const LEFT_OUT: Change = { metadata: { labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': '' } } };
const balanced = deepMerge(service('web', { type: 'LoadBalancer', externalTrafficPolicy: 'Local' }), {
  status: { loadBalancer: { ingress: [{ ip: '203.0.113.10', ipMode: 'VIP' }] } },
});
const behindBalancer = [...ready.all, balanced, sliceOf(balanced, [ready.newPod])];
const ENTRANCE = 'http://203.0.113.10:80/';
const ASKED = { network: 'yes' };
const byHand = { selector: undefined };
const slowBalancer = service('web', { type: 'LoadBalancer' });
const LB_ERROR =
  'Error syncing load balancer: failed to ensure load balancer: Multiple tagged security groups found for instance i-035b6e84cf3f12234; ensure only the k8s security group is tagged';

/** The address of a pod that was there when somebody wrote it down. */
function writtenFor(name: string): Built {
  const own = sliceOf(service('web', byHand), [ready.newPod]);
  const endpoint = {
    addresses: ['10.244.7.31'],
    conditions: { ready: name === '' ? true : false },
    targetRef: { kind: 'Pod', namespace: 'shop', name: name || 'web-5d7f9b8c6-q5w9b' },
  };
  return deepMerge(own, {
    metadata: {
      ownerReferences: undefined,
      labels: { 'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io' },
    },
    endpoints: [endpoint],
  });
}

const canary = settled({ name: 'worker' });
const shared = { selector: { 'app.kubernetes.io/part-of': 'shop' } };
const inShop = { labels: { 'app.kubernetes.io/part-of': 'shop' } };

/** The same app with one more label that its Service may select by. */
function partOf(all: readonly Built[]): readonly Built[] {
  return all.map((each) => {
    if (each['kind'] === 'Pod') return deepMerge(each, { metadata: inShop });
    return deepMerge(each, { spec: { template: { metadata: inShop } } });
  });
}

const toWeb = { ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'web' }] };
const namedWeb = deepMerge(ready.deployment, {
  spec: { template: { spec: { containers: withPort(ready.deployment, 'web') } } },
});

function withPort(workload: Built, name: string): readonly Change[] {
  const { template } = workload['spec'] as { template: { spec: { containers: readonly Change[] } } };
  return template.spec.containers.map((each) => ({ ...each, ports: [{ name, containerPort: 8080, protocol: 'TCP' }] }));
}

export const trafficService: readonly Story[] = [
  about('healthy', 'A Service in front of an app as it should be.', { objects: before({}) }, healthy),
  about(
    'selects-nothing',
    'One letter of the selector is wrong.',
    { objects: empty(WRONG_NAME) },
    problem('service-selects-nothing', 'confirmed', {
      says: ['Deployment web', 'its pods have app.kubernetes.io/name=web', 'app.kubernetes.io/name: web'],
    }),
  ),
  about(
    'selects-nothing-denied',
    'The same, and the Deployments may not be looked at, so nobody knows what it means.',
    { objects: empty(WRONG_NAME), denied: ['deployments.apps'] },
    incomplete({ says: ['deployments.apps'] }),
  ),
  about(
    'selects-one-label-more',
    'The selector asks for a label that the pods do not have.',
    { objects: empty({ selector: { 'app.kubernetes.io/name': 'web', tier: 'front' } }) },
    problem('service-selects-nothing', 'confirmed', { says: ['its pods have no label tier'] }),
  ),
  about(
    'role-decoy',
    'A Service for replicas of which there is none just now; the pods are served by another Service.',
    { objects: [...empty({ selector: { 'app.kubernetes.io/name': 'web', role: 'replica' } }), service('web-rw')] },
    healthy,
  ),
  about(
    'role-denied',
    'The same, and the other Services may not be looked at, so nobody knows whether one of them leads to the pods.',
    {
      objects: [...empty({ selector: { 'app.kubernetes.io/name': 'web', role: 'replica' } }), service('web-rw')],
      denied: ['services'],
    },
    incomplete({ says: ['list services'], never: ['service-selects-nothing'] }),
  ),
  about(
    'selects-nothing-missed-denied',
    'A letter of the selector is wrong, somebody is refused, and the other Services may not be looked at: they do not count.',
    { objects: empty(WRONG_NAME), denied: ['services'] },
    problem('service-selects-nothing', 'confirmed', { says: ['Deployment web'] }),
    { witness: REFUSED },
  ),
  about(
    'left-over-decoy',
    'A Service of an operator that has made no pods yet; nothing is near.',
    { objects: operators },
    { ...healthy, says: ['matches no pod'] },
    OPERATORS,
  ),
  about(
    'left-over-missed',
    'The same, and somebody misses it.',
    { objects: operators },
    problem('service-selects-nothing', 'likely', { says: ['connection refused'] }),
    { ...OPERATORS, witness: 'connect: connection refused' },
  ),
  about(
    'pods-unready',
    'The selector is right, and the pods wait for a Secret: that is the cause, and not the Service.',
    { objects: [node, ...unready.all, good, sliceOf(good, [unready.newPod])] },
    problem('secret-missing', 'confirmed', { never: ['service-selects-nothing'] }),
  ),
  about(
    'published-unready',
    'Addresses are published though nothing behind them is ready, and somebody was refused.',
    {
      objects: [node, ...unready.all, published, publishedSlice],
    },
    problem('secret-missing', 'confirmed'),
    { witness: REFUSED },
  ),
  about(
    'published-unready-decoy',
    'The same, and nobody misses an answer: who publishes such addresses wants them found before they are ready.',
    { objects: [node, ...unready.all, published, publishedSlice] },
    healthy,
  ),
  about(
    'at-zero-decoy',
    'Nobody wants pods of the app, and nobody misses them.',
    { objects: empty({}, [atZero.deployment]) },
    { ...healthy, says: ['scaled to none'] },
  ),
  about(
    'at-zero',
    'The app is scaled to none, and somebody misses it.',
    { objects: empty({}, [atZero.deployment]) },
    problem('service-backend-at-zero', 'confirmed', { says: ['kubectl scale Deployment/web'] }),
    { witness: 'connect: connection refused' },
  ),
  about(
    'at-zero-behind-ingress',
    'The app is scaled to none, and an Ingress leads there.',
    { objects: [...empty({}, [atZero.deployment]), ingress('front')] },
    problem('service-backend-at-zero', 'likely', {
      says: ['Ingress shop/front leads there', 'kubectl scale Deployment/web'],
    }),
  ),
  about(
    'at-zero-behind-route',
    'The app is scaled to none, and an HTTPRoute leads there.',
    { objects: [...empty({}, [atZero.deployment]), route({}, { metadata: { name: 'front' } })] },
    problem('service-backend-at-zero', 'likely', { says: ['HTTPRoute shop/front leads there'] }),
  ),
  about(
    'at-zero-other-ingress-decoy',
    'The app is scaled to none, and the Ingress of the namespace leads to another Service.',
    { objects: [...empty({}, [atZero.deployment]), ingress('front', { rules: [rule('shop.example.org', 'cart')] })] },
    { ...healthy, says: ['nothing leads there from outside'] },
  ),
  about(
    'at-zero-ingresses-denied',
    'The app is scaled to none, and whether an Ingress leads there may not be looked at.',
    { objects: [...empty({}, [atZero.deployment]), ingress('front')], denied: ['ingresses.networking.k8s.io'] },
    incomplete({ says: ['ingresses'] }),
  ),
  about(
    'target-port-name',
    'The target port has a name that no container port has.',
    { objects: before(NAMED, { ports: null }) },
    problem('service-target-port-missing', 'confirmed', { says: ['http 8080', '\\"targetPort\\":\\"http\\"'] }),
  ),
  about(
    'target-port-name-denied',
    'The same, and the pods may not be looked at.',
    { objects: before(NAMED, { ports: null }), denied: ['pods'] },
    incomplete({ says: ['pods'] }),
  ),
  about(
    'target-port-name-healthy',
    'The target port has the name of a container port.',
    { objects: before({ ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }] }) },
    healthy,
  ),
  about(
    'port-not-there',
    'Somebody calls a port that the Service does not have.',
    { objects: before({}) },
    problem('service-without-port', 'confirmed', { says: ['80 (http)', '8080'] }),
    { port: '8080', witness: 'dial tcp 10.96.40.7:8080: i/o timeout' },
  ),
  about(
    'port-number',
    'The target port is a number on which nobody listens: the log names another, and so does the container.',
    {
      objects: before(STRAY, at3000),
      logs: { [LOG_PLACE]: 'boot\n2025-11-15T17:30:02Z INFO server listening on :8080\n' },
    },
    problem('service-port-nobody-listens', 'confirmed', { says: ['listening on :8080', '\\"targetPort\\":8080'] }),
  ),
  about(
    'port-number-undeclared',
    'The same, with a program that says a port which its container does not declare.',
    { objects: before(STRAY, at3000), logs: { [LOG_PLACE]: 'Tomcat started on port 9000 (http)\n' } },
    problem('service-port-nobody-listens', 'likely', { says: ['9000'] }),
  ),
  about(
    'port-number-decoy',
    'A port that is not declared, and on which the program says that it listens too.',
    {
      objects: before(STRAY, at3000),
      logs: { [LOG_PLACE]: 'server listening on :8080\nmetrics listening on :3000\n' },
    },
    healthy,
  ),
  about(
    'port-number-silent-decoy',
    'A port that is not declared, and a program that says nothing of ports.',
    { objects: before(STRAY, at3000), logs: { [LOG_PLACE]: 'ready\n' } },
    healthy,
  ),
  about(
    'port-number-log-denied',
    'The log may not be read, so whether somebody listens there is not known.',
    { objects: before(STRAY, at3000), denied: ['pods/log'] },
    incomplete({ says: ['pods/log'] }),
  ),
  about(
    'loopback',
    'The program listens on the loopback interface alone; it has no probe, and so it counts as ready.',
    {
      objects: before({}),
      logs: { [LOG_PLACE]: ' * Serving Flask app\n * Running on http://127.0.0.1:8080\n' },
    },
    problem('service-backend-on-loopback', 'confirmed', { says: ['127.0.0.1:8080', REFUSED] }),
    { witness: REFUSED },
  ),
  about(
    'slices-not-written',
    'The pods have been ready for long, and the Service has no address.',
    { objects: empty({}) },
    problem('endpoints-not-written', 'likely', { says: ['endpointslice controller'] }),
  ),
  about(
    'slices-just-now',
    'The pods have become ready a moment ago.',
    { objects: empty({}, settled({ since: JUST_NOW }).all) },
    inProgress({ says: ['just become ready'] }),
  ),
  about(
    'by-hand-empty',
    'A Service without a selector, and nobody has written addresses for it.',
    { objects: [node, ...ready.all, service('web', byHand)] },
    { ...healthy, says: ['nobody is seen to miss them'] },
  ),
  about(
    'by-hand-empty-missed',
    'The same, and a program is refused there.',
    { objects: [node, ...ready.all, service('web', byHand)] },
    problem('service-without-addresses', 'confirmed'),
    { witness: REFUSED },
  ),
  about(
    'by-hand-gone',
    'The address that somebody wrote down was that of a pod that is gone.',
    { objects: [node, ...ready.all, service('web', byHand), writtenFor('web-74b9c6d5f8-x2x4z')] },
    problem('service-addresses-gone', 'confirmed', { says: ['10.244.7.31 (web-74b9c6d5f8-x2x4z)'] }),
  ),
  about(
    'by-hand-gone-denied',
    'The same, and pods may not be looked at: the address is not ready, whosever it was.',
    { objects: [node, ...ready.all, service('web', byHand), writtenFor('web-74b9c6d5f8-x2x4z')], denied: ['pods'] },
    problem('service-without-addresses', 'likely', { says: ['list pods'], never: ['service-addresses-gone'] }),
  ),
  about(
    'by-hand-healthy',
    'The address that somebody wrote down is that of a pod that is there.',
    { objects: [node, ...ready.all, service('web', byHand), writtenFor('')] },
    healthy,
  ),
  about(
    'external-name',
    'It stands for a Service of another namespace that does not exist.',
    { objects: [node, ...spaces, service('web', external('cart.checkout.svc.cluster.local'))] },
    problem('external-name-unknown', 'confirmed', { says: ['no Service cart in namespace checkout'] }),
  ),
  about(
    'external-name-healthy',
    'It stands for a Service of another namespace.',
    {
      objects: [
        node,
        service('web', external('cart.checkout.svc.cluster.local')),
        deepMerge(service('cart'), { metadata: { namespace: 'checkout' } }),
      ],
    },
    healthy,
  ),
  about(
    'external-name-outside-decoy',
    'It stands for a name outside, which is not asked for.',
    { objects: [node, service('web', external('db.example.org'))] },
    { ...healthy, says: ['was not asked'] },
  ),
  about(
    'balancer-refused',
    'The cloud refuses to make a load balancer, and says why.',
    {
      objects: [
        node,
        ...ready.all,
        slowBalancer,
        sliceOf(slowBalancer, [ready.newPod]),
        event(slowBalancer, {
          reason: 'SyncLoadBalancerFailed',
          message: LB_ERROR,
          by: 'service-controller',
          at: '2025-11-15T18:12:00Z',
        }),
      ],
    },
    problem('load-balancer-pending', 'confirmed', { says: ['Multiple tagged security groups'] }),
  ),
  ...(
    [
      [
        'balancer-no-address',
        'Every address that MetalLB may hand out is taken.',
        'AllocationFailed',
        'Failed to allocate IP for "shop/web": no available IPs',
        'No pool of its controller has an address for it',
      ],
      [
        'balancer-no-subnet',
        'No subnet has the tags by which the controller of AWS looks for one.',
        'FailedBuildModel',
        "Failed build model due to couldn't auto-discover subnets: unable to resolve at least one subnet (0 match VPC and tags: [kubernetes.io/role/elb])",
        'No subnet bears the tags',
      ],
      [
        'balancer-address-taken',
        'Another Service has the address that this one asks for.',
        'AllocationFailed',
        'Failed to allocate IP for "shop/web": can\'t change sharing key for "shop/web", address also in use by shop/api',
        'Another Service has the address',
      ],
      [
        'balancer-affinity',
        'The cloud knows no affinity of clients for its load balancers.',
        'SyncLoadBalancerFailed',
        'Error syncing load balancer: failed to ensure load balancer: unsupported load balancer affinity: ClientIP',
        'it has to be None',
      ],
      [
        'balancer-pool-unknown',
        'It names a pool of MetalLB that does not exist.',
        'AllocationFailed',
        'Failed to allocate IP for "shop/web": unknown pool "edge"',
        'The pool that it names does not exist',
      ],
      [
        'balancer-pool-unfit',
        'The pool of MetalLB that it names is for another namespace.',
        'AllocationFailed',
        'Failed to allocate IP for "shop/web": pool edge not compatible for ip assignment',
        'No pool of its controller is for its namespace',
      ],
      [
        'balancer-asked-twice',
        'It asks for an address in two ways.',
        'AllocationFailed',
        'Failed to allocate IP for "shop/web": service can not have both metallb.io/loadBalancerIPs and svc.Spec.LoadBalancerIP',
        'only one of the two may stand',
      ],
    ] as const
  ).map(([name, summary, reason, message, means]) =>
    about(
      name,
      summary,
      {
        objects: [
          node,
          ...ready.all,
          slowBalancer,
          sliceOf(slowBalancer, [ready.newPod]),
          event(slowBalancer, { reason, message, by: 'service', at: '2025-11-15T18:12:00Z' }),
        ],
      },
      problem('load-balancer-pending', 'confirmed', { says: [means] }),
    ),
  ),
  about(
    'balancer-nobody',
    'Nothing here serves load balancers.',
    { objects: before({ type: 'LoadBalancer' }) },
    problem('load-balancer-pending', 'likely', { says: ['no controller serves'] }),
  ),
  about(
    'balancer-young',
    'The Service was made half a minute ago.',
    {
      objects: [
        node,
        ...ready.all,
        deepMerge(slowBalancer, { metadata: { creationTimestamp: JUST_NOW } }),
        sliceOf(slowBalancer, [ready.newPod]),
      ],
    },
    inProgress(),
  ),
  about(
    'balancer-healthy',
    'It has its address.',
    {
      objects: [
        node,
        ...ready.all,
        deepMerge(slowBalancer, { status: { loadBalancer: { ingress: [{ ip: '203.0.113.10', ipMode: 'VIP' }] } } }),
        sliceOf(slowBalancer, [ready.newPod]),
      ],
    },
    healthy,
  ),
  about(
    'local-node',
    'Its traffic stays on the node of the caller, which has no pod of it.',
    { objects: [mediumNode('node-2'), caller, ...before({ internalTrafficPolicy: 'Local' })] },
    problem('service-no-endpoint-on-node', 'confirmed', { says: ['node-2'] }),
    { ...CALLS, witness: TIMEOUT },
  ),
  about(
    'local-outside',
    'Its balancer leaves out the only node that has a pod of it, and nobody answers at its address.',
    { objects: [mediumNode('node-1', LEFT_OUT), ...behindBalancer], commands: [{ get: ENTRANCE, outcome: 'timeout' }] },
    problem('service-local-on-nodes-left-out', 'confirmed', {
      says: ['externalTrafficPolicy: Cluster', 'came to: timeout'],
    }),
    ASKED,
  ),
  about(
    'local-outside-answers-decoy',
    'The same labels, and its address answers all the same.',
    { objects: [mediumNode('node-1', LEFT_OUT), ...behindBalancer], commands: [{ get: ENTRANCE, status: 404 }] },
    healthy,
    ASKED,
  ),
  about(
    'local-outside-unasked-decoy',
    'The same labels, and nobody was asked: labels alone are no cause.',
    { objects: [mediumNode('node-1', LEFT_OUT), ...behindBalancer] },
    { ...healthy, says: ['with --network that is done'] },
  ),
  about(
    'local-outside-healthy',
    'Its balancer asks the node that has a pod of it.',
    { objects: [mediumNode('node-1'), mediumNode('node-2', LEFT_OUT), ...behindBalancer] },
    healthy,
  ),
  about(
    'local-outside-denied',
    'Whether its balancer leaves nodes out is not known.',
    { objects: [mediumNode('node-1', LEFT_OUT), ...behindBalancer], denied: ['nodes'] },
    incomplete({ says: ['nodes'] }),
  ),
  about(
    'foreign-pods',
    'The selector is a label that two workloads share, and one has no such port.',
    {
      objects: [
        node,
        ...partOf([namedWeb, ...ready.all.slice(1)]),
        ...partOf(canary.all),
        service('web', { ...shared, ...toWeb }),
        sliceOf(good, [ready.newPod]),
      ],
    },
    problem('service-takes-foreign-pods', 'likely', { says: ['Deployment worker'] }),
  ),
  about(
    'canary-decoy',
    'Two workloads stand behind one Service on purpose.',
    {
      objects: [
        node,
        ...partOf(ready.all),
        ...partOf(canary.all),
        service('web', shared),
        sliceOf(good, [ready.newPod, canary.newPod]),
      ],
    },
    healthy,
  ),
  about(
    'policy',
    'A policy of the namespace lets nobody in, and a caller runs into a timeout.',
    { objects: [...spaces, mediumNode('node-2'), caller, closed, ...before({})] },
    problem('network-policy-blocks-ingress', 'confirmed', {
      says: ['shop/default-deny', 'TCP 8080 from pods of namespace checkout', TIMEOUT.slice(-11)],
    }),
    { ...CALLS, witness: TIMEOUT },
  ),
  about(
    'policy-denied',
    'The same, and the policies may not be looked at.',
    {
      objects: [...spaces, mediumNode('node-2'), caller, closed, ...before({})],
      denied: ['networkpolicies.networking.k8s.io'],
    },
    incomplete({ says: ['networkpolicies'] }),
    { ...CALLS, witness: TIMEOUT },
  ),
  about(
    'policy-decoy',
    'A policy would let nobody in, and nobody says that he was not let in.',
    { objects: [...spaces, mediumNode('node-2'), caller, closed, ...before({})] },
    healthy,
    CALLS,
  ),
];

function external(name: string): Change {
  return { type: 'ExternalName', externalName: name, selector: undefined, clusterIP: undefined, clusterIPs: undefined };
}

import { INSTALLED, mediumNode, settled, type App } from './app.ts';
import { object, type Built, type Change } from './build.ts';
import { deepMerge } from './merge.ts';
import { namespaceObject } from './namespace.ts';
import { rule, sliceOf } from './traffic.ts';

/** What stands around LiteLLM: its node, its namespace and those of workspaces. */
export const modelGround: readonly Built[] = [mediumNode('node-1'), namespaceObject('litellm')];

/** The log of the only pod of LiteLLM. */
export const MODEL_LOG = 'litellm/litellm-5d7f9b8c6-q5w9b/litellm';

const ROLE = 'arn:aws:iam::123456789012:role/litellm-br-us-east-2';
const fromSecret = (name: string, secret: string, key: string): Change => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});
/** What the webhook of EKS adds to a pod whose ServiceAccount names a role (aws/amazon-eks-pod-identity-webhook). */
const GIVEN = [
  { name: 'AWS_ROLE_ARN', value: ROLE },
  { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token' },
];

/** LiteLLM as one estate runs it: credentials for AWS by a role, for Google by a Secret, no probes. */
export function litellmApp(requests = { cpu: '250m', memory: '512Mi' }): App {
  return settled({
    requests,
    name: 'litellm',
    namespace: 'litellm',
    image: 'ghcr.io/berriai/litellm:main-v1.75.0',
    since: '2025-11-15T17:30:00Z',
    spec: {
      serviceAccountName: 'litellm',
      volumes: [{ name: 'gcloud-auth', secret: { secretName: 'gcloud-auth', defaultMode: 420 } }],
    },
    container: {
      args: ['--port', '4000', '--config', '/app/config.yaml'],
      ports: [{ name: 'http', containerPort: 4000, protocol: 'TCP' }],
      env: [
        { name: 'AWS_REGION_NAME', value: 'us-east-2' },
        fromSecret('DATABASE_URL', 'postgres', 'url'),
        fromSecret('LITELLM_MASTER_KEY', 'litellm.env', 'master'),
      ],
    },
  });
}

/** The same with what an EKS cluster gives to its pods. */
export function withRole(app: App): readonly Built[] {
  const { containers } = app.newPod['spec'] as { containers: readonly Change[] };
  const [first = {}] = containers;
  const env = [...(first['env'] as readonly Change[]), ...GIVEN];
  const pod = deepMerge(app.newPod, { spec: { containers: [{ ...first, env }] } });
  return app.all.map((each) => (each === app.newPod ? pod : each));
}

/** Its ServiceAccount, which names a role of AWS. */
export const account: Built = object(
  { apiVersion: 'v1', kind: 'ServiceAccount', namespace: 'litellm', name: 'litellm', created: INSTALLED },
  { metadata: { annotations: { 'eks.amazonaws.com/role-arn': ROLE } } },
);

/** A Secret of which only the metadata is looked at. */
export function secretObject(namespace: string, name: string, written: string, manager = 'kubectl'): Built {
  return object(
    { apiVersion: 'v1', kind: 'Secret', namespace, name, created: INSTALLED },
    {
      metadata: {
        managedFields: [
          {
            apiVersion: 'v1',
            fieldsType: 'FieldsV1',
            fieldsV1: { 'f:data': {}, 'f:type': {} },
            manager,
            operation: 'Update',
            time: written,
          },
        ],
      },
      type: 'Opaque',
    },
  );
}

/** The Secrets that LiteLLM refers to. */
export const modelSecrets: readonly Built[] = ['gcloud-auth', 'litellm.env', 'postgres'].map((name) =>
  secretObject('litellm', name, '2025-10-06T09:00:00Z', 'Terraform'),
);

/** Its Service, with the endpoints behind it, and its Ingress at an AWS load balancer. */
export function modelRoute(app: App): readonly Built[] {
  const service = object(
    { apiVersion: 'v1', kind: 'Service', namespace: 'litellm', name: 'litellm', created: INSTALLED },
    {
      spec: {
        type: 'ClusterIP',
        clusterIP: '10.96.40.9',
        clusterIPs: ['10.96.40.9'],
        internalTrafficPolicy: 'Cluster',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        sessionAffinity: 'None',
        ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }],
        selector: { 'app.kubernetes.io/name': 'litellm' },
      },
      status: { loadBalancer: {} },
    },
  );
  const ingress = object(
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', namespace: 'litellm', name: 'litellm', created: INSTALLED },
    {
      metadata: {
        generation: 1,
        annotations: {
          'alb.ingress.kubernetes.io/certificate-arn': 'arn:aws:acm:us-east-2:123456789012:certificate/models',
        },
      },
      spec: { ingressClassName: 'alb', rules: [rule('models.example.org', 'litellm')] },
      status: { loadBalancer: { ingress: [{ hostname: 'k8s-litellm.us-east-2.elb.amazonaws.com' }] } },
    },
  );
  const alb = object(
    { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', namespace: null, name: 'alb', created: INSTALLED },
    { metadata: { generation: 1 }, spec: { controller: 'ingress.k8s.aws/alb' } },
  );
  return [
    service,
    sliceOf(service, [app.newPod], { ports: [{ name: 'http', port: 4000, protocol: 'TCP' }] }),
    ingress,
    alb,
  ];
}

/** A log with the kubelet's time at the head of each line, as it is captured with times. */
export function modelLog(lines: readonly (readonly [at: string, line: string])[]): string {
  return lines.map(([at, line]) => `2025-11-15T${at}.123456789Z ${line}\n`).join('');
}

/** How LiteLLM starts, and serves. */
export const SERVES: readonly (readonly [string, string])[] = [
  ['17:30:09', 'INFO:     Started server process [1]'],
  ['17:30:14', 'INFO:     Application startup complete.'],
  ['17:30:14', 'INFO:     Uvicorn running on http://0.0.0.0:4000 (Press CTRL+C to quit)'],
  ['18:14:01', 'INFO:     10.244.1.9:41234 - "POST /v1/chat/completions HTTP/1.1" 200 OK'],
];

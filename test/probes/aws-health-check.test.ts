import { describe, expect, it } from 'vitest';
import { awsHealthCheck } from '../../src/probes/aws-health-check.ts';

type Part = Readonly<Record<string, unknown>>;

const IP = { type: 'external', 'nlb-target-type': 'ip' };
const pod = {
  metadata: { namespace: 'coder', name: 'coder-0' },
  spec: {
    containers: [
      {
        name: 'coder',
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        readinessProbe: { httpGet: { path: '/healthz', port: 'http' } },
      },
    ],
  },
};

function check(annotations: Readonly<Record<string, string>>, spec: Part = {}, pods: readonly Part[] = [pod]): Part {
  const keys = Object.entries(annotations).map(([key, value]) => [
    `service.beta.kubernetes.io/aws-load-balancer-${key}`,
    value,
  ]);
  const ports = [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP', nodePort: 31080 }];
  const service = {
    metadata: { namespace: 'coder', name: 'coder', annotations: Object.fromEntries(keys) as Part },
    spec: { ports, ...spec },
  };
  return { ...(awsHealthCheck.run({ service, pods }) as Part) };
}

describe('aws-health-check', () => {
  it('is a connection to the port of the traffic where nothing is said', () => {
    expect(check({})).toMatchObject({ target: 'instance', protocol: 'TCP', port: 'traffic-port', path: '', code: '' });
    expect(check({ type: 'nlb-ip' })).toMatchObject({ target: 'ip', code: '' });
  });

  it.each([
    ['8080', ''],
    ['80', 'port-of-service'],
    ['9999', 'no-such-port'],
    ['https', 'no-such-name'],
    ['http', 'name-of-name'],
    ['traffic-port', ''],
  ])('goes to the pods at port %s: %s', (port, code) => {
    expect(check({ ...IP, 'healthcheck-port': port })).toMatchObject({ code, ports: 'http 8080' });
  });

  it.each([
    ['31080', ''],
    ['32000', ''],
    ['80', 'port-of-service'],
    ['8080', 'port-of-pod'],
    ['9999', 'no-such-port'],
    ['http', ''],
  ])('goes to the nodes at port %s: %s', (port, code) => {
    const local = { externalTrafficPolicy: 'Local', healthCheckNodePort: 32000 };
    expect(check({ 'healthcheck-port': port }, local)).toMatchObject({ code, ports: '31080, 32000' });
  });

  it('takes a number that the Service leads to for right though no container declares it', () => {
    const ports = [{ port: 80, targetPort: 3000, protocol: 'TCP' }];
    expect(check({ ...IP, 'healthcheck-port': '3000' }, { ports })).toMatchObject({ code: '' });
  });

  it('says nothing of ports where containers declare none', () => {
    expect(check({ ...IP, 'healthcheck-port': '9999' }, {}, [{ spec: { containers: [{}] } }])).toMatchObject({
      code: '',
      ports: 'none',
    });
  });

  it('reads the protocol in any case, and knows three', () => {
    expect(check({ 'healthcheck-protocol': 'http' })).toMatchObject({ protocol: 'HTTP', path: '/', code: '' });
    expect(check({ 'healthcheck-protocol': 'UDP' })).toMatchObject({ code: 'protocol' });
  });

  it('is answered by kube-proxy for nodes with the policy Local', () => {
    expect(check({}, { externalTrafficPolicy: 'Local' })).toMatchObject({ protocol: 'HTTP', path: '/healthz' });
    expect(check(IP, { externalTrafficPolicy: 'Local' })).toMatchObject({ protocol: 'TCP', path: '' });
  });

  it('holds the path against that of the readiness probe', () => {
    expect(check({ ...IP, 'healthcheck-protocol': 'HTTP' })).toMatchObject({ probed: '/healthz', otherPath: true });
    const same = { ...IP, 'healthcheck-protocol': 'HTTP', 'healthcheck-path': '/healthz' };
    expect(check(same)).toMatchObject({ otherPath: false });
    expect(check(IP)).toMatchObject({ otherPath: false });
  });

  it('says nothing without pods', () => {
    const service = { metadata: { name: 'coder' } };
    expect(awsHealthCheck.run({ service, pods: undefined })).toBeUndefined();
  });
});

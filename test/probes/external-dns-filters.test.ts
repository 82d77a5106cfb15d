import { describe, expect, it } from 'vitest';
import { externalDnsFilters } from '../../src/probes/external-dns-filters.ts';

type Part = Readonly<Record<string, unknown>>;

const ingress = {
  kind: 'Ingress',
  metadata: { namespace: 'coder', name: 'coder', annotations: { public: 'yes' }, labels: { app: 'coder' } },
  spec: { ingressClassName: 'nginx' },
};
const bare = { kind: 'Service', metadata: { namespace: 'coder', name: 'coder' } };
const hostname = { 'external-dns.alpha.kubernetes.io/hostname': 'coder.example.org' };
const service = { ...bare, metadata: { ...bare.metadata, annotations: hostname } };

function told(args: readonly string[], doors: readonly Part[] = [ingress], env: Readonly<Record<string, string>> = {}) {
  const variables = Object.entries(env).map(([name, value]) => ({ name, value }));
  const container = { name: 'external-dns', args, env: variables };
  const object = { spec: { template: { spec: { containers: [container] } } } };
  const given = { object, container: 'external-dns', host: 'coder.example.org', doors };
  return { ...(externalDnsFilters.run(given) as Part) };
}

describe('external-dns-filters', () => {
  it.each([
    ['--domain-filter=example.net', 'domain'],
    ['--domain-filter=.coder.example.org', 'domain'],
    ['--exclude-domains=coder.example.org', 'excluded'],
    ['--source=service', 'source'],
    ['--namespace=shop', 'namespace'],
    ['--ingress-class=traefik', 'class'],
    ['--annotation-filter=public=no', 'annotation'],
    ['--annotation-filter=!public', 'annotation'],
    ['--annotation-filter=internal', 'annotation'],
    ['--label-filter=app!=coder', 'label'],
  ])('is kept from the host by %s', (option, why) => {
    expect(told([option])).toMatchObject({ out: true, why, option });
  });

  it.each([
    '--domain-filter=example.org',
    '--domain-filter=.example.org',
    '--exclude-domains=shop.example.org',
    '--source=ingress',
    '--namespace=coder',
    '--ingress-class=nginx',
    '--annotation-filter=public=yes',
    '--annotation-filter=public',
    '--annotation-filter=public in (no)',
    '--label-filter=app==coder,!gone',
    '--regex-domain-filter=example.net$',
  ])('is not kept from it by %s', (option) => {
    expect(told([option])).toMatchObject({ out: false, why: '', option: '' });
  });

  it('needs one way alone that is not kept out', () => {
    expect(told(['--source=service'], [ingress, service])).toMatchObject({ out: false });
    expect(told(['--source=node'], [ingress, service])).toMatchObject({ out: true, option: '--source=node' });
    expect(told(['--source=node'], [])).toMatchObject({ out: false });
    expect(told(['--source=service'], [ingress, bare])).toMatchObject({ out: true });
  });

  it('reads variables where no argument says it', () => {
    const env = { EXTERNAL_DNS_DOMAIN_FILTER: 'example.net\nexample.com', EXTERNAL_DNS_POLICY: 'sync' };
    expect(told([], [ingress], env)).toMatchObject({
      out: true,
      option: '--domain-filter=example.net --domain-filter=example.com',
      policy: 'sync',
    });
    expect(told(['--domain-filter', 'example.org'], [ingress], env)).toMatchObject({ out: false });
  });

  it('tells who owns the records', () => {
    expect(told([])).toMatchObject({ owner: 'default', policy: '' });
    expect(told(['--txt-owner-id=lab'])).toMatchObject({ owner: 'lab' });
  });

  it('says nothing without its container', () => {
    expect(externalDnsFilters.run({ object: {}, container: 'x', host: 'h', doors: [] })).toBeUndefined();
  });
});

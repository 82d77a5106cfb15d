import { describe, expect, it } from 'vitest';
import { tunnelRules } from '../../src/probes/tunnel-rules.ts';

const RULES = `
tunnel: 51f0f785-6b8c-41ec-be7f-93a9d5237eb3
credentials-file: /etc/cloudflared/creds/credentials.json
ingress:
  - hostname: shop.example.org
    service: http://shop.shop:8080
  - hostname: coder.example.org
    path: ^/api/
    service: http://api.coder:9000
  - hostname: coder.example.org
    service: https://user:hunter2@coder.coder.svc.cluster.local
  - hostname: '*.coder.example.org'
    service: http://coder.coder:80
  - hostname: ssh.example.org
    service: ssh://bastion
  - hostname: hello.example.org
    service: hello_world
  - hostname: socket.example.org
    service: unix:/run/web.sock
  - service: http_status:404
`;

function told(config: unknown, host = 'coder.example.org', path?: string) {
  return { ...(tunnelRules.run({ config, host, ...(path === undefined ? {} : { path }) }) as object) };
}

describe('tunnel-rules', () => {
  it.each([
    ['shop.example.org', { rule: 1, form: 'address', hostname: 'shop.shop', port: 8080, scheme: 'http', last: false }],
    ['coder.example.org', { rule: 3, hostname: 'coder.coder.svc.cluster.local', port: 443, scheme: 'https' }],
    ['app--me.coder.example.org', { rule: 4, pattern: '*.coder.example.org', port: 80 }],
    ['a.b.coder.example.org', { rule: 4 }],
    ['ssh.example.org', { rule: 5, form: 'address', port: 22 }],
    ['hello.example.org', { rule: 6, form: 'other' }],
    ['socket.example.org', { rule: 7, form: 'other' }],
    ['else.example.org', { rule: 8, form: 'status', status: '404', last: true, pattern: '' }],
    ['example.org', { rule: 8 }],
  ])('says which rule takes %s', (host, expected) => {
    expect(told(RULES, host)).toMatchObject({ outcome: 'rules', trouble: '', rules: 8, ...expected });
  });

  it('looks at the path where a rule has one', () => {
    expect(told(RULES, 'coder.example.org', '/api/v2/buildinfo')).toMatchObject({ rule: 2, port: 9000 });
  });

  it('keeps no password', () => {
    expect(JSON.stringify(told(RULES))).not.toContain('hunter2');
  });

  it.each([
    ['tunnel: t\n', 'none', ''],
    ['', 'none', ''],
    ['ingress: []', 'none', ''],
    ['ingress: {}', 'unreadable', 'shape'],
    ['[1, 2]', 'unreadable', 'shape'],
    ['ingress:\n  - hostname: a', 'unreadable', 'shape'],
    ['ingress:\n  - hostname: [a]\n    service: http://a', 'unreadable', 'shape'],
    ['ingress:\n  - hostname: a.example.org\n    service: http://a', 'unreadable', 'last'],
    ['ingress:\n  - path: "["\n    service: http://a\n  - service: http_status:404', 'unreadable', 'pattern'],
    ['ingress: [', 'unreadable', 'malformed'],
    ['a: '.repeat(20_000), 'unreadable', 'large'],
    ['? '.repeat(500), 'unreadable', 'deep'],
  ])('says of %j that it is %s (%s)', (config, outcome, trouble) => {
    expect(told(config)).toMatchObject({ outcome, trouble, rule: 0 });
  });

  it('is not known where there is no file', () => {
    expect(tunnelRules.run({ config: null, host: 'coder.example.org' })).toBeUndefined();
  });
});

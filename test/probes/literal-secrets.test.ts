import { describe, expect, it } from 'vitest';
import { literalSecrets } from '../../src/probes/literal-secrets.ts';

function told(env: Readonly<Record<string, string>>, args: readonly string[] = []): unknown {
  const variables = Object.entries(env).map(([name, value]) => ({ name, value }));
  const object = { spec: { template: { spec: { containers: [{ name: 'coder', env: variables, args }] } } } };
  const result = literalSecrets.run({ object }) as { readonly names: readonly string[] };
  expect(JSON.stringify(result)).not.toContain('hunter2');
  return result.names;
}

describe('literal-secrets', () => {
  it.each([
    ['CODER_OIDC_CLIENT_SECRET', 'hunter2'],
    ['CODER_PROVISIONER_DAEMON_PSK', 'hunter2'],
    ['CODER_PROVISIONER_DAEMON_KEY', 'hunter2'],
    ['PGPASSWORD', 'hunter2'],
    ['OPENAI_API_KEY', 'hunter2'],
    ['CODER_PG_CONNECTION_URL', 'postgres://coder:hunter2@db.example.org/coder'],
    ['CODER_PG_CONNECTION_URL', 'postgres://coder:hunter2/x@db.example.org/coder'],
  ])('names %s and tells nothing of its value', (name, value) => {
    expect(told({ [name]: value })).toEqual([name]);
  });

  it.each([
    ['CODER_PG_CONNECTION_URL', 'postgres://coder@db.example.org/coder'],
    ['CODER_ACCESS_URL', 'https://coder.example.org:8443'],
    ['CODER_OIDC_CLIENT_SECRET', ''],
    ['CODER_OIDC_CLIENT_SECRET', '$(SECRET)'],
    ['CODER_OIDC_CLIENT_SECRET', '${SECRET}'],
    ['CODER_OIDC_CLIENT_SECRET', 'ENC[AES256_GCM,data:x]'],
    ['DISABLE_PASSWORD', 'true'],
    ['TOKEN_FILE', '/run/token'],
    ['CODER_TLS_KEY_FILE', '/run/key'],
  ])('leaves %s=%s alone', (name, value) => {
    expect(told({ [name]: value })).toEqual([]);
  });

  it('reads arguments too', () => {
    expect(told({}, ['provisionerd', 'start', '--psk=hunter2', '--name', 'x'])).toEqual(['--psk']);
    expect(told({}, ['--token', 'hunter2', '--token'])).toEqual(['--token']);
    expect(told({}, ['--token', '$(TUNNEL_TOKEN)', '--secret', '--verbose'])).toEqual([]);
  });

  it('says nothing of what has no containers', () => {
    expect(literalSecrets.run({ object: {} })).toBeUndefined();
    const fromSecret = { spec: { containers: [{ env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: {} } }] }] } };
    expect(literalSecrets.run({ object: fromSecret })).toMatchObject({ names: [], text: '' });
  });
});

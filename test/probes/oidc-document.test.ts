import { describe, expect, it } from 'vitest';
import { oidcDocument } from '../../src/probes/oidc-document.ts';

const ENDPOINTS = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'];
const WHOLE = {
  issuer: 'https://id.example.org',
  authorization_endpoint: 'https://id.example.org/auth',
  token_endpoint: 'https://id.example.org/token',
  jwks_uri: 'https://id.example.org/keys',
  scopes_supported: ['openid', 'email'],
};
const read = (body: unknown): unknown =>
  oidcDocument.run({ body: typeof body === 'string' ? body : JSON.stringify(body), endpoints: ENDPOINTS });

describe('oidc-document', () => {
  it('tells the issuer, its scopes, and that nothing is missing', () => {
    expect(read(WHOLE)).toEqual({
      readable: true,
      issuer: 'https://id.example.org',
      missing: [],
      plain: [],
      scopes: ['openid', 'email'],
      tellsScopes: true,
    });
  });

  it('tells which addresses are missing or not https', () => {
    const { jwks_uri: keys, scopes_supported: scopes, ...rest } = WHOLE;
    expect([keys, scopes]).not.toContain(undefined);
    expect(read({ ...rest, token_endpoint: 'http://id.example.org/token' })).toMatchObject({
      missing: ['jwks_uri'],
      plain: ['token_endpoint'],
      scopes: [],
      tellsScopes: false,
    });
  });

  it.each([
    ['<!doctype html>'],
    [''],
    ['[]'],
    ['null'],
    ['"text"'],
    ['{"issuer": 5}'],
    ['{"error":"not found"}'],
    ['{'],
  ])('%s is no document', (body) => {
    expect(read(body)).toMatchObject({ readable: false, issuer: '', missing: ENDPOINTS });
  });

  it('takes fields of other kinds for missing', () => {
    expect(read({ ...WHOLE, token_endpoint: { toString: 'x' }, scopes_supported: 'openid' })).toMatchObject({
      readable: true,
      missing: ['token_endpoint'],
      scopes: [],
      tellsScopes: false,
    });
  });
});

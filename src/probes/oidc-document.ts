import type { Probe, ProbeResult } from '../model/probe.ts';
import { isRecord, list, text } from './read.ts';

/** What an OIDC issuer says of itself (OpenID Connect Discovery 1.0, section 3). */
export const oidcDocument: Probe = {
  name: 'oidc-document',
  computes:
    'What a discovery document of an OIDC issuer says, and which of the addresses that signing in needs it lacks.',
  params: {
    body: { is: 'text', means: 'what the issuer answered' },
    endpoints: { is: 'list', means: 'the fields that have to hold an address' },
  },
  returns: {
    readable: 'whether it is a JSON object that names an issuer',
    issuer: 'the name that the issuer gives itself; empty where it is not readable',
    missing: 'the fields without an address (list)',
    plain: 'the fields whose address is not https (list)',
    scopes: 'the scopes that it says it knows (list); they need not be all',
    tellsScopes: 'whether it says anything of scopes',
  },
  run({ body, endpoints }): ProbeResult {
    const said = parsed(text(body));
    const issuer = text(said['issuer']);
    const wanted = list(endpoints).map(text);
    return {
      readable: issuer !== '',
      issuer,
      missing: wanted.filter((name) => text(said[name]) === ''),
      plain: wanted.filter((name) => text(said[name]) !== '' && !text(said[name]).startsWith('https://')),
      scopes: list(said['scopes_supported']).map(text),
      tellsScopes: Array.isArray(said['scopes_supported']),
    };
  },
};

/** An answer that is no JSON object says nothing. */
function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

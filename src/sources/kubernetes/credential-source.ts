import { isPlain, plainCredentials } from './plain-credentials.ts';
import type { Credentials, SignInParts } from './credentials.ts';
import { createTokenFile } from './token-file.ts';

/** Where the credentials of one context come from, and what is known about their life. */
export interface CredentialSource {
  /** Throws what the plugin or provider throws. */
  readonly read: () => Promise<Credentials>;
  /** When the last credential ends, in milliseconds since 1970; undefined where it says nothing. */
  readonly expires: () => number | undefined;
  /** Changes when the credential's source (the token file) changes. */
  readonly version: () => string | undefined;
}

/** Chooses the way in: what is written down is taken from there, and plugins and providers are client-node's. */
export function createCredentialSource(parts: SignInParts): CredentialSource {
  const tokenFile = createTokenFile(parts.context, parts.readFile);
  if (isPlain(parts.context)) {
    const read = () => Promise.resolve().then(() => plainCredentials(parts.context, tokenFile));
    return { read, expires: () => undefined, version: tokenFile.current };
  }
  let expires: number | undefined;
  const read = async (): Promise<Credentials> => {
    const { providerCredentials } = await import('./provider-credentials.ts');
    return providerCredentials(parts, (time) => (expires = time));
  };
  return { read, expires: () => expires, version: () => undefined };
}

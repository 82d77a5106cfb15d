import { isRecord } from '../../text/record.ts';
import { cleanText, TroubleError } from './trouble.ts';

/**
 * The token of the auth-provider `oidc`, and when it ends (milliseconds since 1970). An expired one is never renewed here:
 * a provider may hand out a new refresh token and forget the old one, and since kubedoc writes nothing, the kubeconfig
 * would be left with the dead one. Throws `TroubleError` rather than go on anonymously.
 */
export function oidcToken(
  config: Readonly<Record<string, string>>,
  contextName: string,
  now: number,
): { readonly token: string; readonly expires: number | undefined } {
  const token = config['id-token'];
  if (!token) throw signInAgain(`context ${cleanText(contextName)} signs in with OIDC, but holds no id-token`);
  const expires = endOf(token);
  if (expires !== undefined && expires <= now) {
    throw signInAgain(
      `the OIDC sign-in of context ${cleanText(contextName)} has expired, and kubedoc does not renew it`,
    );
  }
  return { token, expires };
}

function signInAgain(reason: string): TroubleError {
  return new TroubleError(
    reason,
    'run a kubectl command with this context, which renews and stores the token, or set up the exec plugin kubelogin',
  );
}

/** The claim `exp` of a JWT (RFC 7519, 4.1.4); undefined where it cannot be read: then the server decides. */
function endOf(token: string): number | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const seconds = isRecord(claims) ? claims['exp'] : undefined;
    return typeof seconds === 'number' ? seconds * 1000 : undefined;
  } catch {
    return undefined;
  }
}

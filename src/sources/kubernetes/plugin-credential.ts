import { isRecord } from '../../text/record.ts';

/** What a credential plugin handed out. Certificate and key are PEM text. */
export interface PluginCredential {
  readonly token: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** Milliseconds since 1970; undefined means good until the server refuses it. */
  readonly expires: number | undefined;
}

/**
 * Reads the ExecCredential that a plugin printed. What is none gives words for what it is instead; they never hold any of
 * it, since it may be a credential all the same. `apiVersion` is the one that the kubeconfig asks for.
 */
export function pluginCredential(stdout: string, apiVersion: string): PluginCredential | string {
  if (stdout.trim() === '') return 'nothing';
  const printed = parsed(stdout);
  if (!isRecord(printed) || printed['kind'] !== 'ExecCredential') return 'something that is no ExecCredential';
  if (printed['apiVersion'] !== apiVersion) {
    return 'an ExecCredential of another apiVersion than the kubeconfig asks for';
  }
  const status = isRecord(printed['status']) ? printed['status'] : {};
  const text = (key: string) => (typeof status[key] === 'string' && status[key] !== '' ? status[key] : undefined);
  const expires = Date.parse(text('expirationTimestamp') ?? '');
  const token = text('token')?.trim();
  const [cert, key] = [text('clientCertificateData'), text('clientKeyData')];
  if (!token && !(cert && key)) return 'a credential without token or certificate';
  return { token, cert, key, expires: Number.isNaN(expires) ? undefined : expires };
}

function parsed(stdout: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

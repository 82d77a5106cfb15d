import type { Fact } from '../../model/fact.ts';
import type { AddressQuery } from '../../model/query.ts';
import type { SecretAddress } from '../../model/secret-address.ts';
import { NO_ADDRESS, parseDatabaseAddress } from '../../text/database-address.ts';
import { isRecord } from '../../text/record.ts';
import { lookUpGet } from './get.ts';
import type { Transport } from './transport.ts';

/**
 * Reads one key of one Secret and keeps where the database is, and nothing else. The value is a `SecretAddress`; neither
 * the Secret nor its value is handed on, kept or quoted in an error. Throws what `explain` can explain.
 */
export async function lookUpAddress(
  { namespace, name, key }: AddressQuery,
  wire: { readonly transport: Transport; readonly signal: AbortSignal },
): Promise<Fact> {
  const fact = await lookUpGet({ from: 'get', resource: 'secrets', namespace, name }, 'v1', wire);
  return fact.state === 'known' ? { state: 'known', value: addressIn(fact.value, key) } : fact;
}

/** What is kept of a Secret: see `SecretAddress`. */
export function addressIn(secret: unknown, key: string): SecretAddress {
  const data = isRecord(secret) && isRecord(secret['data']) ? secret['data'] : {};
  const keys = Object.keys(data).toSorted();
  const value = Object.hasOwn(data, key) ? data[key] : undefined;
  if (typeof value !== 'string') return { outcome: 'no-such-key', keys, address: NO_ADDRESS };
  const address = parseDatabaseAddress(Buffer.from(value, 'base64').toString('utf8'));
  return { outcome: address.form === '' ? 'no-address' : 'read', keys, address };
}

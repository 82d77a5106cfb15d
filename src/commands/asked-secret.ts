import { UsageError } from '../model/errors.ts';
import type { Fact } from '../model/fact.ts';
import type { AddressQuery, Query } from '../model/query.ts';
import type { Runbook } from '../model/runbook.ts';
import type { SecretAddress } from '../model/secret-address.ts';
import type { LookUp } from '../engine/memo.ts';
import type { SecretKey } from '../cli/values.ts';
import { list, nameOf } from '../probes/read.ts';
import { nearest } from '../text/similar.ts';

/** The input that a runbook has which can do something with a Secret that was named. */
const READ_SECRET_INPUT = 'readSecret';

/** What a query that nobody allowed comes to; undefined for every query that may be sent. */
export function refusedSecret(query: Query, allowed: SecretKey | undefined): Fact | undefined {
  if (query.from !== 'address') return undefined;
  const { namespace, name, key } = query;
  const isAllowed = allowed?.namespace === namespace && allowed.name === name && allowed.key === key;
  return isAllowed ? undefined : UNASKED;
}

const UNASKED: Fact = {
  state: 'failed',
  reason: 'the content of Secrets is not read',
  hint: 'add --read-secret NAMESPACE/NAME/KEY',
  unasked: true,
};

/** What was typed, for the runbook; an empty text without it. */
export function secretText(asked: SecretKey | undefined): string {
  return asked === undefined ? '' : `${asked.namespace}/${asked.name}/${asked.key}`;
}

/** Throws `UsageError` where the runbook that the walk begins with has no use for a Secret. */
export function refuseSecretBeside(asked: SecretKey | undefined, topic: string, runbook: Runbook | undefined): void {
  if (asked === undefined || Object.hasOwn(runbook?.inputs ?? {}, READ_SECRET_INPUT)) return;
  throw new UsageError(`${topic} reads no Secret`, 'leave --read-secret out');
}

/**
 * Throws `UsageError` where the Secret that was named is not there, has no such key, or no address of a database in it,
 * with the nearest name. One that may not be read is none of these: the report says so.
 */
export async function refuseWrongSecret(asked: SecretKey | undefined, lookUp: LookUp): Promise<void> {
  if (asked === undefined) return;
  const query: AddressQuery = { from: 'address', ...asked };
  const fact = await lookUp(query);
  if (fact.state === 'absent') return refuseUnknownSecret(asked, lookUp);
  if (fact.state === 'known') refuseValue(asked, fact.value as SecretAddress);
}

async function refuseUnknownSecret({ namespace, name }: SecretKey, lookUp: LookUp): Promise<never> {
  const fact = await lookUp({ from: 'list', resource: 'secrets', namespace, as: 'metadata' });
  const names = fact.state === 'known' ? list(fact.value).map(nameOf) : [];
  throw new UsageError(`there is no Secret ${namespace}/${name}`, meant(name, names));
}

function refuseValue({ namespace, name, key }: SecretKey, { outcome, keys }: SecretAddress): void {
  const secret = `Secret ${namespace}/${name}`;
  if (outcome === 'no-such-key') throw new UsageError(`${secret} has no key ${key}`, meant(key, keys));
  if (outcome === 'no-address')
    throw new UsageError(
      `key ${key} of ${secret} holds no address of a PostgreSQL database`,
      'one is postgres://USER:PASSWORD@HOST:PORT/DATABASE, or host=HOST port=PORT …',
    );
}

/** How many names a line takes. */
const TOLD = 8;

function meant(word: string, names: readonly string[]): string | undefined {
  const near = nearest(word, names);
  if (near !== undefined) return `did you mean ${near}?`;
  if (names.length === 0) return undefined;
  const more = names.length > TOLD ? `, and ${String(names.length - TOLD)} more` : '';
  return `there: ${names.slice(0, TOLD).join(', ')}${more}`;
}

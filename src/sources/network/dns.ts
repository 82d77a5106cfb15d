import type { MxRecord, SrvRecord } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import type { Fact } from '../../model/fact.ts';
import type { DnsAnswer, DnsOutcome, DnsType } from '../../model/network.ts';
import type { DnsQuery } from '../../model/query.ts';
import { codeOf } from './outcome.ts';

/** Asks one name server, or those of this machine, for one kind of record; throws as `node:dns` does. */
export type Resolve = (name: string, type: DnsType, server: string | null) => Promise<unknown>;

/**
 * Asks a name server for the records of a name. The value is a `DnsAnswer`: that there is no such name or record is an
 * answer. A name server that does not answer or refuses to is a failed fact with a hint. Never throws.
 */
export async function askDns({ name, type, server }: DnsQuery, resolve: Resolve): Promise<Fact> {
  try {
    return known('found', recordsOf(await resolve(name, type, server)));
  } catch (error) {
    const outcome = OUTCOMES[codeOf(error)];
    return outcome === undefined ? noAnswer(server, codeOf(error)) : known(outcome, []);
  }
}

/** The answer of `node:dns` by its error codes; what is missing here is no answer. */
const OUTCOMES: Readonly<Record<string, DnsOutcome>> = {
  ENOTFOUND: 'no-such-name',
  ENODATA: 'no-such-record',
  ESERVFAIL: 'server-failure',
};

/** The resolver of this machine's name servers, or of another, with a limit in milliseconds. */
export function nodeResolve(timeoutMs: number): Resolve {
  return (name, type, server) => {
    const resolver = new Resolver({ timeout: Math.max(1, Math.floor(timeoutMs / 2)), tries: 2 });
    if (server !== null) resolver.setServers([server]);
    return resolver.resolve(name, type);
  };
}

function known(outcome: DnsOutcome, records: readonly string[]): Fact {
  const value: DnsAnswer = { outcome, records };
  return { state: 'known', value };
}

/** One form for all types, sorted, since name servers give them in turn. */
function recordsOf(answer: unknown): readonly string[] {
  return (Array.isArray(answer) ? answer : []).map(recordText).toSorted();
}

function recordText(record: unknown): string {
  if (typeof record === 'string') return record;
  // A TXT record comes in pieces, which belong together (RFC 7208, 3.3).
  if (Array.isArray(record)) return record.join('');
  const { priority, weight, port, exchange, name } = record as Partial<SrvRecord & MxRecord>;
  return [priority, weight, port, exchange ?? name].filter((part) => part !== undefined).join(' ');
}

function noAnswer(server: string | null, code: string): Fact {
  const who = server === null ? 'the name server of this machine' : `name server ${server}`;
  return {
    state: 'failed',
    reason: `${who} gives no answer (${code || 'no reason given'})`,
    hint: 'ask by hand with dig',
  };
}

import { UsageError } from '../model/errors.ts';
import {
  DNS_OUTCOMES,
  DNS_TYPES,
  HTTP_OUTCOMES,
  type DnsAnswer,
  UPGRADES,
  type DnsType,
  type HttpAnswer,
  type TlsFacts,
  type Upgrade,
} from '../model/network.ts';
import { asList, asMapping, asNumber, asText, isMapping, type Mapping } from './narrow.ts';
import type { ParsedDocument } from './parse-documents.ts';
import type { RecordedRegistryAnswer } from './registry-answers.ts';

/** What an address, a name server or a registry answered when a folder was captured. */
export type RecordedNetworkAnswer =
  | RecordedHttpAnswer
  | { readonly dns: string; readonly type: DnsType; readonly server: string | null; readonly answer: DnsAnswer }
  | RecordedRegistryAnswer;

/** What an address answered, and the variable whose token went with the question. The token itself is nowhere. */
export interface RecordedHttpAnswer {
  readonly get: string;
  readonly with?: string;
  readonly upgrade?: Upgrade;
  readonly answer: HttpAnswer;
}

/**
 * Reads one entry of `commands.yaml` that tells of the network: `{get: URL, upgrade, outcome, status, body, …}`, with the name
 * of the variable under `with` where a token went with it, or
 * `{dns: NAME, type, server, outcome, records}`. Left out, the outcome is that it was answered (with 200) or found, the
 * type is A. A word that does not exist is a `UsageError` with its place.
 */
export function readNetworkAnswer(document: ParsedDocument, entry: Mapping, index: number): RecordedNetworkAnswer {
  const one = <Word extends string>(key: string, words: readonly Word[], without: Word): Word => {
    const word = asText(entry[key] ?? without);
    const known = words.find((each) => each === word);
    if (known === undefined)
      throw new UsageError(`${document.place(index, key)}: ${key} is one of ${words.join(', ')}`);
    return known;
  };
  if (typeof entry['get'] === 'string') {
    const answer = toHttp(entry, one('outcome', HTTP_OUTCOMES, 'answered'));
    return {
      get: entry['get'],
      ...tokenOf(document, entry, index),
      ...readUpgrade(document, entry, index),
      answer,
    };
  }
  return {
    dns: asText(entry['dns']),
    type: one('type', DNS_TYPES, 'A'),
    server: typeof entry['server'] === 'string' ? entry['server'] : null,
    answer: {
      outcome: one('outcome', DNS_OUTCOMES, 'found'),
      records: asList(entry['records']).map(asText).toSorted(),
    },
  };
}

/** A name, which a token is not: one that was written there by mistake is not read on. */
function tokenOf(document: ParsedDocument, entry: Mapping, index: number): Pick<RecordedHttpAnswer, 'with'> {
  const name = entry['with'] ?? null;
  if (name === null) return {};
  if (typeof name === 'string' && /^[A-Z][A-Z0-9_]*_TOKEN$/.test(name)) return { with: name };
  throw new UsageError(`${document.place(index, 'with')}: with is the name of a variable such as CODER_SESSION_TOKEN`);
}

/** `upgrade: {to, protocol}` beside `get`: another question than the plain one. */
function readUpgrade(document: ParsedDocument, entry: Mapping, index: number): Pick<RecordedHttpAnswer, 'upgrade'> {
  if (entry['upgrade'] === undefined) return {};
  const { to, protocol } = asMapping(entry['upgrade']);
  const known = UPGRADES.find((each) => each === to);
  if (known === undefined)
    throw new UsageError(`${document.place(index, 'upgrade')}: upgrade has to, one of ${UPGRADES.join(', ')}`);
  return { upgrade: { to: known, ...(typeof protocol === 'string' ? { protocol } : {}) } };
}

function toHttp(entry: Mapping, outcome: HttpAnswer['outcome']): HttpAnswer {
  const headers = Object.entries(asMapping(entry['headers'])).map(([name, value]) => [
    name.toLowerCase(),
    asText(value),
  ]);
  return {
    outcome,
    trouble: asText(entry['trouble'] ?? (outcome === 'answered' ? '' : outcome)),
    address: asText(entry['address']),
    status: outcome === 'answered' ? asNumber(entry['status'] ?? 200) : 0,
    headers: Object.fromEntries(headers) as Record<string, string>,
    upgraded: entry['upgraded'] === true,
    cut: entry['cut'] === true,
    location: asText(entry['location']),
    body: asText(entry['body']),
    truncated: entry['truncated'] === true,
    tls: isMapping(entry['tls']) ? toTls(entry['tls']) : null,
  };
}

function toTls(tls: Mapping): TlsFacts {
  const distrust = asText(tls['distrust']);
  return {
    trusted: distrust === '',
    distrust,
    names: asList(tls['names']).map(asText),
    coversName: distrust !== 'wrong-name',
    validFrom: asText(tls['validFrom']),
    validTo: asText(tls['validTo']),
    subject: asText(tls['subject']),
    issuer: asText(tls['issuer']),
    chain: asList(tls['chain']).map(asText),
    protocol: asText(tls['protocol']),
  };
}

import { readFileSync } from 'node:fs';
import { at, textAt } from '../plane/manifest.ts';

/** One request that the API server has answered. */
export interface Request {
  readonly user: string;
  readonly verb: string;
  readonly resource: string;
  readonly uri: string;
}

/** The requests of a user, from the audit log. */
export function requestsOf(user: string, auditLog: string): readonly Request[] {
  const lines = readFileSync(auditLog, 'utf8').split('\n');
  return lines.flatMap((line) => (line === '' ? [] : [toRequest(line)])).filter((each) => each.user === user);
}

/** Those that change something. An access review is posted, and changes nothing. */
export function writesAmong(requests: readonly Request[]): readonly Request[] {
  return requests.filter(({ verb, resource }) => !READING.has(verb) && resource !== 'selfsubjectaccessreviews');
}

const READING = new Set(['get', 'list', 'watch']);

function toRequest(line: string): Request {
  const event: unknown = JSON.parse(line);
  return {
    user: textAt(at(event, 'user'), 'username'),
    verb: textAt(event, 'verb'),
    resource: textAt(event, 'objectRef.resource'),
    uri: textAt(event, 'requestURI'),
  };
}

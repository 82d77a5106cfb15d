import { readFileSync } from 'node:fs';
import { at, textAt } from '../plane/manifest.ts';

/** One request that the API server has answered. */
export interface Request {
  readonly user: string;
  /** As whom the user asked; empty where as itself. */
  readonly as: string;
  /** The program, as it calls itself. */
  readonly agent: string;
  readonly verb: string;
  readonly group: string;
  /** With its subresource: `pods`, `pods/log`. Empty for a path that is none, such as `/version`. */
  readonly resource: string;
  readonly uri: string;
  readonly status: number;
  /** The kind of the answer, where the audit policy keeps it (`plane/files.ts`); else empty. */
  readonly answer: string;
}

/** The requests of a user, from the audit log. */
export function requestsOf(user: string, auditLog: string): readonly Request[] {
  return requestsIn(readFileSync(auditLog, 'utf8')).filter((each) => each.user === user);
}

/** Every request of an audit log, each once: what takes long has an event when it begins and one when it ends. */
export function requestsIn(text: string): readonly Request[] {
  // What stands behind the last line break is still being written.
  const lines = text.split('\n').slice(0, -1);
  const events = lines.filter((line) => line !== '').map((line): unknown => JSON.parse(line));
  const byId = new Map(events.map((event, index) => [textAt(event, 'auditID') || String(index), event]));
  return [...byId.values()].map(toRequest);
}

function toRequest(event: unknown): Request {
  const subresource = textAt(event, 'objectRef.subresource');
  return {
    user: textAt(event, 'user.username'),
    as: textAt(event, 'impersonatedUser.username'),
    agent: textAt(event, 'userAgent'),
    verb: textAt(event, 'verb'),
    group: textAt(event, 'objectRef.apiGroup'),
    resource: `${textAt(event, 'objectRef.resource')}${subresource === '' ? '' : `/${subresource}`}`,
    uri: textAt(event, 'requestURI'),
    status: Number(at(event, 'responseStatus.code') ?? 0),
    answer: textAt(event, 'responseObject.kind'),
  };
}

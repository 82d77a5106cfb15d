import { Agent, request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as SecureAgent, request as requestHttps } from 'node:https';
import type { Question } from './question.ts';
import type { UserTokens } from './users.ts';

/** What came back, as far as it is compared. */
export interface Answer {
  readonly code: number;
  readonly type: string;
  /** What a server warns of, as kubectl shows it. */
  readonly warning: string;
  /** What the JSON says, the events of a watch as a list; else the text. */
  readonly body: unknown;
  /** The second in which it was answered, by the server's clock. */
  readonly date: string;
}

/** A server to ask. */
export interface Side {
  ask(question: Question): Promise<Answer>;
  close(): void;
}

/** The real server. */
export function realSide(port: number, authority: string, tokens: UserTokens): Side {
  const agent = new SecureAgent({ keepAlive: true, ca: authority });
  const send = (options: RequestOptions, read: Read) => requestHttps({ ...options, port, agent }, read);
  const tokenOf: Readonly<Record<Question['who'], string | undefined>> = {
    ...tokens,
    unknown: 'nonsense',
    anonymous: undefined,
  };
  return { ask: (question) => ask(send, question, tokenOf[question.who]), close: () => agent.destroy() };
}

/** A replay server. It knows nobody, so a token says nothing to it. */
export function replaySide(port: number): Side {
  const agent = new Agent({ keepAlive: true });
  const send = (options: RequestOptions, read: Read) => requestHttp({ ...options, port, agent }, read);
  return { ask: (question) => ask(send, question, undefined), close: () => agent.destroy() };
}

type Read = (response: IncomingMessage) => void;
type Send = (options: RequestOptions, read: Read) => ReturnType<typeof requestHttp>;

const ANSWER_MS = 20_000;

function ask(send: Send, question: Question, token: string | undefined): Promise<Answer> {
  const { method, path, accept, body, contentType = 'application/json' } = question;
  const headers = {
    ...(accept !== '' && { accept }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': contentType }),
  };
  return new Promise((resolve, reject) => {
    const sent = send({ host: '127.0.0.1', method, path, headers, timeout: ANSWER_MS }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve(answerOf(response, Buffer.concat(chunks).toString())));
    });
    sent.on('timeout', () => sent.destroy(new Error(`${method} ${path}: no answer`)));
    sent.on('error', reject);
    sent.end(body);
  });
}

function answerOf({ statusCode = 0, headers }: IncomingMessage, text: string): Answer {
  return {
    code: statusCode,
    type: headers['content-type'] ?? '',
    warning: headers.warning ?? '',
    body: bodyOf(text),
    date: headers.date ?? '',
  };
}

function bodyOf(text: string): unknown {
  return eventsOf(text) ?? parsed(text) ?? text;
}

/** The events of a watch stand one on a line. */
function eventsOf(text: string): unknown {
  const lines = text.trimEnd().split('\n');
  const events = lines.map(parsed);
  return text.startsWith('{"type":') && !events.includes(undefined) ? events : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { onLoopback } from './harness.ts';

/** An error of a service of AWS. */
export interface ServiceError {
  readonly code: string;
  /** The status of HTTP that goes with it. */
  readonly status: number;
  readonly message: string;
}

/** What a call is, as far as its request tells. */
export interface Call {
  /** As the signature has it: `eks`, `rds`, `elasticloadbalancing`, … */
  readonly service: string;
  /** As the API has it: `DescribeDBClusters`; for EKS the path, such as `/clusters/shop`. */
  readonly operation: string;
}

/** Something that listens on the loopback interface. */
export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** How a protocol of AWS wraps an error. */
type Wrap = (error: ServiceError) => { readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** The protocols of AWS as the API models name them (smithy.io, AWS protocols). */
const WRAPS = {
  json: ({ code, message }) => ({
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ __type: code, message }),
  }),
  restJson: ({ code, message }) => ({
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    body: JSON.stringify({ message }),
  }),
  ec2: ({ code, message }) => ({
    headers: { 'content-type': 'text/xml' },
    body: `<Response><Errors><Error>${tags(code, message)}</Error></Errors><RequestID>1</RequestID></Response>`,
  }),
  query: ({ code, message }) => ({
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse><Error><Type>Sender</Type>${tags(code, message)}</Error><RequestId>1</RequestId></ErrorResponse>`,
  }),
} satisfies Readonly<Record<string, Wrap>>;

function tags(code: string, message: string): string {
  return `<Code>${code}</Code><Message>${message.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</Message>`;
}

/**
 * Answers calls of AWS with an error of a service, in the protocol of the caller. A call for which there is none goes on to
 * the emulator behind it.
 */
export async function startRefusing(
  errorOf: (call: Call) => ServiceError | undefined,
  behind?: string,
): Promise<Listening> {
  return listen(async (asked, response) => {
    const body = await bodyOf(asked);
    const call = callOf(asked, body);
    const error = errorOf(call);
    if (error !== undefined) refuse(response, error, wrapOf(asked, call));
    else if (behind === undefined) refuse(response, UNFORESEEN, wrapOf(asked, call));
    else passOn(asked, body, { to: onLoopback(behind), response });
  });
}

const UNFORESEEN: ServiceError = {
  code: 'NobodyForesawThis',
  status: 400,
  message: 'the test says nothing of this call',
};

/** Answers everything with a page of a proxy that does not reach what is behind it. */
export async function startBadGateway(): Promise<Listening> {
  return listen(async (asked, response) => {
    await bodyOf(asked);
    response
      .writeHead(502, { 'content-type': 'text/html' })
      .end('<html><body><h1>502 Bad Gateway</h1></body></html>\n');
  });
}

/** Takes every connection and never says a word. */
export async function startSilence(): Promise<Listening> {
  return opened(createSocketServer());
}

function refuse(response: ServerResponse, error: ServiceError, wrap: Wrap): void {
  const { headers, body } = wrap(error);
  response.writeHead(error.status, headers).end(body);
}

function wrapOf(asked: IncomingMessage, { service }: Call): Wrap {
  if (asked.headers['x-amz-target'] !== undefined) return WRAPS.json;
  if (asked.headers['content-type']?.includes('x-www-form-urlencoded') !== true) return WRAPS.restJson;
  return service === 'ec2' ? WRAPS.ec2 : WRAPS.query;
}

function callOf({ headers, url = '' }: IncomingMessage, body: string): Call {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
  const target = headers['x-amz-target'];
  const named = typeof target === 'string' ? target.split('.').at(-1) : new URLSearchParams(body).get('Action');
  return { service, operation: named ?? url };
}

async function bodyOf(asked: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of asked) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function passOn(
  { method, url, headers }: IncomingMessage,
  body: string,
  { to, response }: { readonly to: URL; readonly response: ServerResponse },
): void {
  const onwards = request(new URL(url ?? '/', to), { method: method ?? 'GET', headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onwards.on('error', () => response.destroy());
  onwards.end(body);
}

function listen(handle: (asked: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<Listening> {
  return opened(createServer((asked, response) => void handle(asked, response).catch(() => response.destroy())));
}

async function opened(server: Server): Promise<Listening> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket.on('close', () => open.delete(socket)).on('error', () => undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

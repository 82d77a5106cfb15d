/** What is sent back for one request. */
export interface HttpAnswer {
  readonly status: number;
  /** Empty where there is no body either. */
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds for which the answer stays open after its body, as a watch does; ended with its body where missing. */
  readonly openFor?: number;
}

/** An answer in JSON. */
export function jsonAnswer(value: unknown, status = 200, contentType = 'application/json'): HttpAnswer {
  return { status, contentType, body: JSON.stringify(value) };
}

/** An answer in plain text. */
export function textAnswer(body: string, status = 200): HttpAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', body };
}

/** A request, read as far as the answers need it. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The media types of the `Accept` header, in its order, parameters included. */
  readonly accept: readonly string[];
  readonly body: Buffer;
  /** As whom the request is to be answered (`Impersonate-User`), where that is asked for. */
  readonly impersonates?: string | undefined;
}

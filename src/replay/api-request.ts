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

/** The parameters of the first accepted type that asks for a `Table`, `PartialObjectMetadata` or a discovery document. */
export function acceptedAs(request: ApiRequest): ReadonlyMap<string, string> {
  // A client that puts plain JSON first prefers that.
  const first = request.accept.find((type) => /\bas=/.test(type) || /^application\/json\s*$/.test(type.trim()));
  const parameters = (first ?? '')
    .split(';')
    .slice(1)
    .map((parameter) => parameter.trim().split('='));
  return new Map(parameters.map(([key = '', value = '']) => [key, value]));
}

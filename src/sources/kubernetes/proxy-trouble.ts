import { cleanText, errorCode, TroubleError } from './trouble.ts';

/** Where the address of a proxy comes from. */
export const PROXY_HINT = 'check proxy-url in the kubeconfig and the variables HTTPS_PROXY, HTTP_PROXY and NO_PROXY';

/** The proxy answered, and does not want to. `why` is its status or reply. */
export function proxyRefused(why: string, hint: string = PROXY_HINT): TroubleError {
  return new TroubleError(`the proxy in front of the API server refused the connection (${why})`, hint);
}

/** What went wrong on the way to the proxy itself; trouble that is explained already stays as it is. */
export function proxyTrouble(error: unknown): TroubleError {
  if (error instanceof TroubleError) return error;
  const code = errorCode(error) || cleanText(error instanceof Error ? error.message : String(error));
  return new TroubleError(`the proxy in front of the API server cannot be reached (${code})`, PROXY_HINT);
}

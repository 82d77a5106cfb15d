import { cleanText, TroubleError } from './trouble.ts';
import { whyUnreadable } from './unreadable.ts';
import type { KubeContext, ReadFile } from './kube-context.ts';

/** The token file of a context: the kubelet and other agents replace its content while a program runs. */
export interface TokenFile {
  /** What it holds now; undefined where there is none, it cannot be read or is empty. */
  readonly current: () => string | undefined;
  /** What it holds, else the token beside it in the kubeconfig. Throws `TroubleError` where there is neither. */
  readonly read: () => string;
}

/** Reads `tokenFile` of the context's user, every time anew. */
export function createTokenFile({ name, user }: KubeContext, readFile: ReadFile): TokenFile {
  const path = user.tokenFile;
  let why = 'it is empty';
  const current = (): string | undefined => {
    if (path === undefined) return undefined;
    try {
      return readFile(path).trim() || undefined;
    } catch (error) {
      why = whyUnreadable(error);
      return undefined;
    }
  };
  return {
    current,
    read() {
      const token = current() ?? user.token;
      if (token) return token;
      throw new TroubleError(
        `the token file of context ${cleanText(name)} gives no token: ${why}`,
        `check tokenFile of this user in the kubeconfig${path === undefined ? '' : ` (${cleanText(path)})`}, and what writes it`,
      );
    },
  };
}

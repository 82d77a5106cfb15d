import type { Capture } from '../../src/replay/capture.ts';
import type { ReplayOptions } from '../../src/replay/server.ts';

/**
 * How a command has to end. 4: nothing could be seen, told in one line. 2: what was typed or a file is wrong, told in one
 * line. `incomplete`: 3, and the report names the kind that went unseen. `as-usual`: what it would have found anyway.
 */
export type Ending = 2 | 4 | 'incomplete' | 'as-usual';

/** What a fault needs to set its scene. */
export interface Stage {
  /** The cluster that is served where nothing is wrong. */
  readonly capture: Capture;
  /** The kind that the command asks for first, as it stands in request paths: `helmreleases`. */
  readonly kind: string;
  /** The API group of that kind: `/apis/helm.toolkit.fluxcd.io`. */
  readonly api: string;
  /** Serves the cluster and gives the path of a kubeconfig for it. */
  readonly serve: (options?: ReplayOptions, capture?: Capture) => Promise<string>;
  /** Writes a kubeconfig whose only context leads to this server; gives its path. */
  readonly kubeconfigTo: (server: string) => string;
  /** A fresh folder with files in it; gives its path. */
  readonly folder: (files?: Readonly<Record<string, string>>) => string;
  /** A server of another kind; gives its address. */
  readonly listen: (what: 'nothing' | 'unknown-authority' | 'expired-certificate' | 'other-name') => Promise<Listening>;
  /** Runs at the end, whatever happens. */
  readonly finally: (undo: () => void | Promise<void>) => void;
}

/** An address, the certificate of the authority that vouches for it, in base64, and the proxy on the way to it. */
export interface Listening {
  readonly url: string;
  readonly authority: string;
  readonly proxy?: string;
}

/** What a fault adds to a command line. */
export interface Scene {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** One thing that goes wrong between kubedoc and a cluster. */
export interface Fault {
  readonly name: string;
  readonly ends: Ending;
  /** What the one line says, or the report. */
  readonly says?: RegExp;
  /** In the full table nothing shortens its limits. */
  readonly atDefaultLimits?: true;
  set(stage: Stage): Promise<Scene> | Scene;
}

/** The flags that lead to a served cluster. */
export function to(kubeconfig: string, ...more: readonly string[]): Scene {
  return { args: ['--kubeconfig', kubeconfig, ...more] };
}

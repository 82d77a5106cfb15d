import type { RunQuery } from '../model/query.ts';

/** Which cluster the walk looks at, and as whom, as far as the person has said so on the command line. */
export interface Access {
  /** The context's name; null where there is no kubeconfig that has it. */
  readonly context: string | null;
  readonly kubeconfig: string | undefined;
  readonly as: string | undefined;
  readonly asGroups: readonly string[];
}

/** A program ready to be started. */
export interface ProgramLine {
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The line and the environment of a program. One that asks the cluster is told the one that kubedoc asks, as the one that
 * kubedoc is; variables that would tell it otherwise are kept from it. What a kubeconfig says it reads by itself.
 */
export function programLine({ argv, inCluster }: RunQuery, access: Access, env: NodeJS.ProcessEnv): ProgramLine {
  if (inCluster === undefined) return { argv, env };
  const { context, kubeconfig, as, asGroups } = access;
  const told = [
    ...(context === null ? [] : [inCluster.context, context]),
    ...(kubeconfig === undefined ? [] : [inCluster.kubeconfig, kubeconfig]),
    ...(as === undefined ? [] : [inCluster.as, as]),
    ...asGroups.flatMap((group) => [inCluster['as-group'], group]),
  ];
  return { argv: [...argv, ...told], env: without(env, inCluster.without) };
}

function without(env: NodeJS.ProcessEnv, prefix: string | undefined): NodeJS.ProcessEnv {
  if (prefix === undefined) return env;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith(prefix)));
}

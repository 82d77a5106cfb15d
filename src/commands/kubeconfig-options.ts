import type { CommonOptions } from '../cli/common-options.ts';
import type { KubeconfigOptions } from '../sources/kubernetes/kube-context.ts';
import type { Io } from './io.ts';

/** Which kubeconfig, which of its contexts and as whom, as the flags say. */
export function kubeconfigOptions(
  options: CommonOptions,
  io: Pick<Io, 'env' | 'home' | 'readFile'>,
): KubeconfigOptions {
  return {
    env: io.env,
    home: io.home,
    ...(io.readFile === undefined ? {} : { readFile: io.readFile }),
    ...(options.kubeconfig === undefined ? {} : { kubeconfig: options.kubeconfig }),
    ...(options.context === undefined ? {} : { context: options.context }),
    ...(options.as === undefined ? {} : { as: options.as }),
    ...(options.asGroups.length === 0 ? {} : { asGroups: options.asGroups }),
  };
}

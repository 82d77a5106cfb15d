import type { KubeContext } from '../sources/kubernetes/kube-context.ts';

/** The context with the region that a person has named, in place of the one that the kubeconfig tells. */
export function inRegion(context: KubeContext, region: string | undefined): KubeContext {
  if (region === undefined) return context;
  return { ...context, eks: { cluster: '', account: '', ...context.eks, region } };
}

import type { CommonOptions } from '../cli/common-options.ts';
import type { KubeContext } from '../sources/kubernetes/kube-context.ts';

const NOWHERE = { cluster: '', region: '', account: '', profile: '', endpoint: '' };

/** The context with the region and the profile that a person has named, in place of those that the kubeconfig tells. */
export function askedAs(
  context: KubeContext,
  { awsProfile, awsRegion }: Pick<CommonOptions, 'awsProfile' | 'awsRegion'>,
): KubeContext {
  if (awsProfile === undefined && awsRegion === undefined) return context;
  const { region, profile, ...place } = context.eks ?? NOWHERE;
  return { ...context, eks: { ...place, region: awsRegion ?? region, profile: awsProfile ?? profile } };
}

import type { Capture } from '../replay/capture.ts';
import { kubeconfigFor } from '../replay/write-kubeconfig.ts';
import { eksPlaceOf } from '../sources/kubernetes/eks-place.ts';
import type { KubeContext } from '../sources/kubernetes/kube-context.ts';
import { loadKubeContext } from '../sources/kubernetes/kubeconfig.ts';

/**
 * The context that leads to the server of a capture. Which cluster of EKS it was is read from the address that it had then, where
 * the capture says so: what is asked now is this machine.
 */
export function captureContext({ context, namespace, server }: Capture, url: string): KubeContext {
  const text = kubeconfigFor({ server: url, context, namespace });
  const asked = loadKubeContext({ kubeconfig: 'the capture', readFile: () => text, env: {}, home: '' });
  const eks = server === null ? undefined : eksPlaceOf({ names: [context], server, exec: undefined });
  return eks === undefined ? asked : { ...asked, eks };
}

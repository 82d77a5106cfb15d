import { entry, field, text } from '../read.ts';

/** The value of a label; empty where there is none. */
export function labelOf(node: unknown, key: string): string {
  return text(entry(field(node, 'metadata.labels'), key));
}

/** The node group of EKS that a node belongs to, by what EKS or eksctl writes on it; empty where it belongs to none. */
export function nodeGroupOf(node: unknown): string {
  return labelOf(node, 'eks.amazonaws.com/nodegroup') || labelOf(node, 'alpha.eksctl.io/nodegroup-name');
}

/** The NodePool of Karpenter that a node belongs to; empty where it belongs to none. */
export function nodePoolOf(node: unknown): string {
  return labelOf(node, 'karpenter.sh/nodepool');
}

import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { compareText, field, nameOf, optionalList, record } from '../read.ts';
import { selects } from '../label-selector.ts';
import { ownInterfaces } from './instance-groups.ts';

/**
 * Which SecurityGroupPolicies choose a pod, and which interfaces it has for itself. The policy counts when a pod is made: one
 * that came later changes nothing of it (vpc-resource-controller, webhooks/core).
 */
export const podInterfaces: Probe = {
  name: 'pod-interfaces',
  computes: 'Which network interfaces of AWS a pod has for itself, and which SecurityGroupPolicies choose it.',
  params: {
    pod: { is: 'object', means: 'The pod.' },
    policies: {
      is: 'list',
      optional: true,
      means: 'The SecurityGroupPolicies of its namespace, where they were seen.',
    },
    account: { is: 'object', optional: true, means: 'Its ServiceAccount, where that was seen.' },
  },
  returns: {
    own: 'The ids of the interfaces that it has for itself.',
    policies: 'The names of the policies that choose it.',
    groups: 'The ids of the groups that these policies name.',
    missed: 'Whether policies choose it and it has no interface of its own.',
    unclear: 'Whether a policy chooses by ServiceAccounts and that of the pod was not seen, or none was seen.',
  },
  run: readInterfaces,
};

function readInterfaces({ pod, policies, account }: ProbeArgs): ProbeResult | undefined {
  if (nameOf(pod) === '') return undefined;
  const own = ownInterfaces(pod);
  const known = optionalList(policies);
  const chosen = (known ?? []).filter((each) => chooses(each, pod, account) === true);
  const groups = chosen.flatMap((each) => optionalList(field(each, 'spec.securityGroups.groupIds')) ?? []);
  return {
    own,
    policies: chosen.map(nameOf).toSorted(compareText),
    groups: [...new Set(groups.map(String))].toSorted(compareText),
    missed: chosen.length > 0 && own.length === 0,
    unclear: known === undefined || known.some((each) => chooses(each, pod, account) === undefined),
  };
}

/** Both selectors have to hold where both are there; a policy with neither chooses nobody. */
function chooses(policy: unknown, pod: unknown, account: unknown): boolean | undefined {
  const [ofPods, ofAccounts] = [field(policy, 'spec.podSelector'), field(policy, 'spec.serviceAccountSelector')];
  if (ofPods == null && ofAccounts == null) return false;
  if (ofPods != null && !selects(ofPods, record(field(pod, 'metadata.labels')))) return false;
  if (ofAccounts == null) return true;
  return nameOf(account) === '' ? undefined : selects(ofAccounts, record(field(account, 'metadata.labels')));
}

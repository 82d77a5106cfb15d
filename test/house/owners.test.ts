import { describe, expect, it } from 'vitest';
import type { AdviceSpec, Runbook } from '../../src/model/runbook.ts';
import { changingVerb } from '../../src/runbook/command-words.ts';
import { catalogue } from '../support/shipped.ts';

/** Changes whose owner is not worked out from an object, with the reason. */
const OTHER_OWNERS: Readonly<Record<string, string>> = {
  'pod/declare-class': 'a storage class that does not exist has no owner, and the others may be the cloud’s',
};

const POD = 'a pod is made anew by its workload';
const RELEASE = 'Helm makes it anew from the release that this is about';
const ASKS = 'an annotation by which Flux is asked, as flux reconcile sets it';

/** Commands that leave a lasting change and name no owner, with the reason. */
const OWNERLESS: Readonly<Record<string, string>> = {
  'aws-balancer/new-pod': POD,
  'coder-build/make-role': 'a Role that is missing; beside it stands the value of the chart that makes it',
  'coder-queue-organisation/more-provisioners': 'says who sets it back, and where the values are',
  'coder-start/one-pod-at-a-time': 'says that whoever declares it sets the number back',
  'crash/replace-pod-with-volume': POD,
  'dependency/start-anew': POD,
  'ending/force-delete': POD,
  'ending/take-finalizer-away': 'the pod goes, and its workload makes another',
  'flux-kustomization/bring-key': 'a Secret that is not to stand in Git',
  'foreign-object/adopt-object': 'offered only where nobody owns it any more',
  'helm-storage/finish-uninstall': RELEASE,
  'helm-storage/forget-records': RELEASE,
  'helmrelease/reset-without-flux': ASKS,
  'helmrelease/reconcile-without-flux': ASKS,
  'helmrelease/resume-without-flux': 'names who suspended it',
  'helmrelease/suspend-resume-without-flux': 'ends as it began',
  'immutable-field/delete-finished-job': RELEASE,
  'immutable-field/recreate-around-pods': RELEASE,
  'immutable-field/remove-old-pods': RELEASE,
  'immutable-field/recreate-plain': RELEASE,
  'immutable-field/recreate-service': RELEASE,
  'key-lifetime/make-one': 'a Job that ends, as the CronJob makes them',
  'litellm/copy-now': 'a Job that ends, as the CronJob makes them',
  'missing-kind/install-definitions': 'says that it belongs into Git',
  'node-expiry/replace-before': 'a node that Karpenter made, and makes another for',
  'release-deletion/without-hooks': 'the release is being deleted, in Git too',
  'release-drift/force-without-flux': ASKS,
  'room/label-node': 'says that it belongs to where nodes are declared; no object of the cluster knows that',
  'sandbox/restart-network-pod': POD,
  'stopped/clear-failed-pods': POD,
  'target-cluster/provide-kubeconfig': 'a Secret that is missing; says that whoever is to write it comes first',
  'workload/delete-broken-pod': POD,
};

/** What a command leaves behind in an object that somebody may declare; a restart or a reconcile leaves nothing. */
const LASTING =
  /^kubectl (?:annotate|apply|autoscale|create|delete|edit|label|patch|replace|scale|set)$|^helm (?!rollback)/;

const all = [...catalogue.runbooks.values()].flatMap((runbook) =>
  Object.entries(runbook.advice).map(([id, advice]) => ({ id: `${runbook.name}/${id}`, runbook, advice })),
);

describe('the owner of what an advice changes', () => {
  it('is worked out from the object, wherever there is a change', () => {
    const vague = all.filter(({ advice, runbook }) => advice.change !== undefined && !isKnown(advice, runbook));
    expect(vague.map(({ id }) => id).filter((id) => OTHER_OWNERS[id] === undefined)).toEqual([]);
  });

  it('is named beside each command that leaves a lasting change', () => {
    const silent = all.filter(({ advice, runbook }) => isLasting(advice) && !namesOwner(advice, runbook));
    expect(silent.map(({ id }) => id).filter((id) => OWNERLESS[id] === undefined)).toEqual([]);
  });

  it('is missing only where the list above says so', () => {
    const vague = all.filter(({ advice, runbook }) => advice.change !== undefined && !isKnown(advice, runbook));
    const silent = all.filter(({ advice, runbook }) => isLasting(advice) && !namesOwner(advice, runbook));
    const needed = new Set([...vague, ...silent].map(({ id }) => id));
    const listed = [...Object.keys(OTHER_OWNERS), ...Object.keys(OWNERLESS)];
    expect(listed.filter((id) => !needed.has(id))).toEqual([]);
  });
});

function isKnown({ change }: AdviceSpec, runbook: Runbook): boolean {
  const name = /^\{(\w+)(?:\.owner)?\}$/.exec(change?.owner ?? '')?.[1];
  return name !== undefined && isOwner(name, runbook);
}

function namesOwner({ change, title, impact = '', cons = [], pros = [] }: AdviceSpec, runbook: Runbook): boolean {
  const said = [title, impact, change?.owner ?? '', ...cons, ...pros].join('\n');
  return [...said.matchAll(/\{(\w+)\.(?:owner|words|instead)\}/g)].some(([, name = '']) => isOwner(name, runbook));
}

function isLasting({ commands = [] }: AdviceSpec): boolean {
  return commands.some((command) => LASTING.test(changingVerb(command) ?? ''));
}

/** A probe that works owners out, what such a probe gave to the runbook, or a choice between them. */
function isOwner(name: string, runbook: Runbook): boolean {
  const derived = runbook.derive[name];
  if (derived === undefined) return name === 'git' && runbook.inputs['git'] !== undefined;
  if (typeof derived !== 'string') return 'probe' in derived && ['object-owner', 'git-owner'].includes(derived.probe);
  return [...derived.matchAll(/\b(\w+)\.owner\b/g)].some(([, other = '']) => isOwner(other, runbook));
}

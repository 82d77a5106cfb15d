import { describe, expect, it } from 'vitest';
import type { AdviceSpec } from '../../src/model/runbook.ts';
import { changingVerb } from '../../src/runbook/command-words.ts';
import { catalogue } from '../support/shipped.ts';

/**
 * Why an advice that changes something says in words what is to be done. `owner`: it is agreed with somebody else, who
 * owns it. `machine`: nodes and their volumes are made outside of the cluster. `code`: a chart, an image or a program has
 * to be written anew. `secret`: credentials and keys are never printed, nor asked for. `looks`: first it has to be found
 * out what is wrong, and the commands show it. `design`: how an application runs is for its owner to design.
 */
type Why = 'owner' | 'machine' | 'code' | 'secret' | 'looks' | 'design';

const WORDS_ONLY: Readonly<Record<string, Why>> = {
  'api-service/install-again': 'owner',
  'aws-balancer/tag-subnets': 'owner',
  'aws-database/correct-port': 'secret',
  'aws-egress/add-endpoints': 'owner',
  'aws-egress/mend-route': 'owner',
  'aws-image/name-region': 'owner',
  'aws-image/name-tag': 'owner',
  'aws-mirror/pin-there': 'design',
  'conversion-webhook/bring-converter-back': 'owner',
  'aws-node-group/other-types': 'machine',
  'aws-subnet/more-addresses': 'machine',
  'autoscaler/install-metrics': 'owner',
  'autoscaler/one-autoscaler': 'owner',
  'claim/bring-volume-back': 'owner',
  'claim/name-class': 'owner',
  'disruption-budget/count-in-numbers': 'owner',
  'disruption-budget/more-replicas': 'design',
  'disruption-budget/one-budget': 'owner',
  'coder-database/make-room': 'owner',
  'coder-figures/take-out': 'looks',
  'coder-pressure/raise-storage': 'code',
  'coder-workspace/renew-certificate': 'secret',
  'coder-pressure/raise-memory': 'code',
  'coder-pressure/request-storage': 'code',
  'litellm/spread-models': 'design',
  'node-pool-window/mark-workspaces': 'code',
  'preflight-certificates/new-certificate': 'secret',
  'preflight-clocks/set-clock': 'machine',
  'preflight-dns/tell-dns-owner': 'owner',
  'preflight-dns/tell-dns-owner-of-star': 'owner',
  'preflight-image-parity/pin-digest': 'design',
  'preflight-image-parity/same-version': 'owner',
  'preflight-images/pin-here': 'design',
  'pull-secret/make-secret': 'secret',
  'pull-secret/drop-name': 'owner',
  'key-lifetime/longer': 'secret',
  'preflight-capacity/add-machines': 'machine',
  'preflight-capacity/add-nodes-before': 'machine',
  'preflight-capacity/smaller': 'code',
  'preflight-provisioners/more-inside': 'design',
  'preflight-storage/request-disk': 'code',
  'workspace-bounds/change-bounds': 'owner',
  'litellm/raise-budget': 'owner',
  'cron-job/free-the-way': 'looks',
  'helm-storage/smaller-chart': 'code',
  'leaving-namespace/bring-controller-back': 'owner',
  'missing-kind/migrate-stored-version': 'looks',
  'node-supply/label-pool': 'owner',
  'node-supply/mend-node-class': 'looks',
  'node-supply/raise-group-by-hand': 'machine',
  'node-supply/more-kinds': 'machine',
  'node-supply/raise-quota-of-account': 'owner',
  'foreign-object/one-owner': 'owner',
  'refused/ask-for-less-storage': 'design',
  'refused/fit-claim': 'owner',
  'request-refused/fit-quota': 'owner',
  'request-refused/fit-limit-range': 'owner',
  'request-refused/meet-pod-security': 'looks',
  'request-refused/meet-policy': 'looks',
  'missing-kind/align-crd': 'owner',
  'refused-change/mend-rendered-object': 'code',
  'target-cluster/renew-kubeconfig': 'secret',
  'chart-values/provide-values': 'secret',
  'chart-rendering/mend-post-renderers': 'code',
  'source-reference/source-in-namespace': 'looks',
  'chart-content/mend-dependencies': 'code',
  'chart-content/mend-chart-itself': 'code',
  'source-access/make-secret': 'secret',
  'source-access/renew-secret': 'secret',
  'source-access/give-identity': 'owner',
  'source-access/check-host-key': 'secret',
  'source-address/smaller-index': 'owner',
  'helm-error/mend-decryption': 'secret',
  'helmrelease-lint/pin-image': 'design',
  'helmrelease-lint/remove-fields': 'looks',
  'helmrelease-lint/mend-dependency': 'looks',
  'helmrelease-lint/own-name': 'looks',
  'helmrelease-lint/settle-values': 'owner',
  'image/fix-pull-secret': 'secret',
  'ingress/make-certificate': 'secret',
  'image/mirror-image': 'design',
  'image/use-node-role': 'owner',
  'job/more-memory': 'design',
  'job/longer-deadline': 'design',
  'node/set-requests': 'design',
  'container-config/provide-config': 'secret',
  'container-config/add-secret-key': 'secret',
  'crash/correct-secret-configuration': 'secret',
  'failing-probe/fix-probe': 'design',
  'crash/fix-probe': 'design',
  'crash/mend-hook': 'code',
  'crash/name-or-make-database': 'owner',
  'crash/command-that-stays': 'design',
  'coder-build/workspace-namespaces': 'owner',
  'coder-build/no-backend': 'code',
  'coder-template/permit': 'owner',
  'coder-workspace/image-with-tool': 'code',
  'coder-workspace/authority-in-image': 'code',
  'coder-workspace/longer-time': 'owner',
  'coder-workspace/see-proxy': 'owner',
  'coder-sign-in/make-secret': 'secret',
  'cloudflared/renew-token': 'secret',
  'coder-start/give-database-tls': 'owner',
  'edge-answer/deeper-certificate': 'owner',
  'external-dns/add-domain': 'owner',
  'coder-start/make-database': 'owner',
  'coder-start/restore-database': 'owner',
  'crash/other-port': 'design',
  'crash/set-heap': 'design',
  'crash/other-image': 'code',
  'crash/image-before': 'owner',
  'crash/clear-before-start': 'code',
  'failing-probe/listen-everywhere': 'code',
  'failing-probe/spare-path': 'code',
  'crash/save-first': 'design',
  'dependency/native-sidecar': 'design',
  'dependency/compare-credential': 'secret',
  'dependency/give-authority': 'secret',
  'refused/make-room-in-quota': 'owner',
  'refused/ask-for-less': 'design',
  'refused/default-amounts': 'owner',
  'refused/other-priority': 'owner',
  'refused/fit-limit-range': 'design',
  'refused/change-limit-range': 'owner',
  'refused/except-from-policy': 'owner',
  'refused/meet-baseline': 'looks',
  'refused/name-existing-class': 'looks',
  'room/use-other-node': 'owner',
  'room/lower-request': 'design',
  'room/add-room': 'machine',
  'room/larger-node': 'machine',
  'room/node-in-zone': 'machine',
  'room/node-of-volume': 'machine',
  'room/one-more-domain': 'machine',
  'room/one-more-node': 'machine',
  'room/prefer-beside': 'design',
  'room/prefer-spread': 'design',
  'room/no-host-port': 'design',
  'room/raise-priority': 'owner',
  'room/allow-preemption': 'owner',
  'room/node-with-device': 'machine',
  'service/listen-everywhere': 'code',
  'sandbox/more-addresses': 'machine',
  'sandbox/other-runtime': 'machine',
  'stopped/request-what-is-used': 'design',
  'stopped/write-less': 'code',
  'stopped/raise-storage-limit': 'design',
  'stopped/drop-the-deadline': 'design',
  'stopped/spread-and-budget': 'design',
};

const all = [...catalogue.runbooks.values()].flatMap(({ name, advice }) =>
  Object.entries(advice).map(([id, spec]) => ({ id: `${name}/${id}`, spec })),
);

describe('advice that changes something', () => {
  it('prints the change or the command that does it, or is listed here with the reason', () => {
    const silent = all.filter(({ spec }) => spec.risk !== 'reads' && !doesIt(spec)).map(({ id }) => id);
    expect(silent.filter((id) => WORDS_ONLY[id] === undefined)).toEqual([]);
  });

  it('is listed only while it says nothing of the kind', () => {
    const spoken = all.filter(({ spec }) => doesIt(spec)).map(({ id }) => id);
    expect(spoken.filter((id) => WORDS_ONLY[id] !== undefined)).toEqual([]);
    const known = new Set(all.map(({ id }) => id));
    expect(Object.keys(WORDS_ONLY).filter((id) => !known.has(id))).toEqual([]);
  });
});

function doesIt({ change, commands = [] }: AdviceSpec): boolean {
  return (
    change !== undefined || commands.some((command) => changingVerb(command) !== undefined || OTHERS.test(command))
  );
}

/** Programs that change something without a verb that kubedoc knows. */
const OTHERS =
  /^(?:crane copy|skopeo copy|flux migrate|helm mapkubeapis|coder (?:provisioner keys create|templates (?:push|versions promote)|start|stop|restart)|aws [a-z0-9-]+ (?:cancel|create|request|update)-)/;

import type { Probe } from '../model/probe.ts';
import { entry, field, num, text } from './read.ts';
import { isRelease } from './release/helm-release.ts';

/**
 * What happens after a failed install and after a failed upgrade, by the rules of helm-controller (API v2, `GetRetry`,
 * `GetRemediation`, `MustRemediateLastFailure`): a strategy wins over a remediation; an install is remediated by an
 * uninstall, always; an upgrade by a rollback unless it says otherwise, after the last attempt too where it has retries.
 */
export const releaseRemediation: Probe = {
  name: 'release-remediation',
  computes: 'What helm-controller does by itself after a failed install and a failed upgrade.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    flux: { is: 'object', optional: true, means: 'what flux-controllers says, for the gate DefaultToRetryOnFailure' },
  },
  returns: {
    installRetries: 'retries after a failed install (count); below 0 without end',
    installRetriesForever: 'whether a failed install is tried again without end and without a remediation',
    installUninstalls: 'whether a failed install is uninstalled',
    upgradeRetries: 'retries after a failed upgrade (count); below 0 without end',
    upgradeRetriesForever: 'whether a failed upgrade is tried again without end and without a remediation',
    upgradeRollsBack: 'whether a failed upgrade is rolled back',
    upgradeUninstalls: 'whether a failed upgrade is uninstalled',
    uninstallFields: 'the fields that make it uninstall, with their values',
    rollbackFields: 'the fields that make it roll back, with their values',
  },
  run({ release, flux }) {
    if (!isRelease(release)) return undefined;
    const gate = entry(flux, 'defaultToRetry') === true;
    const install = afterFailure(release, 'install', gate);
    const upgrade = afterFailure(release, 'upgrade', gate);
    const strategy = text(field(release, 'spec.upgrade.remediation.strategy')) || 'rollback';
    const uninstalls = upgrade.remediates && strategy === 'uninstall';
    return {
      installRetries: install.retries,
      installRetriesForever: install.forever,
      installUninstalls: install.remediates,
      upgradeRetries: upgrade.retries,
      upgradeRetriesForever: upgrade.forever,
      upgradeRollsBack: upgrade.remediates && strategy === 'rollback',
      upgradeUninstalls: uninstalls,
      uninstallFields: [
        ...(install.remediates ? install.fields : []),
        ...(uninstalls ? ['spec.upgrade.remediation.strategy: uninstall', ...upgrade.fields] : []),
      ],
      rollbackFields: upgrade.remediates && !uninstalls ? upgrade.fields : [],
    };
  },
};

interface AfterFailure {
  readonly retries: number;
  readonly forever: boolean;
  readonly remediates: boolean;
  readonly fields: readonly string[];
}

function afterFailure(release: unknown, action: 'install' | 'upgrade', gate: boolean): AfterFailure {
  const strategy = text(field(release, `spec.${action}.strategy.name`));
  const forever = strategy === 'RetryOnFailure' || (strategy === '' && gate);
  const retries = num(field(release, `spec.${action}.remediation.retries`)) ?? 0;
  const last = field(release, `spec.${action}.remediation.remediateLastFailure`);
  const remediatesLast = typeof last === 'boolean' ? last : action === 'upgrade' && retries > 0;
  const path = `spec.${action}.remediation`;
  return {
    retries,
    forever,
    remediates: !forever && (retries !== 0 || remediatesLast),
    fields: [
      ...(retries === 0 ? [] : [`${path}.retries: ${String(retries)}`]),
      ...(last === true ? [`${path}.remediateLastFailure: true`] : []),
    ],
  };
}

import { describe, expect, it } from 'vitest';
import { releaseRemediation } from '../../src/probes/release-remediation.ts';

function after(spec: object, flux?: object) {
  const release = { metadata: { name: 'web', namespace: 'shop' }, spec };
  return releaseRemediation.run({ release, ...(flux === undefined ? {} : { flux }) });
}

const install = (remediation: object) => ({ install: { remediation } });
const upgrade = (remediation: object) => ({ upgrade: { remediation } });

describe('release-remediation', () => {
  it.each([
    ['nothing is said', {}, { installUninstalls: false, upgradeRollsBack: false, upgradeUninstalls: false }],
    ['an install is retried', install({ retries: 3 }), { installUninstalls: true, installRetries: 3 }],
    ['an install is retried without end', install({ retries: -1 }), { installUninstalls: true }],
    ['only the last install is remediated', install({ remediateLastFailure: true }), { installUninstalls: true }],
    ['an upgrade is retried', upgrade({ retries: 2 }), { upgradeRollsBack: true, upgradeRetries: 2 }],
    [
      'the last upgrade is left alone',
      upgrade({ retries: 2, remediateLastFailure: false }),
      { upgradeRollsBack: true },
    ],
    ['only the last upgrade is remediated', upgrade({ remediateLastFailure: true }), { upgradeRollsBack: true }],
    [
      'an upgrade is uninstalled',
      upgrade({ retries: 1, strategy: 'uninstall' }),
      { upgradeRollsBack: false, upgradeUninstalls: true },
    ],
    ['a strategy without retries', upgrade({ strategy: 'uninstall' }), { upgradeUninstalls: false }],
    [
      'a strategy that retries wins',
      { upgrade: { strategy: { name: 'RetryOnFailure' }, remediation: { retries: 2 } } },
      { upgradeRollsBack: false, upgradeRetriesForever: true },
    ],
  ])('%s', (_, spec, wanted) => {
    expect(after(spec)).toMatchObject(wanted);
  });

  it('knows the gate, which counts where no strategy is written down', () => {
    const gate = { defaultToRetry: true };
    expect(after({}, gate)).toMatchObject({ upgradeRetriesForever: true, installRetriesForever: true });
    const written = { upgrade: { strategy: { name: 'RemediateOnFailure' } } };
    expect(after(written, gate)).toMatchObject({ upgradeRetriesForever: false });
  });
});

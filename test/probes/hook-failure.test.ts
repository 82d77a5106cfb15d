import { describe, expect, it } from 'vitest';
import { hookFailure } from '../../src/probes/hook-failure.ts';

const run = (text: string) => hookFailure.run({ text });

describe('hook-failure', () => {
  it.each([
    [
      'pre-upgrade hooks failed: 1 error occurred:\n\t* job web-migrate failed: BackoffLimitExceeded\n\n',
      {
        moment: 'pre-upgrade',
        kind: 'Job',
        name: 'web-migrate',
        timedOut: false,
        says: 'job web-migrate failed: BackoffLimitExceeded',
        line: 'pre-upgrade hooks failed: 1 error occurred: * job web-migrate failed: BackoffLimitExceeded',
      },
    ],
    [
      "pre-upgrade hooks failed: failed early due to stalled resources: [Job/shop/web-migrate status: 'Failed']",
      { moment: 'pre-upgrade', kind: 'Job', name: 'web-migrate', timedOut: false },
    ],
    [
      "post-upgrade hooks failed: timeout waiting for: [Job/shop/web-index status: 'InProgress']",
      { moment: 'post-upgrade', kind: 'Job', name: 'web-index', timedOut: true },
    ],
    [
      'failed pre-install: 1 error occurred:\n\t* pod web-check failed\n\n',
      { moment: 'pre-install', kind: 'Pod', name: 'web-check' },
    ],
    [
      'failed post-install: 1 error occurred:\n\t* timed out waiting for the condition\n\n',
      { moment: 'post-install', kind: '', timedOut: true },
    ],
    ['pre-upgrade hooks failed: context deadline exceeded', { moment: 'pre-upgrade', name: '', timedOut: true }],
    [
      'Helm test failed for release shop/web.v2 with chart web@1.5.0: 1 error occurred:\n\t* pod web-test failed',
      { moment: 'test', kind: 'Pod', name: 'web-test', says: 'pod web-test failed' },
    ],
    [
      'pre-upgrade hooks failed: warning: Hook pre-upgrade web/templates/migrate.yaml failed: 1 error occurred:\n\t* jobs.batch is odd',
      { moment: 'pre-upgrade', template: 'web/templates/migrate.yaml', timedOut: false },
    ],
  ])('reads %j', (text, expected) => {
    expect(run(text)).toMatchObject(expected);
  });

  it('knows nothing without a text', () => {
    expect(run('')).toBeUndefined();
  });
});

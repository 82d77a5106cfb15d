import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { root } from '../support/shipped.ts';
import { sentencesIn } from './sentences.ts';

const MATCHED = 'words of Kubernetes or Flux that are matched, and told nobody';
const COMPUTED = 'which sentence holds, and the figures in it, come out of the calculation itself; told as one value';
const CHECKS = 'names and sights of the checks of --verify: one line per check, in the order in which they are made';
const BAR = 'why one node is barred, told per node beside the figure that was computed for it';

/**
 * Words belong to the runbooks. What a probe still says has a reason here, with how many sentences there are: more are
 * refused, and whoever moves one to a runbook writes a smaller number.
 */
const REASONS: Readonly<Record<string, readonly [count: number, reason: string]>> = {
  'admission/refused-fields.ts': [5, MATCHED],
  'alert-coverage.ts': [1, MATCHED],
  'cron-due.ts': [1, COMPUTED],
  'git-owner.ts': [6, 'where an object is written down, pieced together from the owners that were found'],
  'job-attempts.ts': [2, COMPUTED],
  'limit-range-bounds.ts': [6, COMPUTED],
  'object-owner.ts': [
    7,
    'who declares an object and what a change by hand leads to, pieced together from the marks that were found',
  ],
  'owner/hand-change.ts': [
    8,
    'who declares an object and what a change by hand leads to, pieced together from the marks that were found',
  ],
  'pod-security-violations.ts': [8, 'what each control of the Pod Security Standards asks for, by its own fields'],
  'recovery-verb.ts': [11, 'why the verb was chosen, which is what this probe computes'],
  'release-verification.ts': [11, CHECKS],
  'release/dependency-root.ts': [1, MATCHED],
  'release/time-checks.ts': [1, CHECKS],
  'release/workload-checks.ts': [4, CHECKS],
  'rollout-hold.ts': [5, COMPUTED],
  'scheduler-message.ts': [1, MATCHED],
  'scheduling/exclusion.ts': [2, BAR],
  'scheduling/peers.ts': [2, BAR],
  'scheduling/update-strategy.ts': [1, COMPUTED],
  'schema-faults.ts': [4, COMPUTED],
  'service-backends.ts': [2, COMPUTED],
  'setting-origin.ts': [1, COMPUTED],
  'statefulset-order.ts': [3, COMPUTED],
  'unrecognised-images.ts': [1, COMPUTED],
  'version-advice.ts': [1, COMPUTED],
};

const files = readdirSync(`${root}src/probes`, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
  .toSorted();

describe('the words of a report', () => {
  it.each(files)('do not stand in src/probes/%s beyond what has a reason', (file) => {
    const sentences = sentencesIn(readFileSync(`${root}src/probes/${file}`, 'utf8'));
    expect(sentences, 'say it in the runbook: hand out a code, or take the words as an argument').toHaveLength(
      REASONS[file]?.[0] ?? 0,
    );
  });

  it('have no reason for a file that is not there', () => {
    expect(Object.keys(REASONS).filter((file) => !files.includes(file))).toEqual([]);
  });
});

describe('a sentence', () => {
  it.each([
    ["const why = 'somebody has to look at this';", 1],
    ['const why = `${name} may take until ${time} to end`;', 1],
    ["const label = 'spec.interval cannot be read';", 0],
    ["const id = 'helm.toolkit.fluxcd.io/name';", 0],
    ["const probe = { computes: 'How long the rollouts of a release took.' };", 0],
    ["const probe = { run: () => ({ why: 'nobody knows why this is so' }) };", 1],
  ])('%s: %i', (text, count) => {
    expect(sentencesIn(text)).toHaveLength(count);
  });
});

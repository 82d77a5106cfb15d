import { satisfies, valid, validRange } from 'semver';
import type { Probe } from '../model/probe.ts';
import { text } from './read.ts';

/** What a chart's version policy lets happen, and what to pin instead. */
export const versionAdvice: Probe = {
  name: 'version-advice',
  computes: 'Whether a chart version is pinned, what the policy means in words, and which version to pin.',
  params: {
    policy: { is: 'text', means: 'version or range in the spec; empty where the source decides' },
    attempted: { is: 'text', optional: true, means: 'chart version that was attempted last' },
    deployed: { is: 'text', optional: true, means: 'chart version that runs' },
  },
  returns: {
    pinned: 'whether the policy is one exact version; null where the source decides',
    policyText: 'the policy in words, such as `any stable version`',
    pinTo: 'the version that runs, to be pinned; empty if unknown',
    unattended: 'whether the policy let the attempted version in without anybody asking for it',
    valid: 'whether the policy is a version or a range at all',
  },
  run({ policy, attempted, deployed }) {
    if (typeof policy !== 'string') return undefined;
    const wanted = policy.trim();
    const pinTo = valid(text(deployed)) === null ? '' : text(deployed);
    if (wanted === '') return { pinned: null, policyText: SOURCE_DECIDES, pinTo, unattended: false, valid: true };
    const pinned = valid(wanted) !== null;
    const moved = text(attempted) !== '' && text(deployed) !== '' && text(attempted) !== text(deployed);
    return {
      pinned,
      policyText: toWords(wanted),
      pinTo,
      unattended: moved && !pinned && satisfies(text(attempted), wanted, { includePrerelease: true }),
      valid: validRange(wanted) !== null,
    };
  },
};

const SOURCE_DECIDES = 'the version that its source holds';

function toWords(policy: string): string {
  if (policy === '*' || policy === 'x') return 'any stable version';
  if (valid(policy) !== null) return `exactly ${valid(policy) ?? policy}`;
  return validRange(policy) === null ? `no valid version: ${policy}` : `range ${policy}`;
}

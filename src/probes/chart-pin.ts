import { valid } from 'semver';
import type { Probe, ProbeResult } from '../model/probe.ts';
import { entry, field, list, num, text } from './read.ts';
import { isRelease } from './release/helm-release.ts';

/**
 * Whether the chart of a release stays the same until somebody changes Git. The version counts for Helm repositories
 * alone; a chartRef leaves it to the HelmChart or the OCIRepository that it names (Flux, HelmRelease API v2 and
 * OCIRepository API).
 */
export const chartPin: Probe = {
  name: 'chart-pin',
  computes: 'Whether the chart version of a HelmRelease is one exact version, and where it is said.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    source: { is: 'object', optional: true, means: 'the HelmChart or OCIRepository that its chartRef names' },
  },
  returns: {
    pinned: 'whether it is exact; null where the source decides (Git, a bucket) or was not seen',
    policy: 'the version, range, tag or digest as it is written; empty where none is',
    policyText: 'the same for people: `*, which is also what nothing means`',
    where: 'the field that says it, or would',
    running: 'the chart version that is installed now; empty if none is known',
  },
  run({ release, source }) {
    if (!isRelease(release)) return undefined;
    return { ...pinOf(release, source), running: runningVersion(release) };
  },
};

/** The history may begin with an attempt that failed: what runs is the newest revision that Helm calls deployed. */
function runningVersion(release: unknown): string {
  const deployed = list(field(release, 'status.history')).filter((each) => entry(each, 'status') === 'deployed');
  const newest = deployed.toSorted((a, b) => (num(entry(b, 'version')) ?? 0) - (num(entry(a, 'version')) ?? 0))[0];
  return text(entry(newest, 'chartVersion'));
}

function pinOf(release: unknown, source: unknown): ProbeResult {
  const ref = text(field(release, 'spec.chartRef.kind'));
  if (ref === 'OCIRepository') return source === undefined ? UNSEEN : ociPin(source);
  if (ref === 'HelmChart') return source === undefined ? UNSEEN : versionPin(source, 'spec.version');
  if (text(field(release, 'spec.chart.spec.sourceRef.kind')) !== 'HelmRepository') return UNSEEN;
  return versionPin(release, 'spec.chart.spec.version');
}

const UNSEEN: ProbeResult = { pinned: null, policy: '', policyText: 'decided by its source', where: '' };

function versionPin(object: unknown, where: string): ProbeResult {
  const policy = text(field(object, where));
  const policyText = policy === '' ? 'nothing, which means *' : policy;
  return { pinned: valid(policy) !== null, policy, policyText, where };
}

/** A digest wins over a range, and that over a tag; nothing means the tag `latest`. */
function ociPin(source: unknown): ProbeResult {
  const [digest, range, tag] = ['digest', 'semver', 'tag'].map((key) => text(field(source, `spec.ref.${key}`)));
  if (digest) return { pinned: true, policy: digest, policyText: digest, where: 'spec.ref.digest' };
  if (range) return { pinned: valid(range) !== null, policy: range, policyText: range, where: 'spec.ref.semver' };
  if (tag) return { pinned: tag !== 'latest', policy: tag, policyText: tag, where: 'spec.ref.tag' };
  return { pinned: false, policy: '', policyText: 'nothing, which means latest', where: 'spec.ref.tag' };
}

import type { Probe, ProbeResult } from '../model/probe.ts';
import { compareText, entry, field, list, namespaceOf, text } from './read.ts';
import { toRfc3339 } from './release/rfc3339.ts';

/** Helm releases as the labels of their Secrets tell them, whoever made them. */
export const helmReleasesByHand: Probe = {
  name: 'helm-releases-by-hand',
  computes:
    'Which releases Helm keeps, by the labels of its Secrets alone: the newest revision of each, and what it could go back to.',
  params: {
    secrets: { is: 'list', means: "metadata of Helm's release Secrets, of any namespaces" },
    name: { is: 'text', optional: true, means: 'the one release that is asked for' },
  },
  returns: {
    releases:
      'one per release, by name: {name, namespace, release, secret, revision, status, at, rollbackRevision, locked, failed}; `rollbackRevision` is null without one',
    first: 'the first of them; null without any',
    count: 'how many there are (count)',
  },
  run({ secrets, name }) {
    if (!Array.isArray(secrets)) return undefined;
    const wanted = text(name);
    const revisions = list(secrets)
      .flatMap(fromSecret)
      .filter(({ release }) => wanted === '' || release === wanted);
    const names = [...new Set(revisions.map(fullName))].toSorted(compareText);
    const releases = names.map((each) => toRelease(each, revisions));
    return { releases, first: releases[0] ?? null, count: releases.length };
  },
};

interface Stored {
  readonly namespace: string;
  readonly release: string;
  readonly revision: number;
  readonly status: string;
  readonly at: string;
  readonly secret: unknown;
}

function fullName({ namespace, release }: Stored): string {
  return `${namespace}/${release}`;
}

/** Helm labels its Secrets with owner, name, status, version and Unix times (Helm, `pkg/storage/driver/secrets.go`). */
function fromSecret(secret: unknown): readonly Stored[] {
  const labels = field(secret, 'metadata.labels');
  const label = (key: string): string => text(entry(labels, key));
  const revision = label('version');
  if (label('owner') !== 'helm' || label('name') === '' || !/^\d{1,9}$/.test(revision)) return [];
  const seconds = label('modifiedAt') || label('createdAt');
  return [
    {
      namespace: namespaceOf(secret),
      release: label('name'),
      revision: Number(revision),
      status: label('status'),
      at: /^\d{1,11}$/.test(seconds) ? toRfc3339(Number(seconds)) : '',
      secret,
    },
  ];
}

function toRelease(name: string, all: readonly Stored[]): ProbeResult {
  const [newest, ...older] = all.filter((each) => fullName(each) === name).toSorted((a, b) => b.revision - a.revision);
  const target = older.find(({ status }) => status === 'deployed' || status === 'superseded');
  const status = newest?.status ?? '';
  return {
    name,
    namespace: newest?.namespace,
    release: newest?.release,
    secret: newest?.secret,
    revision: newest?.revision,
    status,
    at: newest?.at,
    rollbackRevision: target?.revision ?? null,
    locked: status.startsWith('pending-') || status === 'uninstalling',
    failed: status === 'failed',
  };
}

import type { Probe, ProbeResult } from '../model/probe.ts';
import { helmFailure } from './helm-failure.ts';
import { compareText, field, list, text } from './read.ts';
import { dependencyRoots, fullName, type RootKind, type Seen } from './release/dependency-root.ts';
import { viewCondition } from './release/condition-view.ts';
import { isRelease, lastAction } from './release/helm-release.ts';
import { stageOf, type ReleaseStage } from './release/release-stage.ts';
import { sameWords } from './release/same-words.ts';
import { suspendedBy } from './release/suspended-by.ts';
import { releaseAction } from './release-action.ts';
import { releaseConditions } from './release-conditions.ts';
import { releaseHistory } from './release-history.ts';
import { releaseTarget } from './release-target.ts';

/** The stages in which something is wrong now. */
const FINE: ReadonlySet<ReleaseStage> = new Set(['just-changed', 'in-progress', 'deleting', 'suspended', 'running']);
const AT_WORK: ReadonlySet<ReleaseStage> = new Set(['just-changed', 'in-progress', 'deleting']);

/** All HelmReleases side by side, from one list of them: nothing else of any release has been looked at. */
export const releasesOverview: Probe = {
  name: 'releases-overview',
  computes:
    'In which stage each HelmRelease of a list is, what is known about it there, and which fail in the same words.',
  params: {
    releases: { is: 'list', means: 'the HelmReleases' },
    now: { is: 'text', means: 'the present time, RFC 3339' },
    controllers: { is: 'list', optional: true, means: 'Deployments among which helm-controller is' },
    onlyNamespace: { is: 'text', optional: true, means: 'the namespace that the list was limited to' },
  },
  returns: {
    rows: 'one per release by name: {release, name, stage, bad, action, attempted, runs, runsSince, since, startedAt, until, message, word, retryText, dependency, dependencyState, dependencyObject, dependencyChain, sourceKind, sourceNamespace, sourceName, chart, remote, by, byAt}',
    trouble: 'the rows in which something is wrong now',
    atWork: 'the rows in which an action is under way inside its time',
    same: 'releases that fail in the same words: {words, names, count}, at least two each',
    total: 'how many releases there are (count)',
    troubledCount: 'how many of them are in trouble (count)',
  },
  run({ releases, now, controllers, onlyNamespace }) {
    if (!Array.isArray(releases)) return undefined;
    const all = list(releases)
      .filter(isRelease)
      .toSorted((a, b) => compareText(fullName(a), fullName(b)));
    const byName = new Map(all.map((release) => [fullName(release), release]));
    const seen = { byName, onlyNamespace: text(onlyNamespace) || null, now: text(now), additive: false };
    const rows = all.map((release) => toRow(release, { now: text(now), controllers, seen }));
    const trouble = rows.filter((row) => row['bad'] === true);
    const complaints = trouble.map((row) => ({ name: text(row['name']), words: text(row['message']) }));
    return {
      rows,
      trouble,
      atWork: rows.filter((row) => AT_WORK.has(row['stage'] as ReleaseStage)),
      same: sameWords(complaints).map((each) => ({ ...each, count: each.names.length })),
      total: all.length,
      troubledCount: trouble.length,
    };
  },
};

interface Around {
  readonly now: string;
  readonly controllers: unknown;
  readonly seen: Seen;
}

function toRow(release: unknown, { now, controllers, seen }: Around): ProbeResult {
  const action = releaseAction.run({ release, now, controllers }) ?? {};
  const history = releaseHistory.run({ release }) ?? {};
  const conditions = releaseConditions.run({ release, now }) ?? {};
  const failure = helmFailure.run({ release }) ?? {};
  const stage = stageOf({ release, action, history, conditions, now });
  return {
    release,
    name: fullName(release),
    stage,
    bad: !FINE.has(stage),
    ...toAction(release, { action, history, failure, conditions }),
    ...toDependency(release, stage, seen),
    ...toOrigin(release),
  };
}

type Seams = Readonly<Record<'action' | 'history' | 'failure' | 'conditions', ProbeResult>>;

function toAction(release: unknown, { action, history, failure, conditions }: Seams): ProbeResult {
  return {
    action: text(action['action']) || text(failure['action']) || lastAction(release),
    attempted: history['attempted'],
    runs: history['deployedVersion'],
    runsSince: text(field(history['deployed'], 'deployedAt')),
    since: text(failure['at']) || text(conditions['since']),
    startedAt: text(action['startedAt']),
    until: text(action['deadline']),
    message: text(failure['text']) || text(field(conditions['ready'], 'message')),
    word: conditions['word'],
    retryText: action['retryText'],
  };
}

function toDependency(release: unknown, stage: ReleaseStage, seen: Seen): ProbeResult {
  if (stage !== 'waits-for-dependency') return NO_DEPENDENCY;
  const [root] = dependencyRoots(release, viewCondition(release, 'Ready').message, seen);
  if (root === undefined) return NO_DEPENDENCY;
  const { kind, name, chain } = root;
  const object = kind === 'circle' ? null : root.object;
  return { dependency: name, dependencyState: STATES[kind], dependencyObject: object, dependencyChain: chain };
}

const NO_DEPENDENCY = { dependency: '', dependencyState: '', dependencyObject: null, dependencyChain: [] };

/** What the last release of a chain is, as the rest of a sentence. */
const STATES: Readonly<Record<RootKind, string>> = {
  missing: 'does not exist',
  'not-listed': 'is in a namespace that was not listed',
  circle: 'waits for it in turn',
  suspended: 'is suspended',
  never: 'was never looked at by helm-controller',
  'at-work': 'is being installed or upgraded',
  expression: 'does not meet the readyExpr of what waits for it',
  unready: 'is not ready',
};

/** Where its chart comes from and its workloads go to, and who stopped it. */
function toOrigin(release: unknown): ProbeResult {
  const { sourceKind, sourceNamespace, sourceName, chart } = releaseTarget.run({ release }) ?? {};
  const suspended = suspendedBy(release);
  return {
    sourceKind,
    sourceNamespace,
    sourceName,
    chart,
    remote: field(release, 'spec.kubeConfig') !== undefined,
    by: suspended.by,
    byAt: suspended.at,
  };
}

import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { helmFailure } from './helm-failure.ts';
import { compareText, entry, field, fullName, list, num, text } from './read.ts';
import { dependencyRoots, type Seen } from './release/dependency-root.ts';
import { viewCondition } from './release/condition-view.ts';
import { isRelease, lastAction } from './release/helm-release.ts';
import { stageOf, type ReleaseStage, type StageRules } from './release/release-stage.ts';
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
    cannotBegin: { is: 'list', means: 'reasons of Ready that a release gives before Helm begins' },
    ofTheSource: { is: 'list', means: "reasons of Ready that speak of the chart's source" },
    patience: { is: 'number', means: 'for how long beyond its timeout an uninstall is waited for, in seconds' },
    moments: { is: 'number', means: 'within how many seconds a controller comes to a change' },
    states: { is: 'object', means: 'what the end of a chain of dependsOn is, by its kind, as the rest of a sentence' },
  },
  returns: {
    rows: 'one per release by name: {release, name, stage, bad, action, attempted, runs, runsSince, since, startedAt, until, message, word, retryText, dependency, dependencyState, dependencyObject, dependencyChain, sourceKind, sourceNamespace, sourceName, chart, remote, by, byAt}',
    trouble: 'the rows in which something is wrong now',
    atWork: 'the rows in which an action is under way inside its time',
    same: 'releases that fail in the same words: {words, names, count}, at least two each',
    total: 'how many releases there are (count)',
    troubledCount: 'how many of them are in trouble (count)',
  },
  run({ releases, now, controllers, onlyNamespace, states, ...limits }) {
    const rules = readRules(limits);
    if (!Array.isArray(releases) || rules === undefined) return undefined;
    const all = list(releases)
      .filter(isRelease)
      .toSorted((a, b) => compareText(fullName(a), fullName(b)));
    const byName = new Map(all.map((release) => [fullName(release), release]));
    const seen = { byName, onlyNamespace: text(onlyNamespace) || null, now: text(now), additive: false };
    const rows = all.map((release) => toRow(release, { now: text(now), controllers, seen, rules, states }));
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

function readRules({ cannotBegin, ofTheSource, patience, moments }: ProbeArgs): StageRules | undefined {
  const [allowed, soon] = [num(patience), num(moments)];
  if (allowed === undefined || soon === undefined) return undefined;
  return { cannotBegin: list(cannotBegin), ofTheSource: list(ofTheSource), patience: allowed, moments: soon };
}

interface Around {
  readonly now: string;
  readonly controllers: unknown;
  readonly seen: Seen;
  readonly rules: StageRules;
  readonly states: unknown;
}

function toRow(release: unknown, { now, controllers, seen, rules, states }: Around): ProbeResult {
  const action = releaseAction.run({ release, now, controllers }) ?? {};
  const history = releaseHistory.run({ release }) ?? {};
  const conditions = releaseConditions.run({ release, now }) ?? {};
  const failure = helmFailure.run({ release }) ?? {};
  const stage = stageOf({ release, action, history, conditions, now, rules });
  return {
    release,
    name: fullName(release),
    stage,
    bad: !FINE.has(stage),
    ...toAction(release, { action, history, failure, conditions }),
    ...toDependency(release, stage, { seen, states }),
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

function toDependency(
  release: unknown,
  stage: ReleaseStage,
  { seen, states }: Pick<Around, 'seen' | 'states'>,
): ProbeResult {
  if (stage !== 'waits-for-dependency') return NO_DEPENDENCY;
  const [root] = dependencyRoots(release, viewCondition(release, 'Ready').message, seen);
  if (root === undefined) return NO_DEPENDENCY;
  const { kind, name, chain } = root;
  const object = kind === 'circle' ? null : root.object;
  return {
    dependency: name,
    dependencyState: text(entry(states, kind)),
    dependencyObject: object,
    dependencyChain: chain,
  };
}

const NO_DEPENDENCY = { dependency: '', dependencyState: '', dependencyObject: null, dependencyChain: [] };

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

import type { CommonOptions } from '../cli/common-options.ts';
import type { Fact } from '../model/fact.ts';
import type { PlannedLookup } from '../model/plan.ts';
import type { ListQuery } from '../model/query.ts';
import type { Io } from './io.ts';
import { openCluster } from './open-cluster.ts';
import { readPods, type SeenPods } from './workshop-pods.ts';
import { limitedLookUp } from './world.ts';

/** What was seen of one context. */
export interface SeenContext extends SeenPods {
  readonly context: string;
  /** Why nothing could be seen; empty where something could. */
  readonly unseen: string;
}

/** The labels that the chart of Coder and its template for Kubernetes give to pods (coder/coder: helm, examples/templates). */
const SELECTOR = 'app.kubernetes.io/name in (coder,coder-workspace)';

const PODS: ListQuery = {
  from: 'list',
  resource: 'pods',
  namespace: null,
  labelSelector: SELECTOR,
  keep: ['metadata.labels', 'spec.containers', 'status.phase'],
};

/** What `--plan` says of it. */
export const SURVEY_PLANNED: PlannedLookup = {
  runbook: 'each context of the kubeconfig',
  name: 'pods of Coder and of workspaces',
  verb: 'list',
  resource: 'pods',
  namespace: '',
  when: '',
  follows: '',
  required: false,
  metadataOnly: false,
};

const NOTHING: SeenPods = { role: '', where: '', domain: '', wildcard: '', workspaces: [] };

/** Looks at contexts all at once; one that cannot be seen does not hide the others. */
export function survey(contexts: readonly string[], options: CommonOptions, io: Io): Promise<readonly SeenContext[]> {
  return Promise.all(contexts.map((context) => look(context, { ...options, context }, io)));
}

async function look(context: string, options: CommonOptions, io: Io): Promise<SeenContext> {
  const pods = await podsOf(options, io);
  if (pods.state === 'known' && Array.isArray(pods.value))
    return { context, unseen: '', ...readPods(pods.value as readonly unknown[]) };
  return { context, unseen: whyUnseen(pods), ...NOTHING };
}

/** A context that is not even one (a lost certificate, a user that is missing) is told like one that does not answer. */
async function podsOf(options: CommonOptions, io: Io): Promise<Fact> {
  try {
    const cluster = await openCluster(options, io);
    try {
      return await limitedLookUp(cluster, options.timeLimit, io)(PODS);
    } finally {
      await cluster.close();
    }
  } catch (error) {
    return { state: 'failed', reason: error instanceof Error ? error.message : String(error), hint: '' };
  }
}

function whyUnseen(fact: Fact): string {
  if (fact.state === 'denied') return `it takes the right to ${fact.need}`;
  return fact.state === 'failed' ? fact.reason : 'there are no pods to be seen';
}

import { setImmediate } from 'node:timers/promises';
import { UsageError } from '../model/errors.ts';
import type { PlannedLookup } from '../model/plan.ts';
import type { ListQuery, ServerInfo } from '../model/query.ts';
import type { Lookup } from '../model/runbook.ts';
import type { LookUp } from '../engine/memo.ts';
import type { DiagnoseIntent } from '../cli/diagnose-command.ts';
import type { Profile } from '../profile/load-profile.ts';
import { canPrompt } from '../terminal/streams.ts';
import { momentOf, parseSince } from '../text/since.ts';
import { parseTime } from '../text/time.ts';
import { asksNetwork } from './asks-network.ts';
import { refuseSecretBeside, refuseWrongSecret } from './asked-secret.ts';
import { refuseFolder } from './asked-folder.ts';
import type { Cluster } from './cluster.ts';
import { readContacts } from './contacts.ts';
import { meetCluster, type Wanted } from './diagnose-meet.ts';
import { parseDiagnoseTarget, type DiagnoseTarget } from './diagnose-target.ts';
import type { walkTopic } from './diagnose-walk.ts';
import { introduce } from './introduce.ts';
import type { Io } from './io.ts';
import { openCluster } from './open-cluster.ts';
import { refuseAnswers } from './refuse-answers.ts';
import { refuseNoNamespace } from './target.ts';
import { asksForTopics, findTopic, listTopics, type TopicEntry } from './topics.ts';
import { limitedLookUp, patientLookUp } from './world.ts';

/** `kubedoc diagnose`: gives the exit code. Throws `UsageError` for what makes no sense. */
export async function diagnoseTopic(intent: DiagnoseIntent, io: Io): Promise<number> {
  if (asksForTopics(intent)) return listTopics(intent, io);
  const { options } = intent;
  const topic = findTopic(io.runbooks(), intent);
  refuseSinceBeside(intent, topic);
  refuseSecretBeside(options.readSecret, topic.name, io.runbooks().get(topic.entry));
  refuseFolder(options, topic.name, io.runbooks().get(topic.entry));
  const target = targetOf(intent);
  await refuseAnswers(options, io);
  if (options.plan !== 'no') return planOnly(intent, topic, target, io);
  const profile = await readContacts(intent.profile, io);
  if (typeof profile === 'number') return profile;
  const cluster = await openCluster(options, io);
  try {
    return await diagnoseIn(cluster, { intent, topic, target, profile }, io);
  } finally {
    await cluster.close();
  }
}

function refuseSinceBeside({ since }: DiagnoseIntent, { name, changes }: TopicEntry): void {
  if (since !== undefined && changes === undefined)
    throw new UsageError(`${name} does not tell what was changed`, 'leave --since out');
}

/** What is to come cannot be told; whose clock says so is the API server's. */
async function refuseFuture({ since = '' }: DiagnoseIntent, lookUp: LookUp): Promise<void> {
  const asked = parseSince(since);
  if (asked === undefined) return;
  const server = await lookUp({ from: 'server' });
  const now = server.state === 'known' ? (server.value as ServerInfo).now : '';
  const seconds = parseTime(now);
  if (seconds !== undefined && momentOf(asked, seconds) > seconds)
    throw new UsageError(`--since ${since} has not come yet`, `the API server's clock says ${now}`);
}

function targetOf({ target, options }: DiagnoseIntent): DiagnoseTarget | undefined {
  if (options.namespace !== undefined) refuseNoNamespace(options.namespace);
  if (target === undefined) return undefined;
  if (options.allNamespaces)
    throw new UsageError(`${target} is one object, and -A means every namespace`, 'write NAMESPACE/KIND/NAME');
  return parseDiagnoseTarget(target, options.namespace);
}

/** The role covers the topic whatever is named; the list of look-ups is that of what was asked for. */
async function planOnly(
  intent: DiagnoseIntent,
  { entry, named = entry, changes }: TopicEntry,
  target: DiagnoseTarget | undefined,
  io: Io,
): Promise<number> {
  const { printPlan } = await import('./print-plan.ts');
  const what = intent.options.plan === 'role' ? 'role' : 'lookups';
  const entries = what === 'role' ? [entry, named] : [target === undefined ? entry : named];
  const behind = changes === undefined || intent.since === undefined ? [] : [changes];
  const network = what === 'lookups' && asksNetwork(intent);
  return printPlan(io.runbooks(), [...entries, ...behind, NAMESPACES_PLANNED], { ...intent.options, network }, io);
}

/** What the command asks by itself. The kinds whose names it looks through are those of the walk. */
const NAMESPACES_PLANNED: PlannedLookup = {
  runbook: 'the name that was typed',
  name: 'namespaces',
  verb: 'list',
  resource: 'namespaces',
  namespace: '',
  when: 'there is no such namespace',
  follows: '',
  required: false,
  metadataOnly: true,
};

/** What was asked, as far as the words tell. */
interface Asked {
  readonly intent: DiagnoseIntent;
  readonly topic: TopicEntry;
  readonly target: DiagnoseTarget | undefined;
  /** What is accepted, and whom to call; undefined where there is none. */
  readonly profile: Profile | undefined;
}

async function diagnoseIn(cluster: Cluster, asked: Asked, io: Io): Promise<number> {
  const { options, tree } = asked.intent;
  const asks = tree === undefined && options.output === 'table' && options.input && canPrompt(io, io.env);
  const lookUp = (asks ? patientLookUp : limitedLookUp)(cluster, options.timeLimit, io);
  const wanted = wantedOf(asked, io);
  const [met, walk] = await Promise.all([meetCluster(cluster, wanted, lookUp, io), loadWalk()]);
  if (typeof met === 'number') return met;
  await refuseFuture(asked.intent, lookUp);
  await refuseWrongSecret(options.readSecret, lookUp);
  if (asks || options.verbose) await introduce(cluster, lookUp, io);
  return walk.walkTopic({ ...asked, met, cluster, lookUp, asks }, io);
}

/** Where to look, and which kinds the walk begins with. */
function wantedOf({ intent: { options }, topic, target }: Asked, io: Io): Wanted {
  const { namespace, allNamespaces } = options;
  const anywhere = topic.everywhere === true && namespace === undefined && target === undefined;
  const lookups = Object.values(io.runbooks().get(topic.entry)?.lookups ?? {});
  const kinds = new Set(lookups.flatMap(({ list }) => list ?? []));
  return { target, namespace, everywhere: allNamespaces || anywhere, kinds, longest: longestOf(lookups) };
}

/** How runbooks say that a look-up is for a whole cluster. */
const WHOLE_CLUSTER = 'onlyNamespace == ""';

/** The list of all pods, where a runbook that looks at a whole cluster begins with it. */
function longestOf(lookups: readonly Lookup[]): ListQuery | undefined {
  const spec = lookups.find(({ list, when, keep }) => list === 'pods' && when === WHOLE_CLUSTER && keep !== undefined);
  if (spec?.keep === undefined || spec.late === true) return undefined;
  if (spec.namespace !== undefined || spec.labels !== undefined || spec.fields !== undefined) return undefined;
  return { from: 'list', resource: 'pods', namespace: null, keep: spec.keep };
}

/** Loads the rest of the program once the first requests have gone out: loading it takes longer than sending them. */
async function loadWalk(): Promise<{ readonly walkTopic: typeof walkTopic }> {
  await setImmediate();
  return import('./diagnose-walk.ts');
}

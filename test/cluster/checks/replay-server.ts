import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Capture } from '../../../src/replay/capture.ts';
import { viewOf } from '../../../src/replay/view.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Incident } from '../incidents/incident.ts';
import { realSide, type Side } from './replay/ask.ts';
import { captureAll } from './replay/capture.ts';
import { compareServers } from './replay/compare-servers.ts';
import { judge, readListed, type Listed, type Verdict } from './replay/differences.ts';
import { servedKinds, type ServedKind } from './replay/kinds.ts';
import { allQuestions } from './replay/questions/all.ts';
import { makeState } from './replay/state.ts';
import { makeUsers } from './replay/users.ts';

/** Room for the pods of the state, and for one of the release that is upgraded. */
const NODES = [{ name: 'kyrion', cpu: '8', memory: '6Gi' }];

/** The replay server beside the real API server: the same requests, the answers compared field by field. */
export const REPLAY_SERVER: Incident = {
  name: 'replay-server',
  is: 'check',
  title: 'The replay server answers as the API server does from which its objects were taken',
  on: ['1.6'],
  nodes: NODES,
  async run(cluster) {
    const folder = join(cluster.home, 'checks', 'replay');
    await makeState(cluster, folder);
    const kinds = await servedKinds(cluster.api);
    const tokens = await makeUsers(cluster.api, kinds);
    const authority = readFileSync(join(cluster.plane.folder, 'pki', 'apiserver.crt'), 'utf8');
    const real = realSide(cluster.plane.ports['kube-apiserver'], authority, tokens);
    try {
      const listed = readListed(join(folder, 'differences.yaml'));
      expectNothingElse(await compareInPeace(cluster, kinds, real, listed));
    } finally {
      real.close();
    }
  },
};

/** Controllers may write while the questions are asked; then what was found says nothing, and all is asked again. */
const TRIES = 3;

async function compareInPeace(
  { api }: Cluster,
  kinds: readonly ServedKind[],
  real: Side,
  listed: readonly Listed[],
): Promise<Verdict> {
  for (let tries = 1; ; tries += 1) {
    const capture = await captureAll(api, kinds);
    const view = viewOf(capture);
    const questions = allQuestions(kinds, (kind) => view.objectsOf(kind));
    const verdict = judge(await compareServers(questions, { real, capture, listed }), listed);
    const isClear = verdict.unlisted.length === 0 && verdict.gone.length === 0;
    if (isClear || tries === TRIES || isSame(capture, await captureAll(api, kinds))) return verdict;
  }
}

/** Whether nothing has changed in between, apart from what is alive. */
function isSame(before: Capture, after: Capture): boolean {
  const versionsOf = ({ objects }: Capture): readonly string[] =>
    objects
      .filter(({ kind }) => kind !== 'Lease')
      .map(({ kind, metadata }) => `${kind} ${String(metadata['uid'])} ${String(metadata['resourceVersion'])}`)
      .toSorted();
  return isDeepStrictEqual(versionsOf(before), versionsOf(after));
}

/** As many as a person reads; the rest is more of the same. */
const SHOWN = 40;

function expectNothingElse({ unlisted, gone }: Verdict): void {
  const short = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value)).slice(0, 300);
  const lines = unlisted.map(
    ({ request, field, real, replayed }) =>
      `${request}\n  ${field}\n    real:   ${short(real)}\n    replay: ${short(replayed)}`,
  );
  const more = lines.length > SHOWN ? [`and ${lines.length - SHOWN} more`] : [];
  const listed = gone.map(({ requests, fields }) => `listed, and no longer there: ${requests}, ${fields}`);
  const told = [...lines.slice(0, SHOWN), ...more, ...listed];
  if (told.length > 0) throw new Error(`the replay server differs\n${told.join('\n')}`);
}

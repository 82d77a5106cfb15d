import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { buildTools, goVersion, missingTools } from '../build/build-tools.ts';
import { cacheFolder } from '../build/recipe.ts';
import { at } from '../plane/manifest.ts';
import { PlaneError } from '../plane/plane-error.ts';
import { type Plane, startPlane } from '../plane/plane.ts';
import type { Around } from '../run/run.ts';
import { type Case, randomCase } from './case.ts';
import { disagreements, type Kept } from './compare.ts';
import { ask, build, clear, prepare } from './stage.ts';

/**
 * Holds the scheduling probes against a real kube-scheduler over random cases: `[COUNT [FIRST_SEED]]`, 300 from seed 1.
 * Gives the exit code: 0 where all agree or there is no Go, 1 where something differs, 2 for wrong arguments.
 */
export async function runDifferential(args: readonly string[], around: Around): Promise<number> {
  const [count = 300, first = 1] = args.map(Number);
  if (!(Number.isInteger(count) && Number.isInteger(first) && count > 0)) {
    around.say('usage: test:scheduler [COUNT [FIRST_SEED]]');
    return 2;
  }
  const where = { modules: join(around.root, 'test/cluster/modules'), cache: cacheFolder(around.env, homedir()) };
  if (missingTools(where).length > 0 && (await goVersion()) === undefined) {
    around.say('test:scheduler: skipped: there is no Go here to build the control plane with');
    return 0;
  }
  const home = quietHome(around.root);
  try {
    const built = await buildTools({ ...where, say: around.say, signal: around.signal });
    const plane = await startPlane({ built, home, signal: around.signal });
    try {
      return await runCases({ count, first }, plane, around);
    } finally {
      await plane.stop();
    }
  } catch (error) {
    if (!(error instanceof PlaneError)) throw error;
    around.say(`test:scheduler: ${error.message}`);
    return 1;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** A home for the plane whose kubelets do nothing: pods stay as a case makes them. */
function quietHome(root: string): string {
  const home = mkdtempSync(join(tmpdir(), 'kubedoc-quiet-'));
  for (const each of ['plane', 'kwok']) mkdirSync(join(home, each));
  cpSync(join(root, 'test/cluster/plane/keeper.mjs'), join(home, 'plane', 'keeper.mjs'));
  writeFileSync(join(home, 'kwok', 'stages.yaml'), IDLE);
  return home;
}

/** kwok loads its own stages where a file has none, so there is one that never matches. */
const IDLE = `apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata: { name: idle }
spec:
  resourceRef: { apiGroup: v1, kind: Pod }
  selector: { matchLabels: { kubelet.test/idle: never } }
  next: { statusTemplate: '{}' }
`;

interface Seeds {
  readonly count: number;
  readonly first: number;
}

async function runCases({ count, first }: Seeds, plane: Plane, around: Around): Promise<number> {
  const kept = keptFields(around.root);
  const messages = around.env['KUBEDOC_MESSAGES'];
  await prepare(plane);
  const tally = { placed: 0, refused: 0, differs: 0 };
  for (let seed = first; seed < first + count; seed += 1) {
    const { node, nominated, message, found } = await runCase(randomCase(seed), plane, kept);
    tally[node === '' ? 'refused' : 'placed'] += 1;
    if (messages !== undefined && message !== '') appendFileSync(messages, `${seed} ${nominated} ${message}\n`);
    if (found.length === 0) continue;
    tally.differs += 1;
    around.say(`seed ${seed}: ${found.join('; ')}`);
    if (message !== '') around.say(`  ${message}`);
  }
  around.print(`${count} cases: ${tally.placed} placed, ${tally.refused} refused, ${tally.differs} differ\n`);
  return tally.differs === 0 ? 0 : 1;
}

interface Outcome {
  readonly node: string;
  readonly nominated: string;
  readonly message: string;
  readonly found: readonly string[];
}

async function runCase(each: Case, plane: Plane, kept: Kept): Promise<Outcome> {
  const scene = await build(each, plane);
  const answer = await ask(each, plane);
  await clear(each, plane);
  return { ...answer, found: disagreements(scene, answer, kept) };
}

/** The fields of pods that the runbook of scheduling asks for. */
function keptFields(root: string): Kept {
  const runbook: unknown = parse(readFileSync(join(root, 'runbooks/room.yaml'), 'utf8'));
  return at(runbook, 'lookups.others.keep') as Kept;
}

import type { Cluster } from '../cluster/cluster.ts';
import { installOld, publishNew, untilStalled } from '../incidents/coder.ts';
import type { Incident } from '../incidents/incident.ts';
import { accounts } from '../permissions/accounts.ts';
import { type Grant, grantsOf, isSame, type Rule, rulesIn } from '../permissions/grants.ts';
import { faultsOf, needlessIn, type Outcome, type Whole } from '../permissions/judge.ts';
import { createLook, giveRole, leaveOut, type Look } from '../permissions/reader.ts';
import { matrix, type Row, without } from '../permissions/table.ts';

/** The printed role, each rule of it left out in turn, and the roles that people have, on the real authoriser. */
export const permissions: Incident = {
  name: 'permissions',
  is: 'check',
  title: 'The printed role is enough, less of it makes nothing surer, and what is missing is told',
  on: ['1.6'],
  nodes: [{ name: 'kyrion', cpu: '8', memory: '6Gi' }],
  async run(cluster) {
    await installOld(cluster);
    const well = await trySituation(cluster, 'a healthy release');
    await publishNew(cluster);
    await untilStalled(cluster);
    const ill = await trySituation(cluster, 'a rollout that does not fit');
    const faults = [...well, ...ill];
    if (faults.length > 0) throw new Error(faults.join('\n'));
  },
};

const ONE = ['coder/coder'];
/** What a reader with the whole role has to see as one with all rights does. */
const WAYS: readonly (readonly string[])[] = [ONE, [], ['-n', 'coder'], [...ONE, '--verify=1s']];

/** Gives the faults, each with what was tried; the matrix goes to the run's output. */
async function trySituation(cluster: Cluster, situation: string): Promise<readonly string[]> {
  const look = createLook(cluster);
  const printed = await giveRole(cluster);
  const rules = rulesIn(printed);
  const all = grantsOf(rules);
  await leaveOut(cluster, all, []);
  const faults = await tryWhole(look);
  const whole = await seenWhole(look, ONE);
  const rows = await tryWithout(cluster, look, rules);
  await leaveOut(cluster, all, []);
  rows.push(...(await accounts(cluster, look, printed)));
  cluster.say(`\n${matrix(situation, whole, rows)}\n`);
  return [...faults, ...faultsAmong(whole, rows)].map((fault) => `${situation}, ${fault}`);
}

function faultsAmong(whole: Whole, rows: readonly Row[]): readonly string[] {
  const outcomes = rows.map(({ outcome }) => outcome);
  const needless = needlessIn(whole, outcomes);
  return rows.flatMap(({ name, outcome }) => faultsOf(whole, outcome, needless).map((fault) => `${name}: ${fault}`));
}

/** The whole role, beside all rights, in every way of asking. */
async function tryWhole(look: Look): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const args of WAYS) {
    const outcome = await look(args);
    const refused = outcome.refused.map(({ verb, uri }) => `refused: ${verb} ${uri}`);
    const found = [...refused, ...faultsOf(await seenWhole(look, args), outcome)];
    faults.push(...found.map((fault) => `with the role, ${args.join(' ')}: ${fault}`));
  }
  return faults;
}

async function seenWhole(look: Look, args: readonly string[]): Promise<Whole> {
  const { report, ...outcome } = await look(args, 'kubedoc');
  if (report === undefined) throw new Error(`there is no report even with all rights: ${outcome.stderr}`);
  return { ...outcome, report };
}

/** Each rule left out in turn, then each right alone of those that were asked for. */
async function tryWithout(cluster: Cluster, look: Look, rules: readonly Rule[]): Promise<Row[]> {
  const all = grantsOf(rules);
  const asked = (await look(ONE)).asked;
  const single = all.filter((grant) => asked.some((each) => isSame(each, grant))).map((grant) => [grant]);
  const byName = new Map(
    [...rules.map((rule) => grantsOf([rule])), ...single].map((each) => [JSON.stringify(each), each]),
  );
  const rows: Row[] = [];
  for (const gone of byName.values()) rows.push(without(gone, await lookWithout(cluster, look, all, gone)));
  return rows;
}

async function lookWithout(
  cluster: Cluster,
  look: Look,
  all: readonly Grant[],
  gone: readonly Grant[],
): Promise<Outcome> {
  await leaveOut(
    cluster,
    all,
    all.filter((grant) => gone.some((each) => isSame(each, grant))),
  );
  return look(ONE);
}

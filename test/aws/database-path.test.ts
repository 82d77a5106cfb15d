import { expect, test } from 'vitest';
import { databaseStanding } from '../../src/probes/aws/database-standing.ts';
import { instanceGroups } from '../../src/probes/aws/instance-groups.ts';
import { securityGroupPath } from '../../src/probes/aws/security-group-path.ts';
import { ask, type Options } from './asking.ts';
import type { Estate } from './harness.ts';
import { casesOf, describeAws } from './machine.ts';
import { useEmulator } from './use-emulator.ts';

type Part = Readonly<Record<string, unknown>>;

/** What comes of the way from a node to the database, by what the real program prints, with each fault of the estate. */
const VERDICTS: Readonly<Record<string, Part>> = {
  nothing: { verdict: 'allowed', state: 'well' },
  'database-closed': { verdict: 'denied', ingress: 'denied', egress: 'allowed' },
  'database-open-to-others': { verdict: 'denied', ingress: 'denied', egress: 'allowed' },
  'database-ports-end-before': { verdict: 'denied', ingress: 'denied', egress: 'allowed' },
  'database-open-by-address': { verdict: 'allowed', source: '10.20.0.0/16' },
  'database-open-by-any-protocol': { verdict: 'allowed', protocol: '-1' },
  'database-open-by-prefix-list': { verdict: 'allowed', unread: 1, before: 'unknown' },
  'database-stopped': { state: 'down', verdict: 'allowed' },
  'database-gone': { known: false, seen: true },
};

const SOON = ['database-open-by-prefix-list'];

describeAws('the way to the database', () => {
  const used = useEmulator();

  const told = async (call: string, options: Options = {}): Promise<Part> => {
    const fact = await ask(call, options, { env: used.home.environment(used.emulator.url) });
    return fact.state === 'known' ? (fact.value as Part) : {};
  };

  const standingOf = async ({ database }: Estate): Promise<Part> => {
    const [clusters, instances] = await Promise.all([
      told('rds describe-db-clusters'),
      told('rds describe-db-instances'),
    ]);
    const states = { down: ['stopped'], away: [], serving: [] };
    return { ...databaseStanding.run({ host: database.host, clusters, instances, ...states }) };
  };

  const pathOf = async ({ nodes }: Estate, standing: Part): Promise<Part> => {
    const instances = await told('ec2 describe-instances', { 'instance-ids': nodes[0]?.instance ?? '' });
    const from = { ...instanceGroups.run({ instances, pod: { status: { podIP: nodes[0]?.address ?? '' } } }) } as Part;
    const destination = standing['groups'] as readonly string[];
    const all = [...(from['groups'] as readonly string[]), ...destination];
    const groups = (await told('ec2 describe-security-groups', { 'group-ids': all }))['SecurityGroups'];
    const asked = { sources: from['sources'], destination, port: standing['port'], target: '', groups };
    const before = { ...securityGroupPath.run(asked) } as Part;
    const unread = before['unread'] as readonly string[];
    const prefixLists = await Promise.all(
      unread.map(async (id) => {
        const { Entries: entries } = await told('ec2 get-managed-prefix-list-entries', { 'prefix-list-id': id });
        return { id, entries };
      }),
    );
    const path = { ...securityGroupPath.run({ ...asked, prefixLists }) } as Part;
    return { ...path, ...(path['rule'] as Part), before: before['verdict'], unread: unread.length };
  };

  test.each(casesOf(VERDICTS, SOON))('%s', async (fault, expected) => {
    const estate = await used.emulator.build();
    if (fault !== 'nothing') await used.emulator.fault(fault);
    const standing = await standingOf(estate);
    const path = standing['known'] === true ? await pathOf(estate, standing) : {};
    expect({ ...standing, ...path }).toMatchObject(expected);
  });
});

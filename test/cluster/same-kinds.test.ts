import { expect, it } from 'vitest';
import { listedByOne } from './checks/everywhere/same-kinds.ts';
import type { Request } from './cluster/audit.ts';

const listed = (agent: string, uri: string, resource: string, group = ''): Request => ({
  user: 'kubedoc',
  as: '',
  agent,
  verb: 'list',
  group,
  resource,
  uri,
  status: 200,
  answer: '',
});

const PODS = listed('kubedoc', '/api/v1/pods?limit=5000', 'pods');
const OTHER_PODS = listed('lister/v0.0.0 (linux/amd64)', '/api/v1/pods', 'pods');
const RELEASES = '/apis/helm.toolkit.fluxcd.io/v2/helmreleases';

it('says nothing where two programs list the same kinds', () => {
  const inside = listed('kubedoc', '/api/v1/namespaces/team-0/events?limit=500', 'events');
  expect(listedByOne([PODS, inside, OTHER_PODS], 'kubedoc', 'lister')).toEqual([]);
});

it('names what one of them alone lists', () => {
  const releases = listed('kubedoc', RELEASES, 'helmreleases', 'helm.toolkit.fluxcd.io');
  const nodes = listed('lister/v0.0.0 (linux/amd64)', '/api/v1/nodes', 'nodes');
  expect(listedByOne([PODS, releases, OTHER_PODS, nodes], 'kubedoc', 'lister')).toEqual([
    'lister does not list helmreleases.helm.toolkit.fluxcd.io',
    'kubedoc does not list nodes',
  ]);
});

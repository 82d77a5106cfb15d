import { describe, expect, it } from 'vitest';
import type { Finding, Report, UnknownRow } from '../../src/model/report.ts';
import type { Request } from './cluster/audit.ts';
import { describeGrants, grantsOf, rulesIn, rulesWithout } from './permissions/grants.ts';
import { faultsOf, needlessIn, type Outcome } from './permissions/judge.ts';
import { matrix, without } from './permissions/table.ts';

const ROLE = `# a comment
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
rules:
  - apiGroups: [""]
    resources: ["pods", "pods/log"]
    verbs: ["get", "list"]
  - apiGroups: ["apps"]
    resources: ["deployments"]
    verbs: ["list"]
`;

describe('the rights of a role', () => {
  const all = grantsOf(rulesIn(ROLE));

  it('are its verbs on its kinds', () => {
    expect(all.map((grant) => describeGrants([grant]))).toEqual([
      'get pods',
      'list pods',
      'get pods/log',
      'list pods/log',
      'list deployments.apps',
    ]);
    expect(() => rulesIn('kind: ClusterRole')).toThrow('no rules');
  });

  it('can be left out one by one', () => {
    const left = grantsOf(rulesWithout(all, all.slice(1, 4)));
    expect(left.map((grant) => describeGrants([grant]))).toEqual(['get pods', 'list deployments.apps']);
  });

  it('are told together in short', () => {
    expect(describeGrants(all.slice(0, 4))).toBe('get,list pods,pods/log');
    const many = ['a', 'b', 'c', 'd', 'e'].map((resource) => ({ verb: 'get', group: 'g.org', resource }));
    expect(describeGrants(many)).toBe('get a,b,c.g.org and 2 more');
  });
});

const FINDING = { code: 'no-room', confidence: 'confirmed' } as unknown as Finding;
const REPORT = {
  now: '2026-01-02T03:04:05Z',
  verdict: 'problem',
  findings: [FINDING],
  unknown: [],
  notes: [],
  path: [],
  tables: [{ id: 'pods', title: '', columns: ['Age'], rows: [['21s']] }],
  timeline: [{ at: '2026-01-02T03:04:00Z', object: null, text: 'Pod created' }],
  unanswered: [],
} as unknown as Report;
const WELL: Report = { ...REPORT, verdict: 'healthy', findings: [] };

const NODES: Request = {
  user: 'reader',
  as: '',
  agent: 'kubedoc',
  verb: 'list',
  group: '',
  resource: 'nodes',
  uri: '/api/v1/nodes?limit=500',
  status: 403,
  answer: '',
};
const PODS_OF_CODER: Request = { ...NODES, resource: 'pods', uri: '/api/v1/namespaces/coder/pods?limit=500' };

function denied(need: string, required = false): UnknownRow {
  return { lookup: need, state: 'denied', need, required };
}

function outcome(report: Report | undefined, more: Partial<Outcome> = {}): Outcome {
  const exits = { healthy: 0, 'in-progress': 0, problem: 1, incomplete: 3 };
  return { exit: report === undefined ? 4 : exits[report.verdict], report, stderr: '', refused: [], ...more };
}

const whole = { ...outcome(REPORT), report: REPORT };
const well = { ...outcome(WELL), report: WELL };
const likely: Report = { ...REPORT, findings: [{ ...FINDING, confidence: 'likely' }], unknown: [denied('list nodes')] };

describe('the judge of a look with fewer rights', () => {
  it('has nothing against less certainty that says why', () => {
    expect(faultsOf(whole, outcome(likely, { refused: [NODES] }))).toEqual([]);
  });

  it('has nothing against the same report at another time', () => {
    const later = {
      ...REPORT,
      now: '2026-01-02T03:05:00Z',
      tables: REPORT.tables.map((table) => ({ ...table, rows: [['1m16s']] })),
    };
    expect(faultsOf(whole, outcome(later))).toEqual([]);
  });

  it('has nothing against the line that nothing may be read', () => {
    const stderr = 'kubedoc: nothing may be read in this cluster: …; kubedoc … --plan --role prints the smallest one\n';
    expect(faultsOf(whole, outcome(undefined, { stderr, refused: [NODES] }))).toEqual([]);
  });

  it.each<[string, Outcome, RegExp]>([
    ['turns a problem into health', outcome(WELL, { refused: [NODES] }), /problem becomes healthy/],
    ['stays sure, and says nothing', outcome(REPORT, { refused: [NODES] }), /refused and not told: list/],
    [
      'names another place than the one that was refused',
      outcome({ ...REPORT, unknown: [denied('list pods in all namespaces')] }, { refused: [PODS_OF_CODER] }),
      /refused and not told/,
    ],
    [
      'names another kind that begins alike',
      outcome({ ...REPORT, unknown: [denied('list nodes.metrics.k8s.io')] }, { refused: [NODES] }),
      /refused and not told/,
    ],
    ['tells of a refusal that was none', outcome(likely), /told as denied, and nobody refused it: list nodes/],
    [
      'is sure of another cause',
      outcome({ ...likely, findings: [{ ...FINDING, code: 'other' }] }, { refused: [NODES] }),
      /other is confirmed/,
    ],
    ['sees something else without a refusal', outcome({ ...REPORT, timeline: [] }), /yet timeline is another/],
    [
      'is incomplete without saying for want of what',
      outcome({ ...likely, verdict: 'incomplete' }, { refused: [NODES] }),
      /incomplete for no reason/,
    ],
    ['ends with another exit code', outcome(likely, { refused: [NODES], exit: 0 }), /exit code 0/],
    ['breaks', outcome(undefined, { exit: 2, stderr: 'kubedoc: this is a bug in kubedoc: x' }), /it breaks/],
    ['says nothing', outcome(undefined, { refused: [NODES] }), /neither report nor reason/],
  ])('hears when it %s', (_name, without, fault) => {
    expect(faultsOf(whole, without)).toContainEqual(expect.stringMatching(fault));
  });

  it('hears when a healthy release is called ill, or surely well, for want of rights', () => {
    expect(faultsOf(well, outcome(REPORT, { refused: [NODES] }))).toContain('healthy becomes problem');
    expect(faultsOf(well, outcome(WELL, { refused: [NODES] }))).toContain('refused and not told: list ' + NODES.uri);
  });

  it('asks no word about what changes nothing, wherever it is refused again', () => {
    const needless = needlessIn(whole, [outcome(REPORT, { refused: [NODES] })]);
    expect(needless).toEqual([NODES.uri]);
    const other = { ...likely, unknown: [denied('list pods in namespace coder')] };
    const both = outcome(other, { refused: [NODES, PODS_OF_CODER] });
    expect(faultsOf(whole, both, needless)).toEqual([]);
    expect(needlessIn(whole, [both])).toEqual([]);
  });
});

it('the matrix has a row per trial, a line per missing right, and counts what was not asked for', () => {
  const two = { ...likely, unknown: [denied('list nodes', true), denied('list pods in all namespaces')] };
  const rows = [
    without([{ verb: 'list', group: '', resource: 'nodes' }], outcome(two, { refused: [NODES] })),
    without([{ verb: 'list', group: '', resource: 'secrets' }], outcome(REPORT, { refused: [NODES] })),
    without([{ verb: 'get', group: '', resource: 'nodes' }], outcome(REPORT)),
    { name: 'nothing', outcome: outcome(undefined, { refused: [NODES] }) },
  ];
  expect(matrix('no room', whole, rows)).toBe(
    [
      'no room               verdict           first finding       what it takes to see more',
      'with all rights       problem (1)       no-room, confirmed',
      'without list nodes    problem (1)       no-room, likely     list nodes (required)',
      '                                                            list pods in all namespaces',
      'without list secrets  problem (1)       no-room, confirmed  nothing: the same report',
      'nothing               nothing read (4)  -                   -n NAMESPACE, or the printed role',
      'and 1 more, of which nothing was asked for here: the same report',
    ].join('\n'),
  );
});

import { describe, expect, it } from 'vitest';
import { registry } from '../../src/commands/registry.ts';
import type { Request } from './cluster/audit.ts';
import { announcedIn, unannounced } from './reading/announced.ts';
import { faultsOf, summed } from './reading/judge.ts';
import { type Drivable, fewLinesOf, linesOf } from './reading/lines.ts';
import { offencesAmong } from './reading/offence.ts';

const PODS: Request = {
  user: 'kubedoc',
  as: '',
  agent: 'kubedoc',
  verb: 'list',
  group: '',
  resource: 'pods',
  uri: '/api/v1/pods?limit=500',
  status: 200,
  answer: '',
};
const VERSION: Request = { ...PODS, verb: 'get', resource: '', uri: '/version' };
const SECRETS: Request = { ...PODS, resource: 'secrets', answer: 'PartialObjectMetadataList' };
const REVIEW: Request = {
  ...PODS,
  verb: 'create',
  group: 'authorization.k8s.io',
  resource: 'selfsubjectaccessreviews',
  status: 201,
};
const POD_LOG: Request = { ...PODS, verb: 'get', resource: 'pods/log' };

describe('a program that only reads', () => {
  it.each<[string, Request]>([
    ['lists', PODS],
    ['watches', { ...PODS, verb: 'watch' }],
    ['reads a log', POD_LOG],
    ['asks what it may do', REVIEW],
    ['asks who it is', { ...REVIEW, group: 'authentication.k8s.io', resource: 'selfsubjectreviews' }],
    ['reads the metadata of Secrets', SECRETS],
    ['looks for a Secret that is not there', { ...SECRETS, verb: 'get', status: 404, answer: '' }],
    ['is refused Secrets', { ...SECRETS, status: 403, answer: 'Status' }],
    ['asks for a Secret that is not there', { ...SECRETS, verb: 'get', status: 404, answer: '' }],
    ['reads a Secret of another API group', { ...PODS, group: 'example.org', resource: 'secrets' }],
  ])('%s', (_name, request) => {
    expect(offencesAmong([request])).toEqual([]);
  });

  it.each<[string, Request, string]>([
    ['deletes', { ...PODS, verb: 'delete' }, 'writes'],
    ['patches, and is refused', { ...PODS, verb: 'patch', status: 403 }, 'writes'],
    ['tries a write', { ...PODS, verb: 'patch', uri: '/api/v1/pods/p?dryRun=All' }, 'writes, if only on trial'],
    ['makes a token', { ...PODS, verb: 'create', resource: 'serviceaccounts/token' }, 'writes'],
    ['asks what others may do', { ...REVIEW, resource: 'subjectaccessreviews' }, 'writes'],
    ['makes a review of its own kind', { ...REVIEW, group: 'example.org' }, 'writes'],
    ['runs something in a pod', { ...PODS, verb: 'get', resource: 'pods/exec', status: 101 }, 'connects'],
    ['the same, as it was once done', { ...PODS, verb: 'create', resource: 'pods/exec' }, 'writes'],
    ['forwards a port', { ...PODS, verb: 'get', resource: 'pods/portforward', status: 101 }, 'connects'],
    ['goes through a Service', { ...PODS, verb: 'get', resource: 'services/proxy' }, 'connects'],
    [
      'runs something through a node',
      { ...PODS, verb: 'get', resource: 'nodes/proxy', uri: '/api/v1/nodes/n/proxy/run/a/b/c' },
      'connects',
    ],
    ['goes through a node', { ...PODS, verb: 'get', resource: 'nodes/proxy' }, 'connects'],
    ['reads Secrets', { ...SECRETS, answer: 'SecretList' }, 'may have read a Secret'],
    ['reads one Secret', { ...SECRETS, verb: 'get', answer: 'Secret' }, 'may have read a Secret'],
    ['reads a Table of Secrets', { ...SECRETS, answer: 'Table' }, 'may have read a Secret'],
    ['watches Secrets', { ...SECRETS, verb: 'watch', answer: '' }, 'may have read a Secret'],
  ])('%s: not so', (_name, request, because) => {
    expect(offencesAmong([PODS, request])).toEqual([{ request, because }]);
  });
});

describe('a program that was told to read one Secret', () => {
  const told = { namespace: 'coder', name: 'db' };
  const one = { ...SECRETS, verb: 'get', uri: '/api/v1/namespaces/coder/secrets/db', answer: 'Secret' };

  it('may read that one', () => {
    expect(offencesAmong([one], told)).toEqual([]);
  });

  it.each<[string, Request]>([
    ['another one', { ...one, uri: '/api/v1/namespaces/coder/secrets/db2' }],
    ['one of the same name elsewhere', { ...one, uri: '/api/v1/namespaces/shop/secrets/db' }],
    ['all of the namespace', { ...one, verb: 'list', uri: '/api/v1/namespaces/coder/secrets', answer: 'SecretList' }],
    [
      'a list that holds it alone',
      { ...one, verb: 'list', uri: '/api/v1/namespaces/coder/secrets?fieldSelector=metadata.name%3Ddb' },
    ],
    ['that one for as long as it likes', { ...one, verb: 'watch' }],
  ])('may not read %s', (_name, request) => {
    expect(offencesAmong([request], told)).toEqual([{ request, because: 'may have read a Secret' }]);
  });
});

const PLAN = [
  'the API server and the versions of its APIs',
  '  get  /version',
  '',
  'pod',
  '  list pods, in pod.metadata.namespace (required)',
  '         follows: owned-by workload',
  '         when: count(workload) > 0',
  '  get  pods/log, in pod',
  '  list secrets, in f(a, "b") (metadata only)',
  '  list deployments.apps',
  '',
].join('\n');

describe('what a plan announces', () => {
  it('is its look-ups with their verbs', () => {
    expect(announcedIn(PLAN)).toEqual([
      { verb: 'get', resource: '/version', metadataOnly: false },
      { verb: 'list', resource: 'pods', metadataOnly: false },
      { verb: 'get', resource: 'pods/log', metadataOnly: false },
      { verb: 'list', resource: 'secrets', metadataOnly: true },
      { verb: 'list', resource: 'deployments.apps', metadataOnly: false },
    ]);
  });

  it('is nothing of the API server where somebody else is asked', () => {
    for (const line of [
      'run  helm history {target.name} --max 20',
      'aws  ec2 describe-instances',
      'registry manifest',
    ]) {
      expect(announcedIn(`helmrelease\n  ${line}\n`)).toEqual([]);
    }
  });

  it('is not guessed where a line is strange', () => {
    expect(() => announcedIn('pod\n  patch pods\n')).toThrow('patch pods');
  });

  it('covers requests of the same verb and kind', () => {
    const deployments = { ...PODS, group: 'apps', resource: 'deployments' };
    expect(unannounced([PODS, VERSION, POD_LOG, SECRETS, deployments], announcedIn(PLAN))).toEqual([]);
  });

  it.each<[string, Request]>([
    ['another verb', { ...PODS, verb: 'get' }],
    ['the same kind of another group', { ...PODS, group: 'metrics.k8s.io' }],
    ['a subresource', { ...POD_LOG, resource: 'pods/status' }],
    ['another path', { ...VERSION, uri: '/metrics' }],
    ['the whole object where metadata was announced', { ...SECRETS, answer: 'SecretList' }],
  ])('does not cover %s', (_name, request) => {
    expect(unannounced([request], announcedIn(PLAN))).toEqual([request]);
  });
});

describe('the judge of a line', () => {
  const driven = {
    line: { args: ['look'], plan: ['look', '--plan'], stays: false },
    exit: 1,
    stderr: '',
    requests: [PODS, VERSION],
    plan: announcedIn(PLAN),
  };

  it('has nothing against one that read what it announced', () => {
    const controller = { ...PODS, user: 'harness', agent: 'helm-controller', verb: 'patch' };
    expect(faultsOf({ ...driven, requests: [...driven.requests, controller] })).toEqual([]);
  });

  it('lets a line read the Secret that it names, and no line without that', () => {
    const request = { ...SECRETS, verb: 'get', uri: '/api/v1/namespaces/coder/secrets/db', answer: 'Secret' };
    const plan = [...driven.plan, { verb: 'get', resource: 'secrets', metadataOnly: false }];
    const naming = { ...driven.line, args: ['look', '--read-secret', 'coder/db/url'] };
    const reading = { ...driven, requests: [...driven.requests, request], plan };
    expect(faultsOf({ ...reading, line: naming })).toEqual([]);
    expect(faultsOf(reading)).toEqual([expect.stringMatching(/^may have read a Secret/)]);
  });

  it.each<[string, object, RegExp]>([
    ['writes', { requests: [{ ...PODS, verb: 'delete' }] }, /^writes: delete/],
    ['asks as somebody else', { requests: [{ ...PODS, as: 'admin' }] }, /^as somebody else/],
    ['uses the name of another user', { requests: [PODS, { ...PODS, user: 'harness' }] }, /^as somebody else/],
    ['asks without a name', { requests: [PODS, { ...PODS, user: 'system:anonymous', agent: 'x' }] }, /^as somebody/],
    ['lets a program ask', { requests: [{ ...PODS, agent: 'kubectl' }] }, /^as somebody else/],
    ['asks what it did not announce', { plan: [] }, /^not in its plan: list/],
    ['asks nothing', { requests: [] }, /^the audit log knows/],
    ['ends as no command may', { exit: 7 }, /^it ended with 7/],
    ['has a bug', { stderr: 'kubedoc: this is a bug in kubedoc: x' }, /bug/],
  ])('hears when it %s', (_name, change, fault) => {
    expect(faultsOf({ ...driven, ...change })).toContainEqual(expect.stringMatching(fault));
  });

  it('tells a fault of many lines once', () => {
    const write = { ...driven, requests: [{ ...PODS, verb: 'delete' }] };
    const other = { ...write, line: { ...driven.line, args: ['look', '-A'] } };
    expect(summed([driven, write, other])).toBe(
      [
        'writes: delete /api/v1/pods?limit=500 by kubedoc',
        '  kubedoc look, and 1 more',
        'not in its plan: delete /api/v1/pods?limit=500',
        '  kubedoc look, and 1 more',
      ].join('\n'),
    );
    expect(summed([driven])).toBe('');
  });

  describe('of helm', () => {
    const uri = '/api/v1/namespaces/coder/secrets?labelSelector=name%3Dcoder%2Cowner%3Dhelm';
    const history: Request = { ...SECRETS, agent: 'Helm/3.21', uri, answer: 'SecretList' };
    const line = { ...driven.line, args: ['look', '--read-helm-history'] };

    it('lets it read its own Secrets where that was asked for', () => {
      expect(faultsOf({ ...driven, line, requests: [PODS, history] })).toEqual([]);
    });

    it.each<[string, object]>([
      ['it was not asked for', { requests: [PODS, history] }],
      ['it reads other Secrets', { line, requests: [PODS, { ...history, uri: '/api/v1/secrets' }] }],
      ['it reads something else', { line, requests: [PODS, { ...PODS, agent: 'Helm/3.21' }] }],
      ['it writes', { line, requests: [PODS, { ...history, verb: 'update' }] }],
    ])('hears when %s', (_name, change) => {
      expect(faultsOf({ ...driven, ...change })).not.toEqual([]);
    });
  });

  it('lets a person ask as somebody else', () => {
    const line = { ...driven.line, args: ['look', '--as', 'admin'] };
    expect(faultsOf({ ...driven, line, requests: [{ ...PODS, as: 'admin' }] })).toEqual([]);
  });

  it('lets a line that only makes a plan ask nothing, and hears when it asks', () => {
    const line = { args: ['look', '--plan'], plan: undefined, stays: false };
    expect(faultsOf({ ...driven, line, plan: [], exit: 0, requests: [] })).toEqual([]);
    expect(faultsOf({ ...driven, line, plan: [], exit: 0 })).toHaveLength(2);
  });
});

describe('the lines that are driven', () => {
  const around = {
    kubeconfig: 'KUBECONFIG',
    context: 'CONTEXT',
    captured: 'FOLDER',
    profile: 'PROFILE',
    output: 'FILE',
  };

  it('are every example of every registered command, and every option of it', () => {
    for (const { spec } of registry) {
      const lines = linesOf(spec, around).map(({ args }) => args.join(' '));
      for (const { args } of spec.examples) expect(lines).toContain(args.join(' '));
    }
    const all = registry.flatMap(({ spec }) => linesOf(spec, around)).map(({ args }) => args.join(' '));
    expect(all).toContain('helmrelease recover coder/coder --as nobody');
    expect(all).toContain('demo rollout-does-not-fit --serve');
  });

  it('hold, the second time, each command and each way of giving each option once', () => {
    const specs = registry.map(({ spec }) => spec);
    const few = fewLinesOf(specs, around).map(({ args }) => args.join(' '));
    const all = specs.flatMap((spec) => linesOf(spec, around));
    expect(few.length).toBeLessThan(all.length / 3);
    for (const { examples } of specs) expect(few).toContain(examples[0]?.args.join(' ') ?? '');
    const flags = new Set(all.flatMap(({ args }) => args.filter((word) => /^-/.test(word))));
    expect([...flags].filter((flag) => !few.some((line) => line.split(' ').includes(flag)))).toEqual([]);
  });

  it('ask for a plan where they look at a cluster, and only there', () => {
    const lines = registry.flatMap(({ spec }) => linesOf(spec, around));
    const planned = lines.filter(({ plan }) => plan !== undefined).map(({ args }) => args.join(' '));
    expect(planned).toContain('helmrelease recover -A');
    expect(planned.filter((args) => /--plan|--from|^demo|^runbook/.test(args))).toEqual([]);
  });

  it('cannot leave an option out: one that nobody knows how to give is an error', () => {
    const command: Drivable = {
      name: 'dig',
      looksAt: 'cluster',
      examples: [{ args: ['dig'], means: '' }],
      define: (command) => void command.option('--deeper'),
    };
    expect(() => linesOf(command, around)).toThrow('dig has the option --deeper');
  });
});

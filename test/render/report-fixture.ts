import type { ObjectRef } from '../../src/model/object.ts';
import type { Advice, Finding, NodeHeadroom, PathStep, Report } from '../../src/model/report.ts';

const GI = 1024 ** 3;

/** An object's identity. */
export function ref(kind: string, namespace: string | null, name: string, apiVersion = 'v1'): ObjectRef {
  return { apiVersion, kind, namespace, name };
}

const RELEASE = ref('HelmRelease', 'coder', 'coder', 'helm.toolkit.fluxcd.io/v2');
const DEPLOYMENT = ref('Deployment', 'coder', 'coder', 'apps/v1');
const POD = ref('Pod', 'coder', 'coder-5df88d876c-q5w9b');
const NODE = ref('Node', null, 'kyrion');

/** The only node of the seed incident: 2.4Gi free where 4Gi are needed. */
export const KYRION: NodeHeadroom = {
  node: 'kyrion',
  resource: 'memory',
  unit: 'bytes',
  capacity: 32 * GI,
  allocatable: 31.1 * GI,
  requested: 28.7 * GI,
  used: 23 * GI,
  free: 2.4 * GI,
  needed: 4 * GI,
  excludedBy: [],
};

const NO_SURGE: Advice = {
  id: 'no-surge',
  tier: 'permanent',
  title: 'Upgrade without a surge pod',
  recommended: true,
  because: 'the cluster has one node, and the new pod fits once the old one is gone',
  risk: 'interrupts',
  impact: 'Coder is down for about a minute during each upgrade',
  pros: ['needs room for one pod only'],
  cons: ['a short downtime with every upgrade'],
  change: {
    object: { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', namespace: 'coder', name: 'coder' },
    file: 'apps/base/coder/release.yaml',
    owner: 'GitRepository flux-system, Kustomization apps',
    patch:
      'spec:\n  postRenderers:\n    - kustomize:\n        patches:\n          - target: { kind: Deployment, name: coder }\n',
  },
  commands: [
    'flux reconcile source git flux-system -n flux-system --context homelab',
    'flux reconcile helmrelease coder -n coder --context homelab --with-source --reset --timeout 10m0s --verbose',
  ],
  verify: ['kubectl get helmreleases.helm.toolkit.fluxcd.io coder -n coder --context homelab'],
  blanks: [],
};

const LOWER_REQUEST: Advice = {
  id: 'lower-request',
  tier: 'workaround',
  title: 'Request less memory',
  recommended: false,
  because: '',
  risk: 'changes',
  impact: '',
  pros: ['upgrades without downtime'],
  cons: ['the pod may be killed when it needs what it no longer requests'],
  change: null,
  commands: ['kubectl top pod -n coder --context homelab'],
  verify: ['kubectl get pods -n coder --context homelab'],
  blanks: [],
};

/** The root cause of the seed incident. */
export const DOES_NOT_FIT: Finding = {
  code: 'rollout-does-not-fit',
  title: 'A rolling update needs room for two Coder pods; the only node has room for one',
  cause: 'The update starts the new pod (4Gi) before it stops the old one. kyrion has 2.4Gi free.',
  layer: 'scheduling',
  confidence: 'confirmed',
  wouldConfirm: [],
  severity: 'P2',
  severityRule: 'the old pod still serves',
  chain: [RELEASE, DEPLOYMENT, POD, NODE],
  alsoAffects: [ref('HelmRelease', 'ai', 'librechat')],
  evidence: [
    {
      object: RELEASE,
      field: 'status.conditions[type=Stalled].message',
      value: 'Helm upgrade failed for release coder/coder-coder with chart coder@2.28.3: context deadline exceeded',
      command: 'kubectl get helmreleases.helm.toolkit.fluxcd.io coder -n coder --context homelab -o yaml',
    },
    { object: DEPLOYMENT, field: 'spec.replicas', value: 1, command: null },
    {
      object: POD,
      field: 'status.conditions[type=PodScheduled].message',
      value: '0/1 nodes are available: 1 Insufficient memory.',
      command: 'kubectl describe pod coder-5df88d876c-q5w9b -n coder --context homelab',
    },
    { object: DEPLOYMENT, field: 'spec.paused', value: null, command: null },
  ],
  ruledOut: [
    { what: 'image pull', by: 'the pod was never scheduled' },
    { what: 'timeout too short', by: 'the pod never started' },
  ],
  headroom: [KYRION],
  advice: [LOWER_REQUEST, NO_SURGE],
};

const PATH: readonly PathStep[] = [
  step('spec-current', 0, 'Is the status about the current spec?', 'yes', true, 'generation 12 = observed 12'),
  step(
    'last-action',
    0,
    'Did the last action succeed?',
    'no',
    false,
    'upgrade failed after 5m0s: context deadline exceeded',
  ),
  step('scheduled', 1, 'Why is coder-5df88d876c-q5w9b not ready?', 'pending', null, 'Pending for 2d21h'),
  step('metrics', 2, 'How much memory does the node really use?', 'unknown', null, ''),
];

function step(
  name: string,
  depth: number,
  question: string,
  answer: string,
  good: boolean | null,
  detail: string,
): PathStep {
  return { runbook: 'helmrelease-recover', step: name, depth, question, answer, good, detail };
}

/** The report of the seed incident, with what a test changes in it. */
export function incident(changes: Partial<Report> = {}): Report {
  return {
    schemaVersion: 1,
    runbook: 'helmrelease-recover',
    title: 'HelmRelease coder/coder is in trouble',
    context: 'homelab',
    serverVersion: 'v1.34.1',
    now: '2025-11-15T18:15:03Z',
    verdict: 'problem',
    findings: [DOES_NOT_FIT],
    unknown: [{ lookup: 'node usage', state: 'absent', need: 'install metrics-server', required: false }],
    notes: [
      { kind: 'observation', object: RELEASE, text: 'The chart version is "*": every upgrade comes by itself.' },
      { kind: 'in-progress', object: ref('HelmRelease', 'ai', 'web'), text: 'installing for 40s of its 5m0s' },
      { kind: 'scope', object: null, text: 'only namespace coder was looked at' },
    ],
    path: PATH,
    tables: [
      {
        id: 'pods',
        title: 'Pods by version',
        columns: ['pod', 'version', 'status', 'age'],
        rows: [
          ['coder-78786899d9-nthwq', '2.28.1', 'Running (1/1)', '4d21h'],
          ['coder-5df88d876c-q5w9b', '2.28.3', 'Pending (0/1)', '2d21h'],
        ],
      },
    ],
    timeline: [
      { at: '2025-11-12T20:29:29Z', object: RELEASE, text: 'upgrade to 2.28.3 began' },
      { at: '2025-11-12T20:34:29Z', object: null, text: 'the upgrade ran out of time' },
    ],
    unanswered: [{ question: 'downtime', text: 'May Coder be down for a minute?', flag: '--answer downtime=yes' }],
    ...changes,
  };
}

const NOTHING = { findings: [], unknown: [], notes: [], tables: [], timeline: [], unanswered: [] };

/** Nothing is wrong. */
export function healthy(): Report {
  return incident({ ...NOTHING, verdict: 'healthy' });
}

/** An action is under way. */
export function inProgress(): Report {
  return incident({ ...NOTHING, verdict: 'in-progress' });
}

/** Something required could not be looked at. */
export function incomplete(): Report {
  const unknown = [
    { lookup: 'list pods', state: 'denied', need: 'list pods in namespace coder', required: true },
  ] as const;
  return incident({ ...NOTHING, verdict: 'incomplete', unknown, serverVersion: null, now: null });
}

/** Two root causes, the second without a recommended option and only likely. */
export function twoFindings(): Report {
  const second: Finding = {
    ...DOES_NOT_FIT,
    code: 'old-image',
    title: 'The image tag is gone',
    confidence: 'likely',
    wouldConfirm: ['read access to the registry'],
    layer: 'image',
    headroom: [],
    advice: [LOWER_REQUEST],
  };
  return incident({ findings: [DOES_NOT_FIT, second] });
}

/** Every text of a report, of whatever depth, changed; what must stay a word of the vocabulary stays. */
export function withEveryText(report: Report, change: (text: string) => string): Report {
  return changed(report, change, '') as Report;
}

const VOCABULARY = ['verdict', 'layer', 'confidence', 'severity', 'tier', 'risk', 'unit', 'state', 'kind-of-note'];

function changed(value: unknown, change: (text: string) => string, key: string): unknown {
  if (typeof value === 'string') return VOCABULARY.includes(key) ? value : change(value);
  if (Array.isArray(value)) return value.map((item) => changed(item, change, key));
  if (value === null || typeof value !== 'object') return value;
  const isNote = 'text' in value && 'kind' in value;
  const entries = Object.entries(value).map(([name, item]) => {
    return [name, changed(item, change, isNote && name === 'kind' ? 'kind-of-note' : name)] as const;
  });
  return Object.fromEntries(entries);
}

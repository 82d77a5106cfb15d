import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { compareText, entry, list, nameOf, num, optionalList, text } from '../read.ts';
import { labelOf, nodeGroupOf, nodePoolOf } from './node-labels.ts';

/** Which quota counts a machine of one type: the letters before the number of a type, and on which terms it was bought. */
interface QuotaRule {
  readonly code: string;
  readonly market: string;
  readonly letters: readonly string[];
}

/**
 * The kinds of machines of AWS that nodes are, by the labels that the kubelet, EKS and Karpenter set, with the quota that
 * counts each. A machine on a reservation counts as on demand.
 */
export const machineKinds: Probe = {
  name: 'machine-kinds',
  computes: 'Which kinds of machines of AWS nodes are, and which quota of the account counts each.',
  params: {
    nodes: { is: 'list', means: 'The nodes.' },
    rows: { is: 'list', means: 'The rows of `workshop-capacity`, which say how many pods a whole node takes.' },
    quotas: {
      is: 'list',
      means: 'The quotas: code, market (`spot` or `on-demand`), letters of the types that it counts.',
    },
  },
  returns: {
    kinds:
      'One row per group or pool, type and market: group, pool, type, market, code (empty where no quota is known for it), letters, fits (how many pods one takes).',
    codes: 'The codes of their quotas, each once.',
    types: 'Their types, each once.',
    strange: 'The types of which it is not known which quota counts them.',
    untyped: 'How many nodes do not say their type (a count).',
  },
  run: readKinds,
};

function readKinds({ nodes, rows, quotas }: ProbeArgs): ProbeResult | undefined {
  const all = optionalList(nodes);
  if (all === undefined) return undefined;
  const rules = list(quotas).map(ruleOf);
  const wholes = new Map(list(rows).map((row) => [text(entry(row, 'node')), num(entry(row, 'whole')) ?? 0]));
  const kinds = new Map<string, ReturnType<typeof kindOf>>();
  for (const node of all) {
    const kind = kindOf(node, rules, wholes.get(nameOf(node)) ?? 0);
    const key = [kind.group, kind.pool, kind.type, kind.market].join(' ');
    const before = kinds.get(key);
    if (kind.type !== '' && (before === undefined || kind.fits < before.fits)) kinds.set(key, kind);
  }
  const found = [...kinds].toSorted(([a], [b]) => compareText(a, b)).map(([, kind]) => kind);
  return {
    kinds: found,
    codes: distinct(found.map(({ code }) => code)),
    types: distinct(found.map(({ type }) => type)),
    strange: distinct(found.filter(({ code }) => code === '').map(({ type }) => type)),
    untyped: all.filter((node) => labelOf(node, TYPE) === '').length,
  };
}

function ruleOf(value: unknown): QuotaRule {
  return {
    code: text(entry(value, 'code')),
    market: text(entry(value, 'market')),
    letters: list(entry(value, 'letters')).map(text),
  };
}

const TYPE = 'node.kubernetes.io/instance-type';

function kindOf(node: unknown, rules: readonly QuotaRule[], fits: number) {
  const type = labelOf(node, TYPE);
  const market = isSpot(node) ? 'spot' : 'on-demand';
  const own = /^[a-z]+/.exec(type)?.[0] ?? '';
  const rule = rules.find((each) => each.market === market && each.letters.includes(own));
  return {
    group: nodeGroupOf(node),
    pool: nodePoolOf(node),
    type,
    market,
    code: rule?.code ?? '',
    letters: rule?.letters ?? [],
    fits,
  };
}

/** `karpenter.sh/capacity-type: spot`; EKS writes `eks.amazonaws.com/capacityType: SPOT`. */
function isSpot(node: unknown): boolean {
  return ['karpenter.sh/capacity-type', 'eks.amazonaws.com/capacityType'].some(
    (key) => labelOf(node, key).toLowerCase() === 'spot',
  );
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter(Boolean))].toSorted(compareText);
}

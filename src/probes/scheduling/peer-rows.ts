import { compareText } from '../read.ts';
import { exclusionTexts } from './exclusion.ts';
import type { NodeVerdict } from './node-verdict.ts';
import { peerTexts, shortKey } from './peers.ts';
import type { SpreadDomain } from './topology-spread.ts';

/** What other pods bar, over all nodes, as rows; each once and in order. */
export interface PeerRows {
  readonly portsTaken: readonly { readonly node: string; readonly port: string; readonly pod: string }[];
  readonly opponents: readonly {
    readonly pod: string;
    readonly node: string;
    readonly rule: string;
    readonly key: string;
  }[];
  readonly unmet: readonly { readonly wants: string; readonly key: string; readonly unlabelled: boolean }[];
  /** Nodes where the required affinity to other pods is met, or where there is none. */
  readonly metOn: readonly string[];
  readonly domains: readonly DomainRow[];
}

/** A domain of a topology spread constraint. */
interface DomainRow {
  readonly key: string;
  readonly domain: string;
  readonly count: number;
  readonly nodes: readonly string[];
  /** What else bars all of its nodes, in words; empty where one of them is open to the pod. */
  readonly closed: string;
}

/** Gathers the rows from the verdicts; only nodes that nothing but other pods bars speak for ports and opponents. */
export function peerRows(verdicts: readonly NodeVerdict[], domains: readonly SpreadDomain[]): PeerRows {
  const sorted = verdicts.toSorted((a, b) => compareText(a.room.name, b.room.name));
  const open = sorted.filter(({ exclusion }) => exclusionTexts(exclusion).length === peerTexts(exclusion.peers).length);
  const peers = (open.length > 0 ? open : sorted).map(({ room, exclusion }) => ({
    node: room.name,
    ...exclusion.peers,
  }));
  return {
    portsTaken: distinct(peers.flatMap(({ node, ports }) => ports.map((taken) => ({ node, ...taken })))),
    opponents: distinct(
      peers.flatMap(({ opponents }) =>
        opponents.map(({ pod, node, rule, topologyKey }) => ({ pod, node, rule, key: shortKey(topologyKey) })),
      ),
    ),
    unmet: distinct(
      peers.flatMap(({ affinity }) =>
        affinity.map(({ wants, topologyKey, isUnlabelled }) => ({
          wants,
          key: shortKey(topologyKey),
          unlabelled: isUnlabelled,
        })),
      ),
    ),
    metOn: sorted.filter(({ exclusion }) => exclusion.peers.affinity.length === 0).map(({ room }) => room.name),
    domains: domains.map((domain) => domainRow(domain, sorted)),
  };
}

function domainRow({ topologyKey, domain, count, nodes }: SpreadDomain, verdicts: readonly NodeVerdict[]): DomainRow {
  const there = verdicts.filter(({ room }) => nodes.includes(room.name));
  const bars = there.map(({ exclusion }) => {
    const other = peerTexts({ ...exclusion.peers, spread: [] });
    const fixed = exclusionTexts({ ...exclusion, peers: { ports: [], spread: [], affinity: [], opponents: [] } });
    return [...fixed, ...other];
  });
  const closed = bars.every((each) => each.length > 0) ? [...new Set(bars.flat())].join(', ') : '';
  return { key: shortKey(topologyKey), domain, count, nodes, closed };
}

function distinct<Row>(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

import { compareText } from '../read.ts';
import type { Opponent } from './anti-affinity.ts';
import { exclusionTexts } from './exclusion.ts';
import { few, fewNames } from './few.ts';
import type { NodeVerdict } from './node-verdict.ts';
import { peerTexts, shortKey } from './peers.ts';
import type { UnmetAffinity } from './pod-affinity.ts';
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
  /** Those with the fewest matching pods first. */
  readonly domains: readonly DomainRow[];
  /** How many further rows were left out. */
  readonly more: { readonly portsTaken: number; readonly opponents: number; readonly domains: number };
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
  const ports = few(distinct(peers.flatMap((each) => each.ports.map((taken) => ({ node: each.node, ...taken })))));
  const opponents = few(distinct(peers.flatMap((each) => each.opponents.map(opponentRow))));
  const emptiest = few(domains.toSorted((a, b) => a.count - b.count || compareText(a.domain, b.domain)));
  return {
    portsTaken: ports.rows,
    opponents: opponents.rows,
    unmet: distinct(peers.flatMap((each) => each.affinity.map(unmetRow))),
    metOn: sorted.filter(({ exclusion }) => exclusion.peers.affinity.length === 0).map(({ room }) => room.name),
    domains: emptiest.rows.map((domain) => domainRow(domain, sorted)),
    more: { portsTaken: ports.more, opponents: opponents.more, domains: emptiest.more },
  };
}

function opponentRow({ pod, node, rule, topologyKey }: Opponent): PeerRows['opponents'][number] {
  return { pod, node, rule, key: shortKey(topologyKey) };
}

function unmetRow({ wants, topologyKey, isUnlabelled }: UnmetAffinity): PeerRows['unmet'][number] {
  return { wants, key: shortKey(topologyKey), unlabelled: isUnlabelled };
}

function domainRow({ topologyKey, domain, count, nodes }: SpreadDomain, verdicts: readonly NodeVerdict[]): DomainRow {
  const there = verdicts.filter(({ room }) => nodes.includes(room.name));
  const bars = there.map(({ exclusion }) => {
    const other = peerTexts({ ...exclusion.peers, spread: [] });
    const fixed = exclusionTexts({ ...exclusion, peers: { ports: [], spread: [], affinity: [], opponents: [] } });
    return [...fixed, ...other];
  });
  const closed = bars.every((each) => each.length > 0) ? fewNames([...new Set(bars.flat())]) : '';
  return { key: shortKey(topologyKey), domain, count, nodes, closed };
}

function distinct<Row>(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

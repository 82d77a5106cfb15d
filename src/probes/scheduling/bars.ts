import { compareText } from '../read.ts';
import type { Amounts } from './amounts.ts';
import { fitsWhenEmpty } from './node-room.ts';
import type { NodeVerdict } from './node-verdict.ts';

/**
 * Every kind of reason for which a node does not take a pod, in the order in which the scheduler's filters run
 * (apis/config/v1/default_plugins.go): it tells of a node only the first that bars it; of one that the pod's affinity does not name, that. A node that is not ready is barred
 * by a taint there. `tooSmall` is a lack of room that would be there even if nothing else ran on the node.
 */
const BARS = [
  'cordoned',
  'notReady',
  'taint',
  'selector',
  'ports',
  'capacity',
  'tooSmall',
  'volume',
  'volumeZone',
  'spread',
  'affinity',
  'antiAffinity',
] as const;
export type Bar = (typeof BARS)[number];

/** Which nodes are barred in which way; names in order. */
export interface BarredNodes {
  /** By kind, the nodes that nothing else bars; every kind is there. */
  readonly alone: Readonly<Record<Bar, readonly string[]>>;
  /** By kind, how many nodes the scheduler would name it for; kinds without any are left out. */
  readonly first: readonly { readonly kind: Bar; readonly count: number }[];
  /** Of the kinds that pods decide and not declarations, the one that alone bars the most nodes; empty without one. */
  readonly foremost: string;
}

/** The kinds that bar one node, in the scheduler's order. */
export function barsOn({ room, exclusion, lacking }: NodeVerdict, demand: Amounts): readonly Bar[] {
  const isShort = lacking.length > 0 && room.allocatable !== undefined;
  const isLarge = isShort && !fitsWhenEmpty(room, demand);
  const holds: Readonly<Record<Bar, boolean>> = {
    cordoned: exclusion.cordoned,
    notReady: exclusion.notReady,
    taint: exclusion.taints.length > 0,
    selector: exclusion.selector,
    ports: exclusion.peers.ports.length > 0,
    capacity: isShort && !isLarge,
    tooSmall: isLarge,
    volume: exclusion.volumes.length > 0,
    volumeZone: exclusion.volumeZones.length > 0,
    spread: exclusion.peers.spread.length > 0,
    affinity: exclusion.peers.affinity.length > 0,
    antiAffinity: exclusion.peers.opponents.length > 0,
  };
  return BARS.filter((bar) => holds[bar]);
}

/** Sorts the nodes by what bars them. */
export function barredNodes(verdicts: readonly NodeVerdict[], demand: Amounts): BarredNodes {
  const barred = verdicts.map((verdict) => {
    const bars = barsOn(verdict, demand);
    return { node: verdict.room.name, bars, first: verdict.exclusion.leftOut ? 'selector' : bars[0] };
  });
  const aloneOf = (kind: Bar) =>
    barred
      .filter(({ bars }) => bars.length === 1 && bars[0] === kind)
      .map(({ node }) => node)
      .toSorted(compareText);
  const alone = {
    cordoned: aloneOf('cordoned'),
    notReady: aloneOf('notReady'),
    taint: aloneOf('taint'),
    selector: aloneOf('selector'),
    ports: aloneOf('ports'),
    capacity: aloneOf('capacity'),
    tooSmall: aloneOf('tooSmall'),
    volume: aloneOf('volume'),
    volumeZone: aloneOf('volumeZone'),
    spread: aloneOf('spread'),
    affinity: aloneOf('affinity'),
    antiAffinity: aloneOf('antiAffinity'),
  };
  const first = BARS.map((kind) => ({ kind, count: barred.filter((each) => each.first === kind).length }));
  return { alone, first: first.filter(({ count }) => count > 0), foremost: foremostOf(alone) };
}

/** Where as many nodes speak for two kinds, the one that is easier to mend comes first. */
function foremostOf(alone: BarredNodes['alone']): string {
  const kinds = (['ports', 'antiAffinity', 'spread', 'capacity'] as const).filter((kind) => alone[kind].length > 0);
  return kinds.toSorted((a, b) => alone[b].length - alone[a].length)[0] ?? '';
}

import type { NodeHeadroom } from '../model/report.ts';
import { escapeLine } from '../text/escape.ts';
import { bar } from './bar.ts';
import { amountText, isTooSmall, roomiest, type Roomiest } from './headroom.ts';
import type { Page } from './page.ts';
import { count } from './reading.ts';
import { pack } from '../layout/pack.ts';
import { hang, pad, widest } from '../layout/wrap.ts';

const MAX_NODES = 8;

/** A name beyond this does not push the other nodes' bars to the right. */
const MAX_NAME = 32;

/** A bar per node and resource: how much of it is requested, what is free, and whether that is enough. */
export function headroomLines(rows: readonly NodeHeadroom[], page: Page): readonly string[] {
  const nodes = roomiest(rows, MAX_NODES);
  const nameWidth = Math.min(MAX_NAME, widest(nodes.shown.flat().map((row) => escapeLine(row.node))));
  const totalWidth = widest(nodes.shown.flat().map(total));
  const lines = nodes.shown.flat().flatMap((row) => rowLines(row, nameWidth, totalWidth, page));
  return [...lines, ...moreLines(nodes)];
}

function rowLines(row: NodeHeadroom, nameWidth: number, totalWidth: number, page: Page): readonly string[] {
  const parts = [
    pad(escapeLine(row.node), nameWidth),
    pad(total(row), totalWidth),
    paintedBar(row, page),
    figures(row),
  ];
  const excluded = row.excludedBy.join('; ');
  const packing = { separator: '  ', indent: 2, hanging: 6, width: page.width };
  return [...pack(parts, packing), ...(excluded === '' ? [] : hang('      excluded: ', excluded, page.width))];
}

function total(row: NodeHeadroom): string {
  return `${escapeLine(row.resource)}  allocatable ${amountText(row.allocatable, row.unit)}`;
}

function paintedBar(row: NodeHeadroom, { width, ink }: Page): string {
  const drawn = bar(row.requested, row.allocatable, width < 80 ? 20 : 30);
  if (row.excludedBy.length > 0) return ink.dim(drawn);
  return isTooSmall(row) ? ink.red(drawn) : ink.green(drawn);
}

/** Says in words what the colour says: `too small`, `fits`, or nothing where the room does not matter. */
function figures(row: NodeHeadroom): string {
  const amount = (value: number): string => amountText(value, row.unit);
  const fits = row.excludedBy.length === 0 ? ': fits' : '';
  return [
    `${amount(row.requested)} requested`,
    `${amount(row.free)} free${row.free < 0 ? ' (overcommitted)' : ''}`,
    `${amount(row.needed)} needed${isTooSmall(row) ? ': too small' : fits}`,
    ...(row.used === null ? [] : [`${amount(row.used)} used`]),
  ].join(' · ');
}

function moreLines({ hidden, hiddenWithRoom }: Roomiest): readonly string[] {
  if (hidden === 0) return [];
  const room = hiddenWithRoom === 0 ? 'none' : String(hiddenWithRoom);
  return [`  … and ${count(hidden, 'more node')}, ${room} of them with enough room`];
}

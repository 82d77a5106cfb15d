import { ANYTHING, canBe, either, isNull, type Sort, type StaticType } from './static-type.ts';

/** An operator over two sorts, and what it gives (CEL specification, standard definitions; `+` and so on mix ints and doubles here). */
type Overload = readonly [left: Sort, right: Sort, result: Sort];

const SAME: readonly Overload[] = [['number', 'number', 'number']];

const OVERLOADS: Readonly<Record<string, readonly Overload[]>> = {
  '+': [
    ...SAME,
    ['text', 'text', 'text'],
    ['list', 'list', 'list'],
    ['bytes', 'bytes', 'bytes'],
    ['duration', 'duration', 'duration'],
    ['time', 'duration', 'time'],
    ['duration', 'time', 'time'],
  ],
  '-': [...SAME, ['time', 'time', 'duration'], ['time', 'duration', 'time'], ['duration', 'duration', 'duration']],
  '*': SAME,
  '/': SAME,
  '%': SAME,
};

const ORDERED: readonly Sort[] = ['number', 'text', 'bool', 'time', 'duration'];

/** What `left SIGN right` gives; undefined where no values of these types can stand on both sides. */
export function arithmetic(sign: string, left: StaticType, right: StaticType): StaticType | undefined {
  const fitting = (OVERLOADS[sign] ?? []).filter(([one, other]) => canBe(left, one) && canBe(right, other));
  if (fitting.length === 0) return undefined;
  if (left.sorts === undefined && right.sorts === undefined)
    return sign === '+' || sign === '-' ? ANYTHING : { sorts: ['number'] };
  const sorts = [...new Set(fitting.map(([, , result]) => result))];
  const element = either(left.element ?? ANYTHING, right.element ?? ANYTHING);
  return sorts.includes('list') && element.sorts !== undefined ? { sorts, element } : { sorts };
}

/** Whether values of these types can be smaller or greater than each other. */
export function isOrdered(left: StaticType, right: StaticType): boolean {
  return ORDERED.some((sort) => canBe(left, sort) && canBe(right, sort));
}

/** Whether values of these types can be equal. Asking for null is always fine: it is how absence is asked for. */
export function canEqual(left: StaticType, right: StaticType): boolean {
  if (left.sorts === undefined || isNull(left) || isNull(right)) return true;
  return canBe(right, ...left.sorts);
}

/** A text that one side is and the other can never be; undefined where they can be equal, as far as is known. */
export function strayWord(
  left: StaticType,
  right: StaticType,
): { readonly word: string; readonly known: readonly string[] } | undefined {
  if (left.words === undefined || right.words === undefined) return undefined;
  if (left.words.some((word) => right.words?.includes(word))) return undefined;
  const [literal, known] = right.words.length === 1 ? [right.words, left.words] : [left.words, right.words];
  return literal.length === 1 ? { word: literal[0] ?? '', known } : undefined;
}

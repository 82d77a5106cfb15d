/** What sort of value a value is; ints and doubles are both numbers, because a number of JSON compares with either. */
export type Sort = 'bool' | 'number' | 'text' | 'list' | 'map' | 'null' | 'time' | 'duration' | 'bytes' | 'type';

/** What is known of a value without evaluating anything. It may be each of its sorts; without any it may be anything. */
export interface StaticType {
  readonly sorts?: readonly Sort[];
  /** What the elements of a list are. */
  readonly element?: StaticType;
  /** The fields of a map, where all are known, or where it is `open` some of them. */
  readonly fields?: Readonly<Record<string, StaticType>>;
  readonly open?: boolean;
  /** Every text that it can be. */
  readonly words?: readonly string[];
}

/** Nothing is known of the value but that it is one; it fits everywhere. */
export const ANYTHING: StaticType = {};

/** What a condition gives. */
export const YES_OR_NO: StaticType = { sorts: ['bool'] };

/** Whole or not: amounts in their base unit, counts, seconds. */
export const NUMBER: StaticType = { sorts: ['number'] };

/** Any text. */
export const TEXT: StaticType = { sorts: ['text'] };

/** Only null: what a name has that there is nothing behind. */
export const NOTHING: StaticType = { sorts: ['null'] };

/** One of some texts. */
export function oneOf(words: readonly string[]): StaticType {
  return { sorts: ['text'], words };
}

/** A list of something. */
export function listOf(element: StaticType): StaticType {
  return { sorts: ['list'], element };
}

/** A map of exactly these fields. */
export function mapOf(fields: Readonly<Record<string, StaticType>>): StaticType {
  return { sorts: ['map'], fields };
}

/** A map of whatever fields. */
export const MAP: StaticType = { sorts: ['map'] };

/** A list of whatever elements. */
export const LIST: StaticType = { sorts: ['list'] };

/** The same, or null. */
export function orNull(type: StaticType): StaticType {
  if (type.sorts === undefined || type.sorts.includes('null')) return type;
  return { ...type, sorts: [...type.sorts, 'null'] };
}

/** Whether a value of a type can be of one of some sorts. */
export function canBe(type: StaticType, ...sorts: readonly Sort[]): boolean {
  return type.sorts === undefined || type.sorts.some((sort) => sorts.includes(sort));
}

/** What a value is that comes from either of two places. */
export function either(one: StaticType, other: StaticType): StaticType {
  if (one.sorts === undefined || other.sorts === undefined) return ANYTHING;
  return {
    sorts: [...new Set([...one.sorts, ...other.sorts])],
    ...of('element', elementOfEither(one, other)),
    ...of('words', wordsOfEither(one, other)),
    ...fieldsOfEither(one, other),
  };
}

/** The same for any number of places; anything where there is none. */
export function anyOf(types: readonly StaticType[]): StaticType {
  const [first = ANYTHING, ...rest] = types;
  return rest.reduce(either, first);
}

function of<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, V>>);
}

/** What is said of the elements of a list holds for both, if both can be lists. */
function elementOfEither(one: StaticType, other: StaticType): StaticType | undefined {
  if (!canBe(one, 'list')) return other.element;
  if (!canBe(other, 'list')) return one.element;
  return one.element === undefined || other.element === undefined ? undefined : either(one.element, other.element);
}

function wordsOfEither(one: StaticType, other: StaticType): readonly string[] | undefined {
  if (!canBe(one, 'text')) return other.words;
  if (!canBe(other, 'text')) return one.words;
  return one.words === undefined || other.words === undefined
    ? undefined
    : [...new Set([...one.words, ...other.words])];
}

/** Two maps of different fields are a map of whatever fields. */
function fieldsOfEither(one: StaticType, other: StaticType): Pick<StaticType, 'fields' | 'open'> {
  const meant = !canBe(one, 'map') ? other : one;
  const same = !canBe(one, 'map') || !canBe(other, 'map') || one.fields === other.fields;
  if (!same || meant.fields === undefined) return {};
  return { fields: meant.fields, ...of('open', meant.open) };
}

/** What a field of a map is; undefined where there certainly is none of that name. */
export function fieldOf(type: StaticType, name: string): StaticType | undefined {
  const { fields, open } = type;
  if (fields === undefined) return ANYTHING;
  if (Object.hasOwn(fields, name)) return fields[name];
  return open === true ? ANYTHING : undefined;
}

const WORDS: Readonly<Record<Sort, string>> = {
  bool: 'true or false',
  number: 'a number',
  text: 'a text',
  list: 'a list',
  map: 'an object',
  null: 'null',
  time: 'a time',
  duration: 'a duration',
  bytes: 'bytes',
  type: 'a type',
};

/** A type in words, such as `a text or null`. */
export function describeType({ sorts }: StaticType): string {
  return sorts === undefined ? 'anything' : sorts.map((sort) => WORDS[sort]).join(' or ');
}

/** Whether a value of the type can be nothing but null. */
export function isNull({ sorts }: StaticType): boolean {
  return sorts?.length === 1 && sorts[0] === 'null';
}

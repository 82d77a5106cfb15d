import type { AwsLookup } from '../model/lookup-forms.ts';
import type { AwsQuery } from '../model/query.ts';
import type { Extra, Values } from './reader.ts';
import { gapsOf, known, misfit, unknown, type Gap, type Settled, type Unknown } from './settled.ts';

/** What a value of an option may hold: a name, an ARN, a path, a number or `Name=…,Values=…`; it never begins an option. */
const VALUE = /^[A-Za-z0-9/][A-Za-z0-9._:/@+=,*-]*$/;

/** Regions as AWS names them. */
const REGION = /^[a-z]{2,}(?:-[a-z0-9]+)+$/;

/** The most values that one option takes: what is behind it would go unseen, so more are refused. */
const MOST_VALUES = 200;

/** The query that a look-up of AWS comes to, with `item` bound where it is one of several; no query where one of its options names nothing. `without` is what region and options could do without. */
export async function awsQuery(
  values: Values,
  { call, at, options = {} }: AwsLookup,
  extra: Extra = {},
): Promise<Unknown | { query: AwsQuery | undefined; without: readonly Gap[] }> {
  const names = Object.keys(options);
  const [place, profile, ...settled] = await Promise.all([
    values.evaluate(at),
    profileOf(values),
    ...names.map((name) => valuesOf(values, options[name] ?? '', extra)),
  ]);
  if (!place.known || settled.some((each) => !each.known)) return unknown(gapsOf([place, ...settled]));
  const told = settled.map((each) => (each.known ? (each.value as readonly string[]) : []));
  const without = gapsOf([place, ...settled]);
  if (told.some((each) => each.length === 0)) return { query: undefined, without };
  const region = regionOf(place.value);
  if (region === undefined)
    return unknown([misfit(`aws ${call}`, 'the region of the cluster is not known; name it with --aws-region')]);
  const [service = '', operation = ''] = call.split(' ');
  const named = Object.fromEntries(names.map((name, index) => [name, told[index] ?? []]));
  return { query: { from: 'aws', service, operation, options: named, region, ...profile }, without };
}

/** The account that a place names; empty where it names none. */
export function accountOf(place: unknown): string {
  const account = (place as { account?: unknown } | null)?.account;
  return typeof account === 'string' ? account : '';
}

/** The profile that the kubeconfig, or the person, asks AWS with. */
export async function profileOf(values: Values): Promise<Pick<AwsQuery, 'profile'>> {
  const settled = await values.valueAt('server.eks.profile');
  const profile = settled.known ? settled.value : null;
  return typeof profile === 'string' && profile !== '' ? { profile } : {};
}

function regionOf(place: unknown): string | undefined {
  const region = (place as { region?: unknown } | null)?.region;
  return typeof region === 'string' && REGION.test(region) ? region : undefined;
}

/** A text or a list of texts as a list of what fits into a command. An empty one names nothing; one that does not fit makes all of it unknown. */
async function valuesOf(values: Values, expression: string, extra: Extra): Promise<Settled> {
  const settled = await values.evaluate(expression, extra);
  if (!settled.known) return settled;
  const list: readonly unknown[] = Array.isArray(settled.value) ? (settled.value as unknown[]) : [settled.value];
  const told = list.filter((each) => each !== null && each !== '');
  const texts = told.map((each) => (typeof each === 'number' ? String(each) : each));
  if (texts.length > MOST_VALUES)
    return unknown([misfit(expression, `${texts.length} values are more than one call takes`)]);
  if (texts.every((each) => typeof each === 'string' && VALUE.test(each))) return known(texts, settled.without);
  return unknown([misfit(expression, 'its value does not fit into a command')]);
}

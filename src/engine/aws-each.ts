import type { Fact } from '../model/fact.ts';
import { MOST_CALLS, type AwsLookup, type EachAnswer } from '../model/lookup-forms.ts';
import { askSignedIn } from './aws-identity.ts';
import { awsQuery } from './aws-query.ts';
import { gapOf } from './gap.ts';
import type { LookedUp } from './looked-up.ts';
import type { Values } from './reader.ts';
import { gapsOf, known, misfit, unknown, type Gap } from './settled.ts';

/**
 * Makes one call of AWS for each element of a list, at the same time. The value is a list of `EachAnswer`: an element that does
 * not exist has no row, and the row of one that gave no answer has no `answer`, so that whatever asks for it is unknown there.
 * The state is `known` only where every element was answered.
 */
export async function askForEach(values: Values, spec: AwsLookup, each: string): Promise<LookedUp> {
  const list = await values.evaluate(each);
  if (!list.known) return { settled: list, state: 'unclear' };
  if (!Array.isArray(list.value)) return { settled: unknown([misfit(each, 'it gives no list')]), state: 'unclear' };
  const items = list.value as readonly unknown[];
  const most = spec.most ?? MOST_CALLS;
  const asked = await Promise.all(items.slice(0, most).map((item) => askOne(values, spec, item)));
  const rows = [...asked.flatMap(rowOf), ...items.slice(most).map((of): EachAnswer => ({ of, state: 'skipped' }))];
  const gaps = [...together(asked.flatMap(({ gaps: own }) => own)), ...boundGap(spec, items.length, most)];
  return { settled: known(rows, [...list.without, ...gaps]), state: worst(gaps) };
}

interface Asked {
  readonly of: unknown;
  /** Undefined where nothing was asked. */
  readonly fact: Fact | undefined;
  readonly gaps: readonly Gap[];
}

async function askOne(values: Values, spec: AwsLookup, item: unknown): Promise<Asked> {
  const made = await awsQuery(values, spec, { item });
  if ('known' in made) return { of: item, fact: undefined, gaps: gapsOf([made]) };
  if (made.query === undefined) return { of: item, fact: undefined, gaps: [] };
  const fact = await askSignedIn(values, made.query, spec);
  const gap = gapOf(fact, made.query);
  return { of: item, fact, gaps: gap === undefined ? [] : [gap] };
}

function rowOf({ of, fact, gaps: [gap] }: Asked): readonly EachAnswer[] {
  if (gap !== undefined) return [{ of, state: gap.state === 'denied' ? 'denied' : 'failed' }];
  if (fact === undefined) return [{ of, state: 'skipped' }];
  return fact.state === 'known' ? [{ of, state: 'known', answer: fact.value as object }] : [];
}

/** One row of the report for calls that failed in the same way: twenty that say the same are nothing that anybody reads. */
function together(gaps: readonly Gap[]): readonly Gap[] {
  const states = [...new Set(gaps.map(({ state }) => state))];
  return states.flatMap((state) => {
    const [first, ...others] = gaps.filter((gap) => gap.state === state);
    if (first === undefined || others.length === 0) return first ?? [];
    return { ...first, need: `${first.need} (${others.length + 1} such calls)` };
  });
}

function boundGap({ call }: AwsLookup, count: number, most: number): readonly Gap[] {
  if (count <= most) return [];
  const need = `there are ${count} to ask about, and no more than ${most} were`;
  return [{ of: 'look-up', lookup: `aws ${call}`, state: 'failed', need }];
}

function worst(gaps: readonly Gap[]): LookedUp['state'] {
  if (gaps.length === 0) return 'known';
  return gaps.some(({ state }) => state === 'denied') ? 'denied' : 'failed';
}

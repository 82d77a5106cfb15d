import type { Fact } from '../model/fact.ts';
import type { AwsLookup } from '../model/lookup-forms.ts';
import type { AwsQuery } from '../model/query.ts';
import { accountOf } from './aws-query.ts';
import type { Values } from './reader.ts';

/**
 * Asks AWS, and before that who it is asked as (`sts get-caller-identity`, which takes no right). Where that is not known
 * nothing else is asked, and neither where it is another account than the cluster's: an answer about somebody else's
 * things would read as if this cluster's were not there.
 */
export async function askSignedIn(values: Values, query: AwsQuery, { at }: AwsLookup): Promise<Fact> {
  const [identity, place] = await Promise.all([values.world.lookUp(identityFor(query)), values.evaluate(at)]);
  if (identity.state !== 'known') return notAsked(identity);
  const { Account: account, Arn: arn } = identity.value as Readonly<Record<string, unknown>>;
  if (typeof account !== 'string' || typeof arn !== 'string')
    return failed('aws does not say who it is signed in as', '');
  const wanted = place.known ? accountOf(place.value) : '';
  if (wanted !== '' && wanted !== account)
    return failed(
      `aws is signed in to account ${account}, and the cluster is of account ${wanted}`,
      'name a profile of that account with --aws-profile',
    );
  const { region } = query;
  const asked = `AWS was asked about account ${account} in region ${region}, as ${arn}`;
  const [surer, doubtful] = [`${asked}.`, `${asked}; whether the cluster is of this account is not known.`];
  const isNew = wanted === '' ? values.programs.say(doubtful, { surer }) : values.programs.say(surer, { doubtful });
  if (isNew) values.world.tell({ event: 'signed-in', account, region, arn });
  return values.world.lookUp(query);
}

/** Who the `aws` program is signed in as, in the same region and with the same profile. */
function identityFor(query: AwsQuery): AwsQuery {
  return { ...query, service: 'sts', operation: 'get-caller-identity', options: {} };
}

function notAsked(fact: Exclude<Fact, { state: 'known' }>): Fact {
  if (fact.state === 'failed') return fact;
  return failed(
    fact.state === 'denied'
      ? `who it is signed in as is not told: ${fact.need}`
      : 'aws does not say who it is signed in as',
    '',
  );
}

function failed(reason: string, hint: string): Fact {
  return { state: 'failed', reason, hint };
}

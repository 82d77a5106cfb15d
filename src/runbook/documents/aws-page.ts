import type { Runbook } from '../../model/runbook.ts';
import { iamAction } from '../../text/aws-call.ts';
import { code, GENERATED, page, table } from './markdown.ts';

/** What AWS is asked: each call with the action of IAM that it takes and the runbooks that make it, and a policy that allows them all. */
export function awsPage(runbooks: readonly Runbook[]): string {
  const calls = callsOf(runbooks);
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: calls.map(({ action }) => action), Resource: '*' }],
  };
  return page([
    '# What AWS is asked',
    '',
    GENERATED,
    '',
    'All of them only read. Before the first comes `aws sts get-caller-identity`, which takes no action of IAM.',
    '',
    ...table(
      ['Call', 'Action', 'By'],
      calls.map(({ call, action, by }) => [code(`aws ${call}`), code(action), by.map(link).join(', ')]),
    ),
    'A policy that allows them all:',
    '',
    '```json',
    JSON.stringify(policy, undefined, 2),
    '```',
  ]);
}

interface Call {
  readonly call: string;
  readonly action: string;
  readonly by: readonly string[];
}

function callsOf(runbooks: readonly Runbook[]): readonly Call[] {
  const made = runbooks.flatMap(({ name, lookups }) =>
    Object.values(lookups).flatMap(({ aws }) => (aws === undefined ? [] : [{ call: aws.call, name }])),
  );
  return [...new Set(made.map(({ call }) => call))].toSorted().map((call) => {
    const [service = '', operation = ''] = call.split(' ');
    const by = [...new Set(made.filter((one) => one.call === call).map(({ name }) => name))].toSorted();
    return { call, action: iamAction(service, operation), by };
  });
}

function link(name: string): string {
  return `[${name}](runbooks.md#${name})`;
}

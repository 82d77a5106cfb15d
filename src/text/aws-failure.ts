import type { Fact } from '../model/fact.ts';
import type { AwsQuery } from '../model/query.ts';
import { iamAction } from './aws-call.ts';
import type { AwsError } from './aws-error.ts';
import { AWS } from './known-programs.ts';
import { isCodeOf, programFailure } from './program-failure.ts';

/** What a call that did not succeed comes to. */
export function readFailure(query: AwsQuery, error: AwsError, exit: number): Fact {
  const { code, message } = error;
  if (isCodeOf(AWS.denied, code)) return { state: 'denied', need: `the IAM action ${actionOf(query, error)}` };
  if (isCodeOf(AWS.absent, code)) return { state: 'absent', what: 'object' };
  const known = programFailure(AWS, { code, says: message });
  const said = known?.quiet === true ? '' : [code, message].filter((part) => part !== '').join(': ');
  if (known === undefined)
    return {
      state: 'failed',
      reason: said === '' ? `aws ended with ${exit}` : `aws: ${said}`,
      hint: 'run the command by hand',
    };
  return { state: 'failed', reason: `${known.reason}${said === '' ? '' : ` (${said})`}`, hint: known.hint };
}

/** The action that is missing, as the message has it, else as the operation is called. */
function actionOf({ service, operation }: AwsQuery, error: AwsError): string {
  const said = /not authorized to perform:? (?<action>[a-z0-9-]+:[A-Za-z]+)/.exec(error.message)?.groups?.['action'];
  if (said !== undefined) return said;
  return iamAction(service, error.operation === '' ? operation : error.operation);
}

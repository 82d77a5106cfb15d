import { awsWords } from '../../../src/text/aws-call.ts';

/** One call: service and operation, its options, and the region. */
export interface AwsCall {
  readonly call: string;
  readonly options?: Readonly<Record<string, string | readonly string[]>>;
  readonly region: string;
}

/** An entry of `commands.yaml`: the line of a program, and what came of it. */
type Entry = Readonly<Record<string, unknown>>;

/** What `aws` printed: the JSON of a call that went well. */
export function awsSays(call: AwsCall, answer: object): Entry {
  return { run: lineOf(call), stdout: `${JSON.stringify(answer, null, 4)}\n` };
}

/** An error of a service, as both versions of the program word it; version 2 ends with 254. */
export function awsRefuses(call: AwsCall, code: string, message: string): Entry {
  const [, operation = ''] = call.call.split(' ');
  const named = operation.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const words = `An error occurred (${code}) when calling the ${named} operation: ${message}`;
  return { run: lineOf(call), exit: 254, stderr: `\n${words}\n` };
}

/** What the program itself said, and it asked nobody: no credentials, a session that is over. */
export function awsGivesUp(call: AwsCall, line: string): Entry {
  return { run: lineOf(call), exit: 255, stderr: `\n${line}\n` };
}

/** Who the program is signed in as: asked before everything else. */
export function signedIn(account: string, region: string): Entry {
  const Arn = `arn:aws:sts::${account}:assumed-role/on-call/somebody`;
  return awsSays(
    { call: 'sts get-caller-identity', region },
    { UserId: 'AROAEXAMPLE:somebody', Account: account, Arn },
  );
}

function lineOf({ call, options = {}, region }: AwsCall): string[] {
  const [service = '', operation = ''] = call.split(' ');
  const lists = Object.entries(options).map(([name, value]) => [name, [value].flat()] as const);
  return [...awsWords({ from: 'aws', service, operation, options: Object.fromEntries(lists), region })];
}

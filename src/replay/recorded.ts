import type { Fact } from '../model/fact.ts';
import type { Upgrade } from '../model/network.ts';
import type { HttpQuery, OutsideQuery, RegistryQuery } from '../model/query.ts';
import { NO_AWS, readAwsAnswer } from '../text/aws-answer.ts';
import { awsWords } from '../text/aws-call.ts';
import { NO_TERRAFORM, readTerraformAnswer, terraformWords } from '../text/terraform-answer.ts';
import { describeQuery } from '../text/query-text.ts';
import type { RecordedAnswer } from './answer-files.ts';
import type { Capture } from './capture.ts';
import type { RecordedHttpAnswer } from './network-answers.ts';
import type { RecordedRegistryAnswer } from './registry-answers.ts';

/** What a program, an address, a name server or a registry said when the folder was captured. */
export function recorded({ commands }: Pick<Capture, 'commands'>, query: OutsideQuery): Fact {
  const answer = commands.find((command) => isAbout(command, query));
  if (answer === undefined) {
    const reason = `the capture does not hold the answer to: ${describeQuery(query)}`;
    return { state: 'failed', reason, hint: 'add it to commands.yaml', unasked: true };
  }
  if ('registry' in answer) return answer.fact;
  if ('absent' in answer) return withoutProgram(query);
  if ('failed' in answer) return { state: 'failed', reason: answer.failed, hint: '' };
  if ('answer' in answer) return { state: 'known', value: answer.answer };
  const { exit, stdout, stderr } = answer;
  const value = { exit, stdout, stderr };
  if (query.from === 'terraform') return readTerraformAnswer(value);
  return query.from === 'aws' ? readAwsAnswer(query, value) : { state: 'known', value };
}

function withoutProgram({ from }: OutsideQuery): Fact {
  if (from === 'terraform') return NO_TERRAFORM;
  return from === 'aws' ? NO_AWS : { state: 'absent', what: 'program' };
}

function isAbout(answer: RecordedAnswer, query: OutsideQuery): boolean {
  if ('run' in answer) return answer.run.join('\0') === wordsOf(query).join('\0');
  if ('registry' in answer) return query.from === 'registry' && isOfImage(answer, query);
  if ('get' in answer) return query.from === 'http' && isOfAddress(answer, query);
  if (query.from !== 'dns' || answer.type !== query.type) return false;
  return answer.dns === query.name && answer.server === query.server;
}

function isOfAddress({ get, with: token, upgrade }: RecordedHttpAnswer, query: HttpQuery): boolean {
  return get === query.url && token === query.token?.from && isSame(upgrade, query.upgrade);
}

/** Who has the parts has the whole; without an answer there is neither. */
function isOfImage({ registry, parts, fact }: RecordedRegistryAnswer, query: RegistryQuery): boolean {
  return registry === query.image && (parts || !query.parts || fact.state !== 'known');
}

/** The line of a program; empty for what is asked in another way. */
function wordsOf(query: OutsideQuery): readonly string[] {
  if (query.from === 'aws') return awsWords(query);
  if (query.from === 'terraform') return terraformWords(query);
  return query.from === 'run' ? query.argv : [];
}

function isSame(one: Upgrade | undefined, other: Upgrade | undefined): boolean {
  return one?.to === other?.to && one?.protocol === other?.protocol;
}

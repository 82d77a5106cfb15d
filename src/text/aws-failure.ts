import type { Fact } from '../model/fact.ts';
import type { AwsQuery } from '../model/query.ts';
import { iamAction } from './aws-call.ts';
import type { AwsError } from './aws-error.ts';

/** A kind of failure: how it is recognised, by the code of a service or by the words of the program, and what is said. */
interface Failure {
  readonly code?: RegExp;
  readonly words?: RegExp;
  readonly reason: string;
  readonly hint: string;
  /** The message is kept back: it holds what a program that deals in credentials has printed. */
  readonly quiet?: true;
}

const SIGN_IN = 'sign in again (aws sso login, or renew the credentials)';

/**
 * What keeps `aws` from an answer. Codes are those of the API references of the services, in all their spellings; words are
 * those that botocore and both versions of the program print. The first that fits counts.
 */
const FAILURES: readonly Failure[] = [
  {
    code: /^(?:ExpiredToken|ExpiredTokenException|RequestExpired)$/,
    reason: 'the credentials for AWS have expired',
    hint: SIGN_IN,
  },
  {
    code: /^(?:SignatureDoesNotMatch|InvalidSignatureException)$/,
    words: /Signature (?:expired|not yet current)/,
    reason: 'AWS does not take the signature because the clock of this machine is off',
    hint: 'set the clock of this machine',
  },
  {
    code: /^(?:InvalidClientTokenId|UnrecognizedClientException|AuthFailure|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature|InvalidAccessKeyId|InvalidToken)$/,
    reason: 'AWS does not know the credentials, or not in this region',
    hint: 'see which ones are used: aws configure list; name another profile with --aws-profile',
  },
  {
    code: /^OptInRequired$/,
    reason: 'the region or the service is not enabled for this account',
    hint: 'name the region of the cluster with --aws-region',
  },
  {
    code: /^(?:RequestLimitExceeded|Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|RequestThrottled|SlowDown|EC2ThrottledException|BandwidthLimitExceeded|LimitExceededException)$/,
    reason: 'AWS throttles calls of this account',
    hint: 'try again later',
  },
  {
    code: /^(?:InternalFailure|InternalError|InternalServerError|InternalServiceError|InternalServerException|ServiceUnavailable\w*|ServerException|5\d\d)$/,
    reason: 'the service of AWS itself has failed',
    hint: 'try again later',
  },
  {
    words: /^Unable to locate credentials/,
    reason: 'aws has no credentials',
    hint: 'sign in (aws configure, or aws sso login), or name a profile with --aws-profile',
  },
  {
    code: /^NoCredentials$/,
    reason: 'aws has no credentials',
    hint: 'sign in (aws configure, or aws sso login), or name a profile with --aws-profile',
  },
  {
    words: /^You must specify a region/,
    reason: 'aws was given no region',
    hint: 'name it with --aws-region',
  },
  {
    words: /^The config profile \(.*\) could not be found/,
    reason: 'aws does not know the profile',
    hint: 'name one that is there with --aws-profile',
  },
  {
    words: /^Partial credentials found/,
    reason: 'only a part of the credentials for AWS is there',
    hint: 'set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or neither',
  },
  {
    words:
      /SSO session associated with this profile has expired|Error loading SSO Token|Error when retrieving token from sso|Your session has expired|UnauthorizedSSOToken|token has expired and refresh failed/i,
    reason: 'the sign-in to AWS is over',
    hint: 'aws sso login, or aws login, with the profile that is used',
  },
  {
    words: /Enter MFA code for/,
    reason: 'the profile asks for an MFA code, which nobody is asked for here',
    hint: 'run aws sts get-caller-identity with that profile once; the session is kept',
  },
  {
    // What that program prints is read as JSON; where it is none, Python's own words are all that is said (json.decoder).
    words: /Error when retrieving credentials from custom-process|No such file or directory: |^Expecting value: line /,
    reason: 'the program that the profile takes its credentials from fails',
    hint: 'run aws sts get-caller-identity with that profile',
    quiet: true,
  },
  {
    words: /Unable to parse config file: /,
    reason: 'the configuration of aws cannot be read',
    hint: 'mend that file; aws configure list says what is read',
  },
  {
    words: /^Could not connect to the endpoint URL/,
    reason: 'AWS is not reached (no such region, or no way to it)',
    hint: 'look at the region and the network; HTTPS_PROXY is honoured',
  },
  {
    words: /^(?:Connect|Read) timeout on endpoint URL/,
    reason: 'AWS gives no answer in time',
    hint: 'look at the network, or give it longer with --request-timeout',
  },
  {
    words: /SSL validation failed|certificate verify failed/,
    reason: 'the certificate of AWS, or of a proxy before it, is not trusted',
    hint: 'set AWS_CA_BUNDLE to the authority of the proxy',
  },
  {
    words: /(?:Invalid choice|Found invalid choice|Unknown options|the following arguments are required)/i,
    reason: 'this aws does not know the call: it is too old',
    hint: 'install a later version of the AWS CLI',
  },
];

/** Codes for what is not there, as far as their endings do not say it. */
const NOT_FOUND =
  /(?:NotFound|NotFoundException|NotFoundFault|\.NotFound|NoSuchEntity|NoSuchResourceException|NoSuchKey|NoSuchBucket|NoSuchHostedZone)$/;

const DENIED =
  /^(?:AccessDenied|AccessDeniedException|UnauthorizedOperation|Client\.UnauthorizedOperation|UnauthorizedException|AuthorizationError|AuthorizationErrorException|Forbidden)$/;

/** What a call that did not succeed comes to. */
export function readFailure(query: AwsQuery, error: AwsError, exit: number): Fact {
  if (DENIED.test(error.code)) return { state: 'denied', need: `the IAM action ${actionOf(query, error)}` };
  if (NOT_FOUND.test(error.code)) return { state: 'absent', what: 'object' };
  const known = FAILURES.find((failure) => fits(failure, error));
  const said = known?.quiet === true ? '' : [error.code, error.message].filter((part) => part !== '').join(': ');
  if (known === undefined)
    return {
      state: 'failed',
      reason: said === '' ? `aws ended with ${exit}` : `aws: ${said}`,
      hint: 'run the command by hand',
    };
  return { state: 'failed', reason: `${known.reason}${said === '' ? '' : ` (${said})`}`, hint: known.hint };
}

function fits({ code, words }: Failure, error: AwsError): boolean {
  if (code !== undefined && !code.test(error.code)) return false;
  return words === undefined || words.test(error.message);
}

/** The action that is missing, as the message has it, else as the operation is called. */
function actionOf({ service, operation }: AwsQuery, error: AwsError): string {
  const said = /not authorized to perform:? (?<action>[a-z0-9-]+:[A-Za-z]+)/.exec(error.message)?.groups?.['action'];
  if (said !== undefined) return said;
  return iamAction(service, error.operation === '' ? operation : error.operation);
}

import { describe, expect, test } from 'vitest';
import type { AwsQuery } from '../../src/model/query.ts';
import { readAwsAnswer } from '../../src/text/aws-answer.ts';
import { awsWords, isReadingCall } from '../../src/text/aws-call.ts';

const query: AwsQuery = {
  from: 'aws',
  service: 'eks',
  operation: 'describe-cluster',
  options: { name: ['shop'] },
  region: 'eu-central-1',
};

const refused = (code: string, message: string, operation = 'DescribeCluster') =>
  `\nAn error occurred (${code}) when calling the ${operation} operation: ${message}\n`;

/** What is said, how it ends, and what it comes to. */
const CASES: readonly [says: string, stderr: string, exit: number, fact: object][] = [
  ['not found', refused('ResourceNotFoundException', 'No cluster found for name: shop.'), 254, { state: 'absent' }],
  [
    'not found, of EC2',
    refused('InvalidGroup.NotFound', 'The security group does not exist'),
    255,
    { state: 'absent' },
  ],
  ['not found, of RDS', refused('DBClusterNotFoundFault', 'DBCluster not found.'), 255, { state: 'absent' }],
  ['not found, of IAM', refused('NoSuchEntity', 'The role cannot be found.'), 255, { state: 'absent' }],
  [
    'denied, with the action',
    refused(
      'AccessDeniedException',
      'User: arn:aws:iam::1:user/x is not authorized to perform: eks:DescribeCluster on resource: *',
    ),
    254,
    { state: 'denied', need: 'the IAM action eks:DescribeCluster' },
  ],
  [
    'denied, without it',
    refused('UnauthorizedOperation', 'You are not authorized. Encoded authorization failure message: abc'),
    255,
    { state: 'denied', need: 'the IAM action eks:DescribeCluster' },
  ],
  [
    'expired',
    refused('ExpiredTokenException', 'The security token included in the request is expired'),
    254,
    { reason: /have expired/ },
  ],
  ['expired, of EC2', refused('RequestExpired', 'Request has expired.'), 255, { reason: /have expired/ }],
  [
    'unknown keys',
    refused('UnrecognizedClientException', 'The security token is invalid.'),
    254,
    { reason: /does not know the credentials/ },
  ],
  [
    'a clock that is off',
    refused('SignatureDoesNotMatch', 'Signature expired: 1 is now earlier than 2'),
    254,
    { reason: /clock/ },
  ],
  ['throttled', refused('ThrottlingException', 'Rate exceeded'), 254, { reason: /throttles/ }],
  [
    'throttled, after retries',
    '\nAn error occurred (RequestLimitExceeded) when calling the DescribeVpcs operation (reached max retries: 1): Request limit exceeded.\n',
    254,
    { reason: /throttles/ },
  ],
  [
    'region not enabled',
    refused('OptInRequired', 'You are not subscribed to this service.'),
    254,
    { hint: /--aws-region/ },
  ],
  ['its own failure', refused('InternalFailure', 'oops'), 254, { reason: /has failed/ }],
  [
    'as JSON',
    '{"Code": "AccessDenied", "Message": "not authorized to perform: sts:X"}',
    254,
    { state: 'denied', need: 'the IAM action sts:X' },
  ],
  [
    'as JSON behind a prefix',
    'aws: [ERROR]: {"Code": "Throttling", "Message": "Rate exceeded"}',
    254,
    { reason: /throttles/ },
  ],
  [
    'no credentials',
    'Unable to locate credentials. You can configure credentials by running "aws configure".',
    253,
    { reason: /no credentials/ },
  ],
  [
    'no credentials, later',
    'aws: [ERROR]: An error occurred (NoCredentials): Unable to locate credentials.',
    253,
    { reason: /no credentials/ },
  ],
  ['no such profile', 'The config profile (nope) could not be found', 255, { reason: /does not know the profile/ }],
  [
    'half of the keys',
    'Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY',
    255,
    { reason: /only a part/ },
  ],
  [
    'no region',
    'You must specify a region. You can also configure your region by running "aws configure".',
    253,
    { hint: /--aws-region/ },
  ],
  [
    'SSO expired',
    'Error when retrieving token from sso: Token has expired and refresh failed',
    255,
    { reason: /sign-in to AWS is over/ },
  ],
  [
    'SSO never begun',
    'Error loading SSO Token: Token for https://x does not exist',
    255,
    { reason: /sign-in to AWS is over/ },
  ],
  ['MFA', 'Enter MFA code for arn:aws:iam::1:mfa/x: \n\nEOF when reading a line', 255, { reason: /MFA code/ }],
  [
    'unreachable',
    'Could not connect to the endpoint URL: "https://eks.eu-central-9.amazonaws.com/"',
    255,
    { reason: /not reached/ },
  ],
  ['too late', 'Read timeout on endpoint URL: "https://eks.eu-central-1.amazonaws.com/"', 255, { reason: /in time/ }],
  [
    'too old',
    "usage: aws [options]\naws: error: argument operation: Invalid choice, valid choices are:\n\nInvalid choice: 'describe-cluster'",
    252,
    { reason: /too old/ },
  ],
  [
    'too old, with all that it knows',
    'usage: aws [options]\n\naws: error: argument operation: Invalid choice, valid choices are:\n\ncreate-cluster | delete-cluster\nwait           | help\n',
    2,
    { reason: /too old/ },
  ],
  [
    'a program for credentials that prints something else',
    'Expecting value: line 1 column 1 (char 0)',
    255,
    { reason: 'the program that the profile takes its credentials from fails' },
  ],
  [
    'a configuration in disorder',
    'botocore.exceptions.ConfigParseError: Unable to parse config file: /home/me/.aws/config',
    255,
    { reason: /configuration of aws cannot be read/ },
  ],
  ['nothing', '', 255, { reason: 'aws ended with 255' }],
  ['something else', 'No idea', 1, { reason: 'aws: No idea' }],
];

describe('what aws says when it fails', () => {
  test.each(CASES)('%s', (_, stderr, exit, wanted) => {
    const fact = readAwsAnswer(query, { exit, stdout: '', stderr });
    const { reason, hint, ...plain } = wanted as Readonly<Record<string, unknown>>;
    expect(fact).toMatchObject(plain);
    if (reason !== undefined || hint !== undefined) expect(fact.state).toBe('failed');
    if (reason !== undefined)
      expect(fact).toHaveProperty('reason', reason instanceof RegExp ? expect.stringMatching(reason) : reason);
    if (hint !== undefined) expect(fact).toHaveProperty('hint', expect.stringMatching(hint as RegExp));
  });

  test('what a program that deals in credentials has printed is not told', () => {
    const stderr = 'Error when retrieving credentials from custom-process: hunter2';
    expect(JSON.stringify(readAwsAnswer(query, { exit: 255, stdout: '', stderr }))).not.toContain('hunter2');
  });
});

describe('what aws says when all is well', () => {
  test('is the JSON that it prints', () => {
    expect(readAwsAnswer(query, { exit: 0, stdout: '{"cluster": {}}\n', stderr: '' })).toEqual({
      state: 'known',
      value: { cluster: {} },
    });
  });

  test.each(['', '[]', 'null', '"text"', 'name\tshop', '{"cluster"'])('%j is no answer', (stdout) => {
    expect(readAwsAnswer(query, { exit: 0, stdout, stderr: '' }).state).toBe('failed');
  });
});

test('a call is written as it is typed', () => {
  const several: AwsQuery = {
    ...query,
    service: 'ec2',
    operation: 'describe-instances',
    options: { 'instance-ids': ['i-1', 'i-2'] },
  };
  expect(awsWords(several).join(' ')).toBe(
    'aws ec2 describe-instances --instance-ids i-1 i-2 --region eu-central-1 --output json',
  );
});

test.each([
  ['eks', 'describe-cluster', true],
  ['iam', 'simulate-principal-policy', true],
  ['eks', 'update-nodegroup-config', false],
  ['ec2', 'authorize-security-group-ingress', false],
  ['eks', 'get-token', false],
  ['ecr', 'get-login-password', false],
  ['secretsmanager', 'get-secret-value', false],
  ['ssm', 'get-parameters-by-path', false],
  ['--debug', 'describe-cluster', false],
])('aws %s %s may be asked: %s', (service, operation, may) => {
  expect(isReadingCall(service, operation)).toBe(may);
});

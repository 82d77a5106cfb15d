import { afterAll, beforeAll, expect, test } from 'vitest';
import { deadAddress } from '../support/run-command.ts';
import { ask } from './asking.ts';
import { makeHome, type Home } from './harness.ts';
import { casesOf, describeAws } from './machine.ts';
import { startBadGateway, startRefusing, startSilence, type Listening, type ServiceError } from './refusing.ts';

/** A call of each protocol, and another where services of one protocol use codes of their own. */
const CALLS = {
  sts: 'sts get-caller-identity',
  iam: 'iam list-roles',
  rds: 'rds describe-db-clusters',
  elbv2: 'elbv2 describe-load-balancers',
  autoscaling: 'autoscaling describe-scaling-activities',
  ec2: 'ec2 describe-vpcs',
  eks: 'eks list-clusters',
  ecr: 'ecr describe-repositories',
  quotas: 'service-quotas list-services',
} as const;

type Service = keyof typeof CALLS;

/** What a code comes to, and which services answer with it. */
interface Case {
  readonly services: readonly Service[];
  readonly code?: string;
  readonly status: number;
  readonly message: string;
  readonly comesTo: Comes;
}

/** A failed fact by its reason and hint, a missing right by the action, or what is not there. */
type Comes = { readonly reason: RegExp; readonly hint: RegExp } | { readonly need: string } | 'absent';

const EXPIRED: Comes = { reason: /^the credentials for AWS have expired \(/, hint: /sign in again/ };
const UNKNOWN: Comes = { reason: /^AWS does not know the credentials/, hint: /aws configure list.*--aws-profile/ };
const CLOCK: Comes = { reason: /the clock of this machine is off/, hint: /set the clock/ };
const THROTTLED: Comes = { reason: /^AWS throttles calls of this account/, hint: /later/ };
const BROKEN: Comes = { reason: /^the service of AWS itself has failed/, hint: /later/ };

const LATE = 'Signature expired: 20260101T000000Z is now earlier than 20260101T001500Z (20260101T002000Z - 5 min.)';
const OF_OTHERS =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';
const WHO = 'arn:aws:iam::111122223333:user/somebody';

const CASES: Readonly<Record<string, Case>> = {
  ExpiredToken: {
    services: ['sts', 'iam', 'rds', 'elbv2'],
    status: 403,
    message: 'The security token included in the request is expired',
    comesTo: EXPIRED,
  },
  ExpiredTokenException: {
    services: ['eks', 'ecr', 'quotas'],
    status: 403,
    message: 'The security token included in the request is expired',
    comesTo: EXPIRED,
  },
  RequestExpired: { services: ['ec2'], status: 400, message: 'Request has expired.', comesTo: EXPIRED },
  InvalidClientTokenId: {
    services: ['sts', 'iam', 'rds', 'elbv2'],
    status: 403,
    message: 'The security token included in the request is invalid.',
    comesTo: UNKNOWN,
  },
  UnrecognizedClientException: {
    services: ['eks', 'ecr'],
    status: 400,
    message: 'The security token included in the request is invalid.',
    comesTo: UNKNOWN,
  },
  AuthFailure: {
    services: ['ec2'],
    status: 401,
    message: 'AWS was not able to validate the provided access credentials',
    comesTo: UNKNOWN,
  },
  SignatureDoesNotMatch: { services: ['sts', 'iam'], status: 403, message: OF_OTHERS, comesTo: UNKNOWN },
  'SignatureDoesNotMatch, too late': {
    code: 'SignatureDoesNotMatch',
    services: ['sts', 'rds'],
    status: 403,
    message: LATE,
    comesTo: CLOCK,
  },
  'InvalidSignatureException, too late': {
    code: 'InvalidSignatureException',
    services: ['eks', 'ecr'],
    status: 403,
    message: LATE,
    comesTo: CLOCK,
  },
  IncompleteSignature: {
    services: ['sts', 'elbv2'],
    status: 400,
    message: "'=' is not a valid key=value pair (missing equal-sign) in Authorization header",
    comesTo: UNKNOWN,
  },
  AccessDenied: {
    services: ['rds'],
    status: 403,
    message: `User: ${WHO} is not authorized to perform: rds:DescribeDBClusters on resource: arn:aws:rds:eu-central-1:111122223333:cluster:* because no identity-based policy allows the rds:DescribeDBClusters action`,
    comesTo: { need: 'the IAM action rds:DescribeDBClusters' },
  },
  'AccessDenied without its action': {
    code: 'AccessDenied',
    services: ['elbv2'],
    status: 403,
    message: 'Access denied',
    comesTo: { need: 'the IAM action elasticloadbalancing:DescribeLoadBalancers' },
  },
  AccessDeniedException: {
    services: ['eks'],
    status: 403,
    message: `User: ${WHO} is not authorized to perform: eks:ListClusters on resource: arn:aws:eks:eu-central-1:111122223333:cluster/*`,
    comesTo: { need: 'the IAM action eks:ListClusters' },
  },
  'AccessDeniedException of a registry': {
    code: 'AccessDeniedException',
    services: ['ecr'],
    status: 400,
    message: `User: ${WHO} is not authorized to perform: ecr:DescribeRepositories on resource: arn:aws:ecr:eu-central-1:111122223333:repository/* because no identity-based policy allows the ecr:DescribeRepositories action`,
    comesTo: { need: 'the IAM action ecr:DescribeRepositories' },
  },
  UnauthorizedOperation: {
    services: ['ec2'],
    status: 403,
    message: `You are not authorized to perform this operation. User: ${WHO} is not authorized to perform: ec2:DescribeVpcs because no identity-based policy allows the ec2:DescribeVpcs action. Encoded authorization failure message: ${'abcdefgh'.repeat(80)}`,
    comesTo: { need: 'the IAM action ec2:DescribeVpcs' },
  },
  'Client.UnauthorizedOperation': {
    services: ['ec2'],
    status: 403,
    message: 'You are not authorized to perform this operation.',
    comesTo: { need: 'the IAM action ec2:DescribeVpcs' },
  },
  OptInRequired: {
    services: ['ec2', 'sts'],
    status: 403,
    message: 'You are not subscribed to this service.',
    comesTo: { reason: /region or the service is not enabled/, hint: /--aws-region/ },
  },
  RequestLimitExceeded: {
    services: ['ec2'],
    status: 503,
    message: 'Request limit exceeded. Account 111122223333 has been throttled on ec2:DescribeVpcs.',
    comesTo: THROTTLED,
  },
  Throttling: {
    services: ['sts', 'iam', 'rds', 'autoscaling'],
    status: 400,
    message: 'Rate exceeded',
    comesTo: THROTTLED,
  },
  ThrottlingException: { services: ['eks', 'ecr'], status: 400, message: 'Rate exceeded', comesTo: THROTTLED },
  TooManyRequestsException: {
    services: ['eks', 'quotas'],
    status: 429,
    message: 'Too Many Requests',
    comesTo: THROTTLED,
  },
  ...notFound('eks', 'ResourceNotFoundException', 'No cluster found for name: workshop-a.'),
  ...notFound('rds', 'DBClusterNotFoundFault', 'DBCluster workshop-a-db not found.'),
  ...notFound('rds', 'DBInstanceNotFound', 'DBInstance workshop-a-db-1 not found.'),
  ...notFound('ec2', 'InvalidGroup.NotFound', "The security group 'sg-0123' does not exist"),
  ...notFound('ec2', 'InvalidInstanceID.NotFound', "The instance ID 'i-0123' does not exist"),
  ...notFound('elbv2', 'TargetGroupNotFound', "Target groups 'shop' not found"),
  ...notFound('elbv2', 'LoadBalancerNotFound', "Load balancers '[shop]' not found"),
  ...notFound('ecr', 'RepositoryNotFoundException', "The repository with name 'shop' does not exist in the registry"),
  ...notFound('ecr', 'ImageNotFoundException', "The image with imageId {imageTag:'latest'} does not exist"),
  ...notFound('iam', 'NoSuchEntity', 'The role with name shop cannot be found.'),
  ...notFound('quotas', 'NoSuchResourceException', 'The specified resource does not exist.'),
  InternalFailure: { services: ['sts', 'autoscaling'], status: 500, message: 'It failed.', comesTo: BROKEN },
  InternalError: { services: ['ec2'], status: 500, message: 'An internal error has occurred', comesTo: BROKEN },
  ServiceUnavailable: { services: ['rds', 'ec2'], status: 503, message: 'Try again.', comesTo: BROKEN },
  ServiceUnavailableException: { services: ['eks'], status: 503, message: 'Try again.', comesTo: BROKEN },
};

function notFound(service: Service, code: string, message: string): Readonly<Record<string, Case>> {
  return { [code]: { services: [service], status: 404, message, comesTo: 'absent' } };
}

/** One per protocol and per kind of answer. */
const SOON = ['ExpiredToken', 'AccessDeniedException', 'UnauthorizedOperation', 'ImageNotFoundException'];

const factOf = (comesTo: Comes): object => {
  if (comesTo === 'absent') return { state: 'absent', what: 'object' };
  if ('need' in comesTo) return { state: 'denied', need: comesTo.need };
  return {
    state: 'failed',
    reason: expect.stringMatching(comesTo.reason) as string,
    hint: expect.stringMatching(comesTo.hint) as string,
  };
};

describeAws('what services of AWS refuse', () => {
  let home: Home;
  let server: Listening;
  let error: ServiceError;

  beforeAll(async () => {
    home = makeHome();
    server = await startRefusing(() => error);
  });

  afterAll(async () => {
    await server.close();
    home.remove();
  });

  test.each(casesOf(CASES, SOON))('%s', async (name, { services, code = name, status, message, comesTo }) => {
    error = { code, status, message };
    const facts = await Promise.all(
      services.map(async (service) => [service, await ask(CALLS[service], {}, { env: home.environment(server.url) })]),
    );
    expect(Object.fromEntries(facts)).toEqual(
      Object.fromEntries(services.map((service) => [service, factOf(comesTo)])),
    );
  });
});

describeAws('where nobody answers for AWS', () => {
  let home: Home;

  beforeAll(() => void (home = makeHome()));
  afterAll(() => home.remove());

  test('nobody listens', async () => {
    const fact = await ask(CALLS.sts, {}, { env: home.environment(await deadAddress()) });
    expect(fact).toEqual(factOf({ reason: /^AWS is not reached/, hint: /region and the network/ }));
  });

  test('somebody takes the connection and is silent', async () => {
    const silence = await startSilence();
    const fact = await ask(CALLS.eks, {}, { env: home.environment(silence.url), timeoutMs: 4000 });
    await silence.close();
    expect(fact).toEqual(factOf({ reason: /^aws gave no answer in 4 s$/, hint: /./ }));
  });

  test('a page of a proxy', async () => {
    const gateway = await startBadGateway();
    const facts = await Promise.all(
      [CALLS.sts, CALLS.ec2, CALLS.eks, CALLS.ecr].map((call) => ask(call, {}, { env: home.environment(gateway.url) })),
    );
    await gateway.close();
    const failed = factOf({ reason: /has failed \(502: Bad Gateway\)$/, hint: /later/ });
    expect(facts).toEqual([failed, failed, failed, failed]);
  });
});

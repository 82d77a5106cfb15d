import type { AwsQuery } from '../model/query.ts';

/** The words of a call as a person would type it, and as a capture holds it: `aws eks describe-cluster --name shop --region …`. */
export function awsWords({ service, operation, options, region, profile }: AwsQuery): readonly string[] {
  const told = Object.entries(options).flatMap(([name, values]) => [`--${name}`, ...values]);
  const as = profile === undefined ? [] : ['--profile', profile];
  return ['aws', service, operation, ...told, '--region', region, '--output', 'json', ...as];
}

/** What the names of operations begin with that change nothing (the verbs of the AWS API references). */
const READING = /^(?:describe|list|get|simulate|batch-get|lookup|filter)-/;

/** Operations that begin so and print a credential, or the content of a secret. */
const TELLING = new Set([
  'ecr get-login-password',
  'ecr get-login',
  'ecr get-authorization-token',
  'ecr-public get-login-password',
  'ecr-public get-authorization-token',
  'eks get-token',
  'codeartifact get-authorization-token',
  'secretsmanager get-secret-value',
  'secretsmanager batch-get-secret-value',
  'ssm get-parameter',
  'ssm get-parameters',
  'ssm get-parameters-by-path',
  'ssm get-parameter-history',
  'ssm get-access-token',
  'sts get-session-token',
  'sts get-federation-token',
  'sts get-web-identity-token',
  'sso get-role-credentials',
  'cognito-identity get-credentials-for-identity',
  'redshift get-cluster-credentials',
  'lambda get-function',
  'ec2 get-password-data',
  'ec2 get-console-output',
  'ec2 get-console-screenshot',
]);

/** Whether an operation of AWS changes nothing and prints no credential. Anything that is not known to is taken to. */
export function isReadingCall(service: string, operation: string): boolean {
  return /^[a-z][a-z0-9-]*$/.test(service) && READING.test(operation) && !TELLING.has(`${service} ${operation}`);
}

/** How services are called in actions of IAM, where the program calls them otherwise (Service Authorization Reference). */
const IAM_SERVICE: Readonly<Record<string, string>> = {
  elbv2: 'elasticloadbalancing',
  elb: 'elasticloadbalancing',
  'service-quotas': 'servicequotas',
  resourcegroupstaggingapi: 'tag',
};

/**
 * The action of IAM that a call takes, by the operation as the program or the API calls it. IAM compares actions without regard
 * to case, so `describe-db-clusters` may be `DescribeDbClusters`.
 */
export function iamAction(service: string, operation: string): string {
  const called = /^[a-z]/.test(operation)
    ? operation.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())
    : operation;
  return `${IAM_SERVICE[service] ?? service}:${called}`;
}

import { describe, expect, test } from 'vitest';
import { roleTrust } from '../../../src/probes/aws/role-trust.ts';

const ISSUER = 'oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
const SUBJECT = 'system:serviceaccount:coder:coder-provisioner';

const statement = (condition: unknown, rest: object = {}) => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: PROVIDER },
  ...(condition === null ? {} : { Condition: condition }),
  ...rest,
});
const EXACT = { StringEquals: { [`${ISSUER}:sub`]: SUBJECT, [`${ISSUER}:aud`]: 'sts.amazonaws.com' } };

function trusts(document: unknown, args: object = {}): unknown {
  const role = { Role: { AssumeRolePolicyDocument: document } };
  return roleTrust.run({
    role,
    issuer: `https://${ISSUER}`,
    namespace: 'coder',
    account: 'coder-provisioner',
    ...args,
  });
}

const policy = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });

describe('a trust policy', () => {
  test.each<[string, unknown, string, string]>([
    ['for this account', policy(statement(EXACT)), '', ''],
    ['with one statement that stands alone', { Statement: statement(EXACT) }, '', ''],
    ['as a text', encodeURIComponent(JSON.stringify(policy(statement(EXACT)))), '', ''],
    [
      'for all accounts of the namespace',
      policy(statement({ StringLike: { [`${ISSUER}:sub`]: 'system:serviceaccount:coder:*' } })),
      '',
      '',
    ],
    [
      'for several',
      policy(statement({ StringEquals: { [`${ISSUER}:sub`]: ['system:serviceaccount:a:b', SUBJECT] } })),
      '',
      '',
    ],
    ['without a condition', policy(statement(null)), '', ''],
    [
      'by another statement',
      policy(statement({ StringEquals: { [`${ISSUER}:sub`]: 'system:serviceaccount:a:b' } }), statement(EXACT)),
      '',
      '',
    ],
    ['by a star of actions', policy(statement(EXACT, { Action: ['sts:*'] })), '', ''],
    ['whose keys are written in capitals', policy(statement({ StringEquals: { [`${ISSUER}:SUB`]: SUBJECT } })), '', ''],
    [
      'for instances alone',
      policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }),
      'nobody',
      '',
    ],
    [
      'of another cluster',
      policy(
        statement(EXACT, {
          Principal: { Federated: 'arn:aws:iam::1:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/F' },
        }),
      ),
      'issuer',
      'oidc.eks.eu-central-1.amazonaws.com/id/F',
    ],
    [
      'for another account',
      policy(statement({ StringEquals: { [`${ISSUER}:sub`]: 'system:serviceaccount:coder:coder' } })),
      'subject',
      'system:serviceaccount:coder:coder',
    ],
    [
      'with a star that is meant literally',
      policy(statement({ StringEquals: { [`${ISSUER}:sub`]: 'system:serviceaccount:coder:*' } })),
      'subject',
      'system:serviceaccount:coder:*',
    ],
    ['for another audience', policy(statement({ StringEquals: { [`${ISSUER}:aud`]: 'api' } })), 'audience', 'api'],
    [
      'whose key is the ARN of the provider',
      policy(statement({ StringEquals: { [`${PROVIDER}:sub`]: SUBJECT } })),
      'key',
      `${PROVIDER}:sub`.toLowerCase(),
    ],
  ])('%s', (_, document, code, wants) => {
    expect(trusts(document)).toEqual({ code, wants, podIdentity: false });
  });

  test('for Pod Identity is told beside it', () => {
    const pods = {
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Principal: { Service: 'pods.eks.amazonaws.com' },
    };
    expect(trusts(policy(pods))).toEqual({ code: 'nobody', wants: '', podIdentity: true });
  });

  test.each<[string, unknown, object]>([
    ['that refuses somebody', policy(statement(EXACT), { Effect: 'Deny', Action: '*', Principal: '*' }), {}],
    ['with another operator', policy(statement({ 'ForAnyValue:StringEquals': { [`${ISSUER}:sub`]: SUBJECT } })), {}],
    ['with another key', policy(statement({ StringEquals: { 'aws:SourceIp': '192.0.2.1' } })), {}],
    ['that is no document', 'x', {}],
    ['that is not there', undefined, {}],
    ['with statements of another shape', { Statement: ['x'] }, {}],
    ['of a cluster whose issuer is not known', policy(statement(EXACT)), { issuer: '' }],
  ])('%s is not worked out', (_, document, args) => {
    expect(trusts(document, args)).toBeUndefined();
  });

  test('that asks for another account does so whatever the issuer is', () => {
    const other = policy(statement({ StringEquals: { [`${ISSUER}:sub`]: 'system:serviceaccount:coder:coder' } }));
    expect(trusts(other, { issuer: '' })).toMatchObject({ code: 'subject' });
  });
});

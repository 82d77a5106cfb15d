import { describe, expect, test } from 'vitest';
import { opennessOf } from '../../../src/probes/aws/policy-openness.ts';

const ALL = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
const policy = (...Statement: readonly object[]) => ({ Version: '2008-10-17', Statement });

describe('a policy', () => {
  test.each<[string, unknown, string]>([
    ['that an endpoint gets by itself', policy(ALL), 'open'],
    ['as a text', JSON.stringify(policy(ALL)), 'open'],
    ['with one statement', { Statement: ALL }, 'open'],
    ['for everybody by another word', policy({ ...ALL, Principal: { AWS: '*' } }), 'open'],
    ['with lists', policy({ ...ALL, Action: ['*'], Resource: ['*'] }), 'open'],
    ['with another statement beside', policy({ ...ALL, Action: 's3:GetObject' }, ALL), 'open'],
    ['with no condition in it', policy({ ...ALL, Condition: {} }), 'open'],
    ['for one role', policy({ ...ALL, Principal: { AWS: 'arn:aws:iam::111122223333:role/x' } }), 'restricted'],
    ['for one action', policy({ ...ALL, Action: 'ecr:*' }), 'restricted'],
    ['for one bucket', policy({ ...ALL, Resource: 'arn:aws:s3:::x/*' }), 'restricted'],
    [
      'with a condition',
      policy({ ...ALL, Condition: { StringEquals: { 'aws:PrincipalAccount': '1' } } }),
      'restricted',
    ],
    ['that denies something', policy(ALL, { ...ALL, Effect: 'Deny', Action: 's3:PutObject' }), 'restricted'],
    ['that allows nothing', policy(), 'restricted'],
    ['that is not told', undefined, 'unknown'],
    ['that is no JSON', 'x', 'unknown'],
    ['of another shape', { Statement: ['x'] }, 'unknown'],
    ['that is null', null, 'unknown'],
  ])('%s', (_, document, openness) => {
    expect(opennessOf(document)).toBe(openness);
  });
});

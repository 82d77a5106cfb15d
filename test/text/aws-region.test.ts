import { expect, test } from 'vitest';
import { regionTrouble } from '../../src/text/aws-region.ts';

test.each(['eu-central-1', 'us-gov-west-1', 'us-iso-east-1', 'cn-northwest-1', 'eusc-de-east-1', 'eu-central-9'])(
  '%s may be a region',
  (name) => {
    expect(regionTrouble(name)).toBeNull();
  },
);

test.each([
  ['eu-centrl-1', 'eu-central-1'],
  ['us-esat-1', 'us-east-1'],
  ['eucentral1', 'eu-central-1'],
  ['eu-central-1a', 'eu-central-1'],
  ['--debug', undefined],
  ['', undefined],
])('%j is none, and %s is meant', (name, meant) => {
  expect(regionTrouble(name)).toEqual({ nearest: meant });
});

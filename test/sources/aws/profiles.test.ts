import { expect, test } from 'vitest';
import { awsProfiles } from '../../../src/sources/aws/profiles.ts';

const FILES: Readonly<Record<string, string>> = {
  '/home/me/.aws/config':
    '[default]\nregion = x\n[profile work]\n  [profile "a b"]\n[sso-session work]\n[plugins]\n# [profile no]\n',
  '/home/me/.aws/credentials': '[default]\n[home]\naws_secret_access_key = [profile secret]\n',
  '/else/config': '[profile other]',
};

function readFile(path: string): string {
  const text = FILES[path];
  if (text === undefined) throw new Error('ENOENT');
  return text;
}

test('the profiles of both files, by name', () => {
  expect(awsProfiles({ env: {}, home: '/home/me', readFile })).toEqual(['a b', 'default', 'home', 'work']);
});

test('variables name other files, and a file that is not there has none', () => {
  const env = { AWS_CONFIG_FILE: '/else/config', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' };
  expect(awsProfiles({ env, home: '/home/me', readFile })).toEqual(['other']);
});

import { expect, test } from 'vitest';
import { apiHost, fullName, fullPlace, parseImage, parsePrefix, placeOf } from '../../src/text/image-reference.ts';

const SHA = `sha256:${'0123456789abcdef'.repeat(4)}`;

test.each<[string, string]>([
  ['nginx', 'docker.io/library/nginx:latest'],
  ['nginx:1.27', 'docker.io/library/nginx:1.27'],
  ['coder/coder', 'docker.io/coder/coder:latest'],
  ['docker.io/nginx:1.27', 'docker.io/library/nginx:1.27'],
  ['index.docker.io/library/nginx', 'docker.io/library/nginx:latest'],
  ['registry-1.docker.io/coder/coder:v2', 'docker.io/coder/coder:v2'],
  ['ghcr.io/coder/coder:v2.28.1', 'ghcr.io/coder/coder:v2.28.1'],
  ['ghcr.io/coder/coder', 'ghcr.io/coder/coder:latest'],
  [`ghcr.io/coder/coder@${SHA}`, `ghcr.io/coder/coder@${SHA}`],
  [`ghcr.io/coder/coder:v2@${SHA}`, `ghcr.io/coder/coder@${SHA}`],
  ['localhost/a', 'localhost/a:latest'],
  ['localhost:5000/a/b:c', 'localhost:5000/a/b:c'],
  ['registry.test:5000/a', 'registry.test:5000/a:latest'],
  ['192.0.2.7:5000/a', '192.0.2.7:5000/a:latest'],
  ['quay.io/a/b__c/d---e/f.g:V_1.0-x', 'quay.io/a/b__c/d---e/f.g:V_1.0-x'],
])('%s is %s', (text, name) => {
  const reference = parseImage(text);
  expect(reference === undefined ? undefined : fullName(reference)).toBe(name);
});

test.each([
  '',
  ' ',
  'Nginx',
  'ghcr.io/Coder/coder',
  'ghcr.io/',
  'ghcr.io//a',
  '/a',
  'a/',
  'a:',
  'a:-x',
  `a:${'x'.repeat(129)}`,
  'a@',
  'a@sha256:abc',
  `a@${SHA}@${SHA}`,
  `a@${SHA.toUpperCase()}`,
  'https://ghcr.io/coder/coder',
  'user:word@ghcr.io/coder/coder',
  'ghcr.io/../coder',
  'ghcr.io/coder/coder?x=1',
  'ghcr.io/coder/coder#x',
  'ghcr.io/coder/a b',
  'ghcr.io/coder/a\nb',
  '-ghcr.io/a',
  'ghcr.io:port/a',
  'a___b',
  'a..b',
  `ghcr.io/${'a'.repeat(255)}`,
])('%j is no name of an image', (text) => {
  expect(parseImage(text)).toBeUndefined();
});

test('a name without a tag is a place, and one with a tag is none', () => {
  expect(placeOf('ghcr.io/coder')).toEqual({ registry: 'ghcr.io', repository: 'coder' });
  expect(placeOf('coder')).toEqual({ registry: 'docker.io', repository: 'library/coder' });
  expect(placeOf('ghcr.io/coder:v1')).toBeUndefined();
});

test('Docker Hub is asked under another name than its images have', () => {
  expect([apiHost('docker.io'), apiHost('ghcr.io')]).toEqual(['registry-1.docker.io', 'ghcr.io']);
});

test.each([
  ['ghcr.io', 'ghcr.io'],
  ['ghcr.io/example/team', 'ghcr.io/example/team'],
  ['registry.test:5000/a', 'registry.test:5000/a'],
  ['localhost/a', 'localhost/a'],
  ['docker.io/coder', 'docker.io/coder'],
  ['registry-1.docker.io', 'docker.io'],
  ['coder', undefined],
  ['coder/coder', undefined],
  ['ghcr.io/', undefined],
  ['ghcr.io/a:v1', undefined],
  ['https://ghcr.io', undefined],
  ['', undefined],
])('%j as a prefix is %j', (text, prefix) => {
  expect(parsePrefix(text)).toBe(prefix);
});

test('a repository of Docker Hub is called as images are', () => {
  expect(fullPlace('registry-1.docker.io/library/nginx')).toBe('docker.io/library/nginx');
  expect(fullPlace('public.ecr.aws/base')).toBe('public.ecr.aws/base');
  expect(fullPlace('registry-1.docker.io')).toBe('docker.io/library/registry-1.docker.io');
  expect(fullPlace('No Name')).toBe('No Name');
});

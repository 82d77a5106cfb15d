import { describe, expect, it } from 'vitest';
import { mirroredImages } from '../../src/probes/mirrored-images.ts';

const MIRRORS = [
  { from: 'docker.io', to: 'registry.test/hub', every: 86_400 },
  { from: 'ghcr.io/example', to: 'registry.test/hub/ghcr', every: 0 },
  { from: 'quay.io/team/base', to: 'registry.test/one', every: 0 },
  { from: 'ghcr.io', to: 'docker.io/copies', every: 0 },
];
const rowsOf = (images: unknown, mirrors: unknown = MIRRORS): unknown => mirroredImages.run({ images, mirrors });

describe('mirrored-images', () => {
  it.each([
    ['registry.test/hub/library/nginx:1.27', 'docker.io/library/nginx:1.27', 86_400],
    ['registry.test/hub/nginx:1.27', 'docker.io/library/nginx:1.27', 86_400],
    ['registry.test/hub/coder/coder', 'docker.io/coder/coder:latest', 86_400],
    ['registry.test/hub/ghcr/base:v1', 'ghcr.io/example/base:v1', 0],
    ['registry.test/one:v1', 'quay.io/team/base:v1', 0],
    ['registry.test/one/more:v1', 'quay.io/team/base/more:v1', 0],
    ['copies/team/base:v1', 'ghcr.io/team/base:v1', 0],
  ])('%s is a copy of %s', (image, source, every) => {
    expect(rowsOf([image])).toEqual({ rows: [{ image, source, every }] });
  });

  it.each([
    'registry.test/hubs/nginx:1.27',
    'registry.test/ones:v1',
    'registry.test/other:v1',
    'nginx:1.27',
    `registry.test/one@sha256:${'a'.repeat(64)}`,
    `registry.test/one:v1@sha256:${'a'.repeat(64)}`,
    'Registry.test//one',
    '',
  ])('%j is no copy, or one that nothing moves', (image) => {
    expect(rowsOf([image])).toEqual({ rows: [] });
  });

  it('tells each image once, in their order', () => {
    const images = ['registry.test/one:v2', 'registry.test/one:v1', 'registry.test/one:v2'];
    expect(rowsOf(images)).toMatchObject({ rows: [{ image: images[0] }, { image: images[1] }] });
  });

  it('leaves out a source that would be no name', () => {
    expect(rowsOf(['registry.test/one:v1'], [{ from: 'ghcr.io', to: 'registry.test/one' }])).toEqual({ rows: [] });
  });

  it.each([[null], [{}], ['x']])('knows nothing where either list is %j', (wrong) => {
    expect(rowsOf(wrong)).toBeUndefined();
    expect(rowsOf([], wrong)).toBeUndefined();
  });

  it.each([[[null]], [[{}]], [[{ from: 7, to: 7 }]], [[{ from: '', to: '' }]]])(
    'survives mirrors like %j',
    (mirrors) => {
      expect(rowsOf(['registry.test/one:v1'], mirrors)).toEqual({ rows: [] });
    },
  );
});

import { describe, expect, it } from 'vitest';
import { unrecognisedImages } from '../../src/probes/unrecognised-images.ts';

const TEXT =
  'execution error at (librechat/charts/mongodb/templates/NOTES.txt:176:4): \n\n⚠ ERROR: Original containers have been substituted for unrecognized ones. Deploying this chart with non-standard containers is likely to cause degraded security and performance, broken chart features, and missing environment variables.\n\nUnrecognized images:\n  - docker.io/bitnamilegacy/mongodb:8.0.13-debian-12-r0\n  - docker.io/bitnamilegacy/os-shell:12\n\nIf you are sure you want to proceed with non-standard containers, you can skip container image verification';

function run(values: Readonly<Record<string, unknown>>, text = TEXT) {
  return unrecognisedImages.run({
    release: {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { values },
    },
    text,
  });
}

describe('unrecognised-images', () => {
  it('names the images, and which of the values ask for them', () => {
    expect(run({ mongodb: { image: { repository: 'bitnamilegacy/mongodb' } } })).toEqual({
      images: ['docker.io/bitnamilegacy/mongodb:8.0.13-debian-12-r0', 'docker.io/bitnamilegacy/os-shell:12'],
      imagesText: 'docker.io/bitnamilegacy/mongodb:8.0.13-debian-12-r0, docker.io/bitnamilegacy/os-shell:12',
      places: ['mongodb.image.repository'],
      placesText: 'mongodb.image.repository',
      stateful: true,
    });
  });

  it('names none where the text was cut', () => {
    expect(run({}, 'Original containers have been substituted for unrecognized ones')).toMatchObject({
      images: [],
      imagesText: 'which ones is not said',
      stateful: false,
    });
  });
});

import { ago } from '../kit/moment.ts';
import { fromSecret } from '../kit/pod-spec.ts';

export const SPACE = 'cobaltmill';
export const RELEASE = 'ambergris';
export const CREATED = ago('95d');
export const IMAGE = 'ghcr.io/cobaltmill/sediment:0.14.2';
export const LAST_WEEK = ago('5d7h');

export const BY_HELM = { 'meta.helm.sh/release-name': RELEASE, 'meta.helm.sh/release-namespace': SPACE } as const;

type Texts = Readonly<Record<string, string>>;

export function selectorOf(part: string): Texts {
  return {
    'app.kubernetes.io/component': part,
    'app.kubernetes.io/instance': RELEASE,
    'app.kubernetes.io/name': 'sedimentary',
  };
}

export function labelsOf(part: string): Texts {
  return {
    ...selectorOf(part),
    'app.kubernetes.io/managed-by': 'Helm',
    'app.kubernetes.io/version': '0.14.2',
    'helm.sh/chart': 'sedimentary-0.14.2',
  };
}

export const homeOf = (part: string) =>
  ({ namespace: SPACE, created: CREATED, labels: labelsOf(part), annotations: BY_HELM }) as const;

export const databaseUrl = fromSecret('SEDIMENT_DATABASE_URL', 'ambergris-basin', 'url');

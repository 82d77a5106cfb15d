import type { Fact } from '../model/fact.ts';
import type { ListQuery } from '../model/query.ts';
import type { LookUp } from '../engine/memo.ts';
import { field, list, nameOf, namespaceOf, text } from '../probes/read.ts';
import type { Io } from './io.ts';
import { objectsIn } from './objects-in.ts';
import type { Target, WithoutFlux } from './target.ts';

/** As the runbook asks for it, so that it is asked once. */
const APPLICATIONS: ListQuery = { from: 'list', resource: 'applications.argoproj.io', namespace: null };

/**
 * Looks whether Helm by hand or Argo CD has the release that no HelmRelease makes, and why Flux may not have brought it;
 * undefined where there is one, where that is not known, or where none was named.
 */
export async function lookWithoutFlux(
  { namespace, name }: Target,
  releases: Fact,
  lookUp: LookUp,
  io: Io,
): Promise<WithoutFlux | undefined> {
  if (namespace === null || name === null || !lacks(releases, name)) return undefined;
  const secrets: ListQuery = {
    from: 'list',
    resource: 'secrets',
    namespace,
    labelSelector: 'owner=helm',
    as: 'metadata',
  };
  const [kept, applications, above] = await Promise.all([
    lookUp(secrets),
    lookUp(APPLICATIONS),
    lookAbove({ namespace, name }, lookUp, io),
  ]);
  const byHand = objectsIn(kept).map((secret) => text(field(secret, 'metadata.labels.name')));
  const byArgo = objectsIn(applications).filter(
    (each) => namespaceOf(each) === namespace || text(field(each, 'spec.destination.namespace')) === namespace,
  );
  const names = [...new Set([...byHand, ...byArgo.map(nameOf)])].filter((each) => each !== '');
  return {
    found: names.includes(name),
    names,
    unseen: [kept, applications].map(whyUnseen).filter(Boolean).join('; '),
    above,
  };
}

/** The engine is loaded where it is needed this early, and not before. */
async function lookAbove(
  named: { readonly namespace: string; readonly name: string },
  lookUp: LookUp,
  io: Io,
): Promise<string> {
  const { whyMissing } = await import('./why-missing.ts');
  return whyMissing(named, lookUp, io.runbooks());
}

function lacks(releases: Fact, name: string): boolean {
  if (releases.state === 'absent') return true;
  return releases.state === 'known' && !list(releases.value).some((release) => nameOf(release) === name);
}

function whyUnseen(fact: Fact): string {
  if (fact.state === 'denied') return fact.need;
  return fact.state === 'failed' ? fact.reason : '';
}

import type { Request } from '../../cluster/audit.ts';

/**
 * Which kinds one program has listed over all namespaces and the other has not; empty where they compare. `ours` and `theirs`
 * are how the two begin to call themselves.
 */
export function listedByOne(requests: readonly Request[], ours: string, theirs: string): readonly string[] {
  const [own, other] = [kindsListedBy(requests, ours), kindsListedBy(requests, theirs)];
  return [...missing(own, other, theirs), ...missing(other, own, ours)];
}

function missing(from: ReadonlySet<string>, to: ReadonlySet<string>, who: string): readonly string[] {
  return [...from].filter((kind) => !to.has(kind)).map((kind) => `${who} does not list ${kind}`);
}

/** `resource.group` of every list that was no list of one namespace. */
function kindsListedBy(requests: readonly Request[], agent: string): ReadonlySet<string> {
  const lists = requests.filter(({ verb, agent: by }) => verb === 'list' && by.startsWith(agent));
  const wide = lists.filter(({ uri }) => !/\/namespaces\/[^/?]+\//.test(uri));
  return new Set(wide.map(({ resource, group }) => (group === '' ? resource : `${resource}.${group}`)));
}

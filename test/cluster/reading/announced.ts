import type { Request } from '../cluster/audit.ts';

/** One look-up that `--plan` names. */
export interface Announced {
  readonly verb: string;
  /** `pods/log`, `deployments.apps`, or a path such as `/version`. */
  readonly resource: string;
  readonly metadataOnly: boolean;
}

const LOOK_UP = /^ {2}(get|list) +(\S+?)(?:, in .*?)?(?: \((.*)\))?$/;

/** Reads what `--plan` printed of the API server; programs, AWS, addresses, registries and name servers are none of it. A line that is none of its kinds throws: an unread one would announce nothing. */
export function announcedIn(plan: string): readonly Announced[] {
  return plan.split('\n').flatMap((line): readonly Announced[] => {
    const [, verb = '', resource = '', marks = ''] = LOOK_UP.exec(line) ?? [];
    if (verb !== '') return [{ verb, resource, metadataOnly: marks.includes('metadata only') }];
    if (/^$|^\S|^ {9}(follows|when): |^ {2}(run|aws|http|dns|registry) +\S/.test(line)) return [];
    throw new Error(`--plan printed a line that nobody can read: ${line}`);
  });
}

/** The requests that no look-up of the plan comes to, and those whose answer held more than the plan says. */
export function unannounced(requests: readonly Request[], plan: readonly Announced[]): readonly Request[] {
  return requests.filter((request) => {
    const named = plan.filter((each) => each.verb === request.verb && each.resource === nameOf(request));
    if (named.length === 0) return true;
    return named.every((each) => each.metadataOnly) && request.status < 300 && !request.answer.startsWith('Partial');
  });
}

function nameOf({ group, resource, uri }: Request): string {
  if (resource === '') return uri.replace(/\?.*/, '');
  const [plural = '', subresource] = resource.split('/');
  return `${plural}${subresource === undefined ? '' : `/${subresource}`}${group === '' ? '' : `.${group}`}`;
}

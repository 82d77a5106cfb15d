import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { fullPlace } from '../../text/image-reference.ts';
import { entry, text } from '../read.ts';
import { listIn } from './answer.ts';

/** The prefix of a rule that takes up every repository without another (Amazon ECR, pull through cache). */
const EVERY = 'ROOT';

/**
 * Whether a repository is one that the registry fills by itself from another: then it does not exist before its first pull, and
 * what was never pulled through it is not there.
 */
export const pullThroughRule: Probe = {
  name: 'pull-through-rule',
  computes: 'Which rule of Amazon ECR fills a repository from another registry.',
  params: {
    answer: { is: 'object', means: 'What `aws ecr describe-pull-through-cache-rules` printed.' },
    repository: { is: 'text', means: 'The repository, such as `docker-hub/library/nginx`.' },
  },
  returns: {
    found: 'Whether a rule is for it.',
    prefix: 'The prefix of that rule; empty without one.',
    upstream: 'The registry that it is filled from; empty without one.',
    source:
      'The name of the repository there, with that registry before it (`docker.io` for Docker Hub); empty without a rule.',
    credential: 'Whether the registry has credentials for the other one.',
  },
  run: findRule,
};

function findRule({ answer, repository }: ProbeArgs): ProbeResult | undefined {
  const rules = listIn(answer, 'pullThroughCacheRules');
  const name = text(repository);
  if (rules === undefined || name === '') return undefined;
  const prefixOf = (rule: unknown): string => text(entry(rule, 'ecrRepositoryPrefix'));
  const fitting = rules.filter((rule) => name.startsWith(`${prefixOf(rule)}/`));
  // Prefixes may hold one another, and the longest is meant.
  const longest = fitting.toSorted((a, b) => prefixOf(b).length - prefixOf(a).length)[0];
  const rule = longest ?? rules.find((each) => prefixOf(each) === EVERY);
  const upstream = text(entry(rule, 'upstreamRegistryUrl'));
  const there = [
    text(entry(rule, 'upstreamRepositoryPrefix')),
    restOf(name, longest === undefined ? '' : prefixOf(rule)),
  ];
  return {
    found: rule !== undefined,
    prefix: prefixOf(rule),
    upstream,
    source:
      rule === undefined
        ? ''
        : fullPlace([upstream, ...there.filter((each) => each !== '' && each !== EVERY)].join('/')),
    credential: text(entry(rule, 'credentialArn')) !== '',
  };
}

function restOf(name: string, prefix: string): string {
  return prefix === '' ? name : name.slice(prefix.length + 1);
}

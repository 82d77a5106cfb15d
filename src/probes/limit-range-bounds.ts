import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { judgedContainers, limitsOfType, type Judged } from './admission/limit-range-defaults.ts';
import { effectiveLimits } from './admission/limits.ts';
import { amountWords } from './admission/quota-resource.ts';
import { compareText, entry, field, isRecord, list, nameOf, record } from './read.ts';
import { readAmount, unitOf } from './scheduling/amounts.ts';
import { effectiveRequest } from './scheduling/effective-request.ts';

/** Holds a pod template against LimitRanges as the API server does (`PodValidateLimitFunc`, plugin/pkg/admission/limitranger). */
export const limitRangeBounds: Probe = {
  name: 'limit-range-bounds',
  computes:
    'Which bounds of which LimitRange the pods of a template break, with what they ask for or are given by default.',
  params: {
    template: { is: 'object', means: 'The pod template.' },
    ranges: { is: 'list', means: 'The LimitRanges of its namespace.' },
    claims: { is: 'list', optional: true, means: 'Claims, or templates of claims, that are to be made with its pods.' },
  },
  returns: {
    broken: 'Each broken bound as `{range, what, resource, text}`.',
    text: 'One line per broken bound.',
    range: 'The first LimitRange that has one; null when none has.',
    clashes:
      'Containers that ask for more than the limit that a LimitRange gives them: `{range, text}`; such a pod is invalid.',
    clashText: 'One line per clash.',
    clashRange: 'The first LimitRange that makes one; null when none does.',
    unnamed:
      'Requests and limits of compute resources that a container lacks after that: `limits.cpu`, `requests.memory` …',
    defaults: 'Names of the LimitRanges that fill in a request or a limit of a container.',
  },
  run: judgeTemplate,
};

interface Broken {
  readonly range: string;
  readonly what: string;
  readonly resource: string;
  readonly text: string;
}

function judgeTemplate({ template, ranges, claims }: ProbeArgs): ProbeResult | undefined {
  if (!isRecord(field(template, 'spec'))) return undefined;
  const sorted = list(ranges).toSorted((a, b) => compareText(nameOf(a), nameOf(b)));
  const containers = judgedContainers(template, sorted);
  const broken = sorted.flatMap((range) => [
    ...limitsOfType(range, 'Container').flatMap((limit) => containers.flatMap((one) => breaches(range, limit, one))),
    ...limitsOfType(range, 'Pod').flatMap((limit) => breaches(range, limit, wholePod(template, containers))),
    ...limitsOfType(range, 'PersistentVolumeClaim').flatMap((limit) =>
      list(claims).flatMap((claim) => claimBreaches(range, limit, claim)),
    ),
  ]);
  const clashes = containers.flatMap(clashesOf);
  const named = (name: string | undefined): unknown => sorted.find((range) => nameOf(range) === name) ?? null;
  return {
    broken,
    text: broken.map(({ text }) => text).join('\n'),
    range: named(broken[0]?.range),
    clashes,
    clashText: clashes.map(({ text }) => text).join('\n'),
    clashRange: named(clashes[0]?.range),
    unnamed: unnamed(containers),
    defaults: [...new Set(containers.flatMap(({ from }) => Object.values(from)))],
  };
}

/** The resources of which a quota can want an amount from every container (`Constraints`, evaluator/core/pods.go). */
const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'] as const;

function unnamed(containers: readonly Judged[]): readonly string[] {
  return (['limits', 'requests'] as const).flatMap((which) =>
    COMPUTE.filter((resource) => containers.some((one) => !Object.hasOwn(one[which], resource))).map(
      (resource) => `${which}.${resource}`,
    ),
  );
}

/** The sums over the containers, as plain numbers of the base unit (cores, bytes). */
function wholePod(template: unknown, containers: readonly Judged[]): Judged {
  const filled = containers.map(({ name, requests, limits }) => [name, { requests, limits }] as const);
  const resources = new Map(filled);
  const fill = (container: unknown): unknown => ({
    ...record(container),
    resources: resources.get(`container ${String(entry(container, 'name'))}`),
  });
  const spec = record(field(template, 'spec'));
  const pod = {
    spec: {
      ...spec,
      containers: list(spec['containers']).map(fill),
      initContainers: list(spec['initContainers']).map(fill),
    },
  };
  return { name: 'the pod', requests: written(effectiveRequest(pod)), limits: written(effectiveLimits(pod)), from: {} };
}

function written(amounts: ReadonlyMap<string, number>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...amounts].map(([resource, amount]) => [resource, resource === 'cpu' ? `${amount}m` : String(amount)]),
  );
}

function breaches(range: unknown, limit: unknown, one: Judged): readonly Broken[] {
  const of = (bound: string, judge: (value: Bound) => string | undefined): readonly Broken[] =>
    Object.entries(record(entry(limit, bound))).flatMap(([resource, value]) => {
      const text = judge({ one, resource, value, per: String(entry(limit, 'type')) });
      return text === undefined ? [] : [{ range: nameOf(range), what: one.name, resource, text }];
    });
  return [...of('min', belowMinimum), ...of('max', aboveMaximum), ...of('maxLimitRequestRatio', aboveRatio)];
}

/** A claim has requests alone (`PersistentVolumeClaimValidateLimitFunc`, plugin/pkg/admission/limitranger). */
function claimBreaches(range: unknown, limit: unknown, claim: unknown): readonly Broken[] {
  const what = `claim ${nameOf(claim)}`;
  const asked = readAmount('storage', field(claim, 'spec.resources.requests.storage'));
  return (['min', 'max'] as const).flatMap((bound) => {
    const value = entry(entry(limit, bound), 'storage');
    const allowed = readAmount('storage', value);
    if (allowed === undefined || asked === undefined) return [];
    if (bound === 'min' ? asked >= allowed : asked <= allowed) return [];
    const words = `${bound === 'min' ? 'at least' : 'at most'} ${String(value)} per PersistentVolumeClaim`;
    const text = `${what} asks for ${amountWords(asked, 'bytes')} of storage, ${words}`;
    return [{ range: nameOf(range), what, resource: 'storage', text }];
  });
}

interface Bound {
  readonly one: Judged;
  readonly resource: string;
  readonly value: unknown;
  readonly per: string;
}

function belowMinimum(bound: Bound): string | undefined {
  const { one, resource, value, per } = bound;
  const least = readAmount(resource, value);
  if (least === undefined) return undefined;
  const words = `at least ${String(value)} per ${per}`;
  const request = readAmount(resource, one.requests[resource]);
  if (request === undefined) return `${one.name} names no ${resource} request, ${words}`;
  if (request < least) return `${given(bound, 'requests', request)}, ${words}`;
  const limited = readAmount(resource, one.limits[resource]);
  return limited !== undefined && limited < least ? `${given(bound, 'limits', limited)}, ${words}` : undefined;
}

function aboveMaximum(bound: Bound): string | undefined {
  const { one, resource, value, per } = bound;
  const most = readAmount(resource, value);
  if (most === undefined) return undefined;
  const words = `at most ${String(value)} per ${per}`;
  const limited = readAmount(resource, one.limits[resource]);
  if (limited === undefined) return `${one.name} names no ${resource} limit, ${words}`;
  if (limited > most) return `${given(bound, 'limits', limited)}, ${words}`;
  const request = readAmount(resource, one.requests[resource]);
  return request !== undefined && request > most ? `${given(bound, 'requests', request)}, ${words}` : undefined;
}

function aboveRatio({ one, resource, value, per }: Bound): string | undefined {
  const most = readAmount('cpu', value);
  const [limited, request] = [one.limits[resource], one.requests[resource]].map((each) => readAmount(resource, each));
  if (most === undefined) return undefined;
  const words = `at most ${String(value)} times the request per ${per}`;
  if (request === undefined || request === 0)
    return `${one.name} names no ${resource} request, its limit may be ${words}`;
  if (limited === undefined || limited === 0) return `${one.name} names no ${resource} limit, it may be ${words}`;
  const ratio = limited / request;
  return ratio * 1000 > most
    ? `${one.name} has a ${resource} limit of ${ratio.toFixed(1)} times its request, ${words}`
    : undefined;
}

/** `container web has a memory limit of 512Mi`, and where that comes from when it is not its own. */
function given({ one, resource }: Bound, which: 'requests' | 'limits', amount: number): string {
  const origin = one.from[`${which}.${resource}`];
  const verb = which === 'limits' ? 'has a' : 'asks for a';
  const noun = which === 'limits' ? `${resource} limit of` : `${resource} request of`;
  const said = `${one.name} ${verb} ${noun} ${amountWords(amount, unitOf(resource))}`;
  return origin === undefined ? said : `${said} (a default of LimitRange ${origin})`;
}

/** `ValidateResourceRequirements` (pkg/apis/core/validation): a request may not exceed its limit, wherever the two come from. */
function clashesOf(one: Judged): readonly { readonly range: string; readonly text: string }[] {
  return Object.keys(one.limits).flatMap((resource) => {
    const limited = readAmount(resource, one.limits[resource]);
    const request = readAmount(resource, one.requests[resource]);
    const ofLimit = one.from[`limits.${resource}`];
    const range = ofLimit ?? one.from[`requests.${resource}`];
    if (limited === undefined || request === undefined || request <= limited || range === undefined) return [];
    const words = (amount: number): string => amountWords(amount, unitOf(resource));
    const what = `${one.name} requests ${words(request)} of ${resource} and may use ${words(limited)}`;
    const filled = ofLimit === undefined ? 'request' : 'limit';
    return [{ range, text: `${what}; the ${filled} is a default of LimitRange ${range}` }];
  });
}

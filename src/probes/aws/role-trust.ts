import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { entry, field, isRecord, text } from '../read.ts';

/**
 * Whether a role of IAM lets the ServiceAccount of a pod take it, by the role's trust policy (IAM User Guide, roles for
 * OIDC federation; EKS User Guide, IAM roles for service accounts). The keys of its conditions begin with the bare host and
 * path of the cluster's issuer; one that begins with the ARN of the provider is never met.
 */
export const roleTrust: Probe = {
  name: 'role-trust',
  computes: "Whether a role's trust policy lets a ServiceAccount of this cluster take it.",
  params: {
    role: { is: 'object', means: 'What `iam get-role` says.' },
    issuer: { is: 'text', means: 'The issuer of the cluster, `https://oidc.eks.…`; empty where it is not known.' },
    namespace: { is: 'text', means: 'The namespace of the ServiceAccount.' },
    account: { is: 'text', means: 'The name of the ServiceAccount.' },
  },
  returns: {
    code: 'Empty where it may, else why not: `nobody` (no statement for web identities), `issuer`, `key` (a condition over the ARN of the provider), `subject`, `audience`.',
    wants: 'What the condition that is not met asks for; empty where there is none.',
    podIdentity: 'Whether EKS Pod Identity may take the role.',
  },
  run: readTrust,
};

type Code = '' | 'nobody' | 'issuer' | 'key' | 'subject' | 'audience';

interface Verdict {
  readonly code: Code;
  readonly wants: string;
}

/** Who would take the role. */
interface Taker {
  /** `oidc.eks.eu-central-1.amazonaws.com/id/…`; empty where it is not known. */
  readonly issuer: string;
  readonly subject: string;
}

/** What the token of a ServiceAccount is for (EKS pod identity webhook, default audience). */
const AUDIENCE = 'sts.amazonaws.com';
const ALLOWED: Verdict = { code: '', wants: '' };
const NOBODY: Verdict = { code: 'nobody', wants: '' };

function readTrust({ role, issuer, namespace, account }: ProbeArgs): ProbeResult | undefined {
  const statements = statementsOf(field(role, 'Role.AssumeRolePolicyDocument'));
  if (statements === undefined || statements.some(isDeny)) return undefined;
  const taker = {
    issuer: text(issuer).replace(/^https:\/\//, ''),
    subject: `system:serviceaccount:${text(namespace)}:${text(account)}`,
  };
  const podIdentity = statements.some(isForPods);
  const verdicts = statements.filter(isForWebIdentity).map((statement) => verdictOf(statement, taker));
  const best = verdicts.find((verdict) => verdict?.code === '');
  if (best !== undefined) return { ...best, podIdentity };
  if (verdicts.includes(undefined)) return undefined;
  return { ...(verdicts[0] ?? NOBODY), podIdentity };
}

/** The CLI prints the document as JSON; an API answer has it as a text, percent-encoded. */
function statementsOf(document: unknown): readonly unknown[] | undefined {
  const policy = typeof document === 'string' ? parsed(document) : document;
  const statement = entry(policy, 'Statement');
  const all: readonly unknown[] = Array.isArray(statement) ? (statement as unknown[]) : [statement];
  return all.every(isRecord) ? all : undefined;
}

function parsed(document: string): unknown {
  try {
    return JSON.parse(document.startsWith('{') ? document : decodeURIComponent(document));
  } catch {
    return undefined;
  }
}

/** A refusal comes before everything that is allowed; what it is about is not worked out here. */
function isDeny(statement: unknown): boolean {
  return text(entry(statement, 'Effect')) !== 'Allow';
}

function isForPods(statement: unknown): boolean {
  return acts(statement, 'sts:AssumeRole') && principals(statement, 'Service').includes('pods.eks.amazonaws.com');
}

function isForWebIdentity(statement: unknown): boolean {
  return acts(statement, 'sts:AssumeRoleWithWebIdentity') && principals(statement, 'Federated').length > 0;
}

function acts(statement: unknown, action: string): boolean {
  return texts(entry(statement, 'Action')).some((each) => isLike(action.toLowerCase(), each.toLowerCase()));
}

function principals(statement: unknown, kind: string): readonly string[] {
  return texts(field(statement, `Principal.${kind}`));
}

/** Undefined where a condition is of a form that is not worked out here. */
function verdictOf(statement: unknown, { issuer, subject }: Taker): Verdict | undefined {
  const providers = principals(statement, 'Federated');
  const known = providers.map((arn) => /:oidc-provider\/(?<issuer>.+)$/.exec(arn)?.groups?.['issuer'] ?? '');
  if (issuer !== '' && !known.includes(issuer)) return { code: 'issuer', wants: known.filter(Boolean).join(', ') };
  const conditions = conditionsOf(entry(statement, 'Condition'));
  const host = issuer === '' ? (known[0] ?? '') : issuer;
  if (conditions === undefined || host === '') return undefined;
  const verdicts = conditions.map((condition) => met(condition, host, subject));
  if (verdicts.includes(undefined)) return undefined;
  return verdicts.find((verdict) => verdict?.code !== '') ?? (issuer === '' ? undefined : ALLOWED);
}

interface Condition {
  readonly like: boolean;
  readonly key: string;
  readonly values: readonly string[];
}

const OPERATORS: Readonly<Record<string, boolean>> = { StringEquals: false, StringLike: true };

function conditionsOf(condition: unknown): readonly Condition[] | undefined {
  if (condition === undefined) return [];
  if (!isRecord(condition) || Object.keys(condition).some((operator) => !Object.hasOwn(OPERATORS, operator)))
    return undefined;
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(isRecord(keys) ? keys : {}).map(([key, values]) => ({
      like: OPERATORS[operator] === true,
      key: key.toLowerCase(),
      values: texts(values),
    })),
  );
}

function met({ like, key, values }: Condition, issuer: string, subject: string): Verdict | undefined {
  const wants = values.join(', ');
  if (/^arn:aws[a-z-]*:iam::/.test(key)) return { code: 'key', wants: key };
  const claim = key.startsWith(`${issuer.toLowerCase()}:`) ? key.slice(issuer.length + 1) : undefined;
  const has = claim === 'sub' ? subject : AUDIENCE;
  if (claim !== 'sub' && claim !== 'aud') return undefined;
  const fits = values.some((value) => (like ? isLike(has, value) : has === value));
  if (fits) return ALLOWED;
  return { code: claim === 'sub' ? 'subject' : 'audience', wants };
}

/** `*` stands for anything, `?` for one character (IAM User Guide, string condition operators). */
function isLike(value: string, pattern: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(value);
}

function texts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter((each) => typeof each === 'string');
}

import type { EksPlace } from '../../model/query.ts';
import type { ExecEntry } from './kubeconfig-file.ts';

/** What a kubeconfig holds that may tell of EKS. */
interface Entries {
  /** The names of the context and of its cluster entry: `aws eks update-kubeconfig` gives both the ARN. */
  readonly names: readonly string[];
  readonly server: string;
  readonly exec: ExecEntry | undefined;
}

/** `arn:aws:eks:REGION:ACCOUNT:cluster/NAME`, in any partition (Service Authorization Reference, Amazon EKS). */
const ARN =
  /^arn:aws[a-z-]*:eks:(?<region>[a-z0-9-]+):(?<account>\d{12}):cluster\/(?<cluster>[A-Za-z0-9][A-Za-z0-9_-]{0,99})$/;

/** The address of an API server: an id, a part that differs, the region (`aws eks describe-cluster`, endpoint). */
const ENDPOINT =
  /^https:\/\/(?<host>[0-9A-F]{32}\.[a-z0-9]+\.(?<region>[a-z0-9-]+)\.eks\.(?:amazonaws\.com(?:\.cn)?|api\.aws))(?::\d+)?\/?$/i;

/** The cluster of EKS that a kubeconfig is about, as far as it says so; undefined where nothing does. */
export function eksPlaceOf({ names, server, exec }: Entries): EksPlace | undefined {
  const arn = names.map((name) => ARN.exec(name)?.groups).find((groups) => groups !== undefined) ?? {};
  const { host = '', region } = ENDPOINT.exec(server)?.groups ?? {};
  const place = {
    cluster: arn['cluster'] ?? option(exec, ['--cluster-name', '--cluster-id', '-i']),
    region: arn['region'] ?? region ?? option(exec, ['--region']),
    account: arn['account'] ?? '',
    profile: profileOf(exec),
    endpoint: host.toLowerCase(),
  };
  return Object.values(place).some((part) => part !== '') ? place : undefined;
}

/** The profile that the kubeconfig signs in with: the option of its plugin, else the variable that it sets for it. */
function profileOf(exec: ExecEntry | undefined): string {
  return option(exec, ['--profile']) || (signsInToAws(exec) ? (exec?.env['AWS_PROFILE'] ?? '') : '');
}

/** The value of an option of the plugin, where the plugin is one that signs in to AWS; else empty. */
function option(exec: ExecEntry | undefined, flags: readonly string[]): string {
  if (exec === undefined || !signsInToAws(exec)) return '';
  const together = exec.args.find((arg) => flags.some((flag) => arg.startsWith(`${flag}=`)));
  if (together !== undefined) return together.slice(together.indexOf('=') + 1);
  const at = exec.args.findIndex((arg) => flags.includes(arg));
  return at < 0 ? '' : (exec.args[at + 1] ?? '');
}

function signsInToAws(exec: ExecEntry | undefined): boolean {
  const program = exec?.command.split('/').at(-1) ?? '';
  return program === 'aws' || program === 'aws-iam-authenticator';
}

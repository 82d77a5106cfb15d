import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { parseTime } from '../../text/time.ts';
import { entry, field, isRecord, list, text } from '../read.ts';
import { issuesOf, issueWords, statusOf } from './issues.ts';

/** How an EKS cluster stands by what AWS says of it (`eks describe-cluster`; edge-sops-eks 3). */
export const clusterStanding: Probe = {
  name: 'cluster-standing',
  computes:
    'How an EKS cluster stands: its status, what is wrong, who reaches its endpoint, and how long its version is supported.',
  params: {
    cluster: { is: 'object', means: 'What `aws eks describe-cluster` said.' },
    versions: {
      is: 'list',
      means:
        'What is known of versions: version, standard and extended (the days on which support ends, as `2026-12-02`).',
    },
    now: { is: 'text', means: 'The present time, RFC 3339.' },
  },
  returns: {
    name: 'Its name.',
    status: 'Its status in capitals.',
    issuesKnown: 'Whether it says what is wrong with it at all.',
    issues: 'What EKS says is wrong with it: code, message, resources.',
    codes: 'The codes of these.',
    issueText: 'These as one line.',
    access: '`public`, `private`, `both`, or `unknown`.',
    cidrs: 'From where its public endpoint may be reached; empty where nothing is said.',
    everywhere: 'Whether it is public and may be reached from anywhere.',
    version: 'Its version, such as `1.34`.',
    support: '`standard`, `extended`, `ended`, or `unknown` where that version is not listed.',
    until: 'The day on which that support ends; empty where it is not known.',
    days: 'How many days that is from now; null where it is not known.',
    policy: '`STANDARD` (it is upgraded by AWS when standard support ends), `EXTENDED`, or empty.',
    autoMode: '`yes`, `no` or `unknown`: whether EKS Auto Mode makes its nodes.',
    logs: 'The parts of the control plane whose logs go to CloudWatch.',
    authentication: '`CONFIG_MAP`, `API`, `API_AND_CONFIG_MAP`, or empty.',
    subnets: 'The ids of the subnets of its control plane.',
  },
  run: readCluster,
};

const DAY = 86_400;

function readCluster({ cluster, versions, now }: ProbeArgs): ProbeResult | undefined {
  const own = entry(cluster, 'cluster');
  const present = parseTime(text(now));
  const status = statusOf(own);
  if (!isRecord(own) || status === '' || present === undefined) return undefined;
  const issues = issuesOf(own);
  const known = issues ?? [];
  return {
    name: text(own['name']),
    status,
    issuesKnown: issues !== undefined,
    issues: known,
    codes: known.map(({ code }) => code),
    issueText: issueWords(known),
    ...endpointOf(own),
    version: text(own['version']),
    ...supportOf(text(own['version']), list(versions), present),
    policy: text(field(own, 'upgradePolicy.supportType')).toUpperCase(),
    autoMode: autoModeOf(own),
    logs: logsOf(own),
    authentication: text(field(own, 'accessConfig.authenticationMode')),
    subnets: list(field(own, 'resourcesVpcConfig.subnetIds')).map(text),
  };
}

function endpointOf(cluster: unknown) {
  const open = field(cluster, 'resourcesVpcConfig.endpointPublicAccess');
  const inner = field(cluster, 'resourcesVpcConfig.endpointPrivateAccess');
  const cidrs = list(field(cluster, 'resourcesVpcConfig.publicAccessCidrs')).map(text);
  return { access: accessOf(open, inner), cidrs, everywhere: open === true && cidrs.includes('0.0.0.0/0') };
}

function accessOf(open: unknown, inner: unknown): string {
  if (typeof open !== 'boolean' || typeof inner !== 'boolean') return 'unknown';
  if (open) return inner ? 'both' : 'public';
  return inner ? 'private' : 'unknown';
}

/** A support ends with the last moment of its day. */
function supportOf(version: string, versions: readonly unknown[], now: number) {
  const row = versions.find((each) => text(entry(each, 'version')) === version);
  for (const support of ['standard', 'extended']) {
    const until = text(entry(row, support));
    const ends = parseTime(`${until}T23:59:59Z`);
    if (ends === undefined) return { support: 'unknown', until: '', days: null };
    if (now <= ends) return { support, until, days: Math.floor((ends - now) / DAY) };
  }
  return { support: 'ended', until: text(entry(row, 'extended')), days: 0 };
}

/** An older aws command leaves out what it does not know of, so that nothing is said is no `no`. */
function autoModeOf(cluster: unknown): string {
  const enabled = field(cluster, 'computeConfig.enabled');
  if (typeof enabled !== 'boolean') return 'unknown';
  return enabled ? 'yes' : 'no';
}

function logsOf(cluster: unknown): readonly string[] {
  return list(field(cluster, 'logging.clusterLogging'))
    .filter((each) => entry(each, 'enabled') === true)
    .flatMap((each) => list(entry(each, 'types')).map(text));
}

import type { Probe, ProbeResult } from '../../model/probe.ts';
import { text } from '../read.ts';

/**
 * What the name of an image of a private registry of Amazon says: account and region stand in the host. Public images
 * (`public.ecr.aws`) are of another service and need no account.
 */
export const ecrReference: Probe = {
  name: 'ecr-reference',
  computes: 'The account, region, repository and tag that the name of an image of Amazon ECR says.',
  params: { image: { is: 'text', means: 'The name of an image, as a container names it.' } },
  returns: {
    isEcr: 'Whether it is of a private registry of Amazon ECR.',
    host: 'The host of the registry.',
    account: 'The account that the registry belongs to, twelve digits.',
    region: 'The region of the registry.',
    repository: 'The repository, without the host.',
    tag: 'The tag; `latest` where neither tag nor digest is written, empty where a digest alone is.',
    digest: 'The digest that is written; empty without one.',
  },
  run: ({ image }): ProbeResult => readReference(text(image)),
};

/** ACCOUNT.dkr.ecr.REGION.amazonaws.com, with -fips and .cn, or ACCOUNT.dkr-ecr.REGION.on.aws, which answers over IPv6 too. */
const HOST =
  /^(\d{12})\.(?:dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?|dkr-ecr(?:-fips)?\.([a-z0-9-]+)\.on\.aws)$/;
const NAME = /^([^/]+)\/([a-z0-9._/-]+?)(?::([\w][\w.-]*))?(?:@(sha256:[0-9a-f]{64}))?$/;

function readReference(image: string): ProbeResult {
  const [, host = '', repository = '', tag, digest = ''] = NAME.exec(image) ?? [];
  const [, account, region, other] = HOST.exec(host) ?? [];
  if (account === undefined) {
    return { isEcr: false, host: '', account: '', region: '', repository: '', tag: '', digest: '' };
  }
  const plain = digest === '' ? 'latest' : '';
  return { isEcr: true, host, account, region: region ?? other ?? '', repository, tag: tag ?? plain, digest };
}

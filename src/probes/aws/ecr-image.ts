import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { compareText, entry, text } from '../read.ts';
import { listIn, stateIn, textsIn, timeIn } from './answer.ts';
import { isIndexType } from './media-type.ts';

/**
 * What a registry of Amazon holds under a tag. The newest push of a repository need not be the tag, and with an image of several
 * architectures it may be one part of it, without a tag: so the tag is asked for, and later pushes are told beside it.
 */
export const ecrImage: Probe = {
  name: 'ecr-image',
  computes: 'What a repository of Amazon ECR holds under a tag, and what was pushed there later under others.',
  params: {
    answer: { is: 'object', means: 'What `aws ecr describe-images --image-ids imageTag=TAG` printed.' },
    pushed: {
      is: 'object',
      optional: true,
      means: 'What `aws ecr describe-images --filter tagStatus=TAGGED` printed of the repository.',
    },
  },
  returns: {
    digest: 'The digest under that tag.',
    pushedAt: 'When it was pushed (RFC 3339).',
    status: '`active`, `archived` or `activating`; `active` where the registry does not say.',
    isIndex: 'Whether it is a list of images, one per platform.',
    tags: 'Every tag of it, as one line.',
    newer: 'What was pushed later under other tags: rows of tag, digest, pushedAt (RFC 3339), the latest first.',
    newest: 'The tag of the latest of them; empty without one, and where that was not looked at.',
  },
  run: readImage,
};

function readImage({ answer, pushed }: ProbeArgs): ProbeResult | undefined {
  const found = listIn(answer, 'imageDetails');
  const own = found?.[0];
  const digest = text(entry(own, 'imageDigest'));
  // Two entries for one tag are no answer to what was asked.
  if (found?.length !== 1 || digest === '') return undefined;
  const pushedAt = timeIn(own, 'imagePushedAt');
  const newer = (listIn(pushed, 'imageDetails') ?? []).flatMap((each) => laterThan(each, pushedAt, digest));
  const rows = newer.toSorted((a, b) => compareText(b.pushedAt, a.pushedAt) || compareText(a.tag, b.tag));
  return {
    digest,
    pushedAt,
    status: stateIn(own, 'imageStatus') || 'active',
    isIndex: isIndexType(text(entry(own, 'imageManifestMediaType'))),
    tags: textsIn(own, 'imageTags').toSorted(compareText).join(', '),
    newer: rows,
    newest: rows[0]?.tag ?? '',
  };
}

interface Push {
  readonly tag: string;
  readonly digest: string;
  readonly pushedAt: string;
}

function laterThan(image: unknown, than: string, digest: string): readonly Push[] {
  const [own, at] = [text(entry(image, 'imageDigest')), timeIn(image, 'imagePushedAt')];
  if (own === digest || at === '' || than === '' || compareText(at, than) <= 0) return [];
  return textsIn(image, 'imageTags').map((tag) => ({ tag, digest: own, pushedAt: at }));
}

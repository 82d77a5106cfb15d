import type { Probe, ProbeArgs, ProbeResult } from '../../model/probe.ts';
import { entry, isRecord, text } from '../read.ts';
import { issuesOf, issueWords, statusOf } from './issues.ts';

/** How an add-on of EKS stands (`eks describe-addon`; edge-sops-eks 3). */
export const addOnStanding: Probe = {
  name: 'add-on-standing',
  computes: 'How an add-on of an EKS cluster stands: its status, its version and what is wrong with it.',
  params: { addOn: { is: 'object', means: 'What `aws eks describe-addon` said.' } },
  returns: {
    name: 'Its name.',
    status: 'Its status in capitals.',
    version: 'Its version.',
    issuesKnown: 'Whether it says what is wrong with it at all.',
    issues: 'What EKS says is wrong with it: code, message, resources.',
    codes: 'The codes of these.',
    issueText: 'These as one line.',
  },
  run: ({ addOn }) => readAddOn(addOn),
};

function readAddOn(addOn: ProbeArgs[string]): ProbeResult | undefined {
  const own = entry(addOn, 'addon');
  const status = statusOf(own);
  if (!isRecord(own) || status === '') return undefined;
  const issues = issuesOf(own);
  const known = issues ?? [];
  return {
    name: text(own['addonName']),
    status,
    version: text(own['addonVersion']),
    issuesKnown: issues !== undefined,
    issues: known,
    codes: known.map(({ code }) => code),
    issueText: issueWords(known),
  };
}

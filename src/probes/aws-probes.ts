import type { Probe } from '../model/probe.ts';
import { awsPlace } from './aws/aws-place.ts';

/** What is computed over answers of AWS, and where the cluster is there. */
export const AWS_PROBES: readonly Probe[] = [awsPlace];

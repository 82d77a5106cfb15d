import { parseTime } from '../../text/time.ts';
import { num, text } from '../read.ts';

/**
 * Seconds since 1970 of a time as the aws command prints it: a number of seconds (services that speak JSON, version 1) or
 * an RFC 3339 text (all others, version 2); undefined for anything else (aws-kubernetes 1.1).
 */
export function timeOf(value: unknown): number | undefined {
  return num(value) ?? parseTime(text(value));
}

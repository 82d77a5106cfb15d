import type { Finding } from '../../../src/model/report.ts';

/** Whether a finding is on this object: `Service/shop`, or `Pod/shop-*` where a part of the name is made up. */
export function isOn(finding: Finding, on: string): boolean {
  const last = onOf(finding);
  return on.endsWith('*') ? last.startsWith(on.slice(0, -1)) : last === on;
}

/** The object that a finding is on, the last of its chain, as `Service/shop`. */
export function onOf({ chain }: Finding): string {
  const last = chain.at(-1);
  return last === undefined ? '' : `${last.kind}/${last.name}`;
}

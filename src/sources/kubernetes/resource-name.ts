/** A resource split into its parts. */
export interface ResourceName {
  readonly plural: string;
  /** '' for the core group. */
  readonly group: string;
  /** `log` in `pods/log`; undefined for the object itself. */
  readonly subresource: string | undefined;
}

/** Splits `pods`, `deployments.apps` or `pods/log`. */
export function parseResource(resource: string): ResourceName {
  const [whole = '', subresource] = resource.split('/');
  const dot = whole.indexOf('.');
  if (dot < 0) return { plural: whole, group: '', subresource };
  return { plural: whole.slice(0, dot), group: whole.slice(dot + 1), subresource };
}

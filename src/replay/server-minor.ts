/** The minor version in a `gitVersion` of Kubernetes 1 (`v1.34.4` → 34); 0 where nothing says which it is. */
export function minorOf(gitVersion: string | null): number {
  return Number(/^v1\.(\d+)/.exec(gitVersion ?? '')?.[1] ?? 0);
}

import type { DiagnoseIntent } from '../cli/diagnose-command.ts';
import type { Cluster } from './cluster.ts';

/**
 * Whether hosts are asked over HTTP and names in DNS: as the person said, else where one object was named and not for a
 * whole namespace, which may have a hundred hosts. A folder without such answers is not taken to task for them.
 */
export function asksNetwork({ network, target }: DiagnoseIntent, cluster?: Pick<Cluster, 'network'>): boolean {
  return network ?? (target !== undefined && cluster?.network !== 'none');
}

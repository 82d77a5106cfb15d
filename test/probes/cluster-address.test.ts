import { describe, expect, it } from 'vitest';
import { clusterAddress } from '../../src/probes/cluster-address.ts';

describe('cluster-address', () => {
  it.each([
    ['db', 'service', 'db', 'shop', true, ''],
    ['DB.', 'service', 'db', 'shop', true, ''],
    ['db.data', 'service', 'db', 'data', false, 'data'],
    ['db.data.svc', 'service', 'db', 'data', true, ''],
    ['db.data.svc.cluster.local', 'service', 'db', 'data', true, ''],
    ['db.data.svc.k8s.example.org.', 'service', 'db', 'data', true, ''],
    ['pg-0.pg.data.svc.cluster.local', 'service', 'pg', 'data', true, ''],
    ['shop.abc.eu-west-1.rds.amazonaws.com', 'outside', '', '', false, ''],
    ['localhost', 'loopback', '', '', false, ''],
    ['127.0.0.1', 'loopback', '', '', false, ''],
    ['[::1]', 'loopback', '', '', false, ''],
    ['10.96.40.7', 'address', '', '', false, ''],
    ['[fd00::7]', 'address', '', '', false, ''],
    ['', '', '', '', false, ''],
  ])('%s', (host, form, service, namespace, sure, peer) => {
    expect(clusterAddress.run({ host, namespace: 'shop' })).toMatchObject({ form, service, namespace, sure, peer });
  });

  it.each([
    ['db-0.db', 'db', 'db', 'shop'],
    ['main-db-12.peers.data.svc.cluster.local', 'main-db', 'peers', 'data'],
    ['db-0', '', '', ''],
    ['db-a.db', '', '', ''],
    ['a.db-0.db.data.svc', '', '', ''],
    ['db-0.db.example.org', '', '', ''],
  ])('%s may be a pod of a StatefulSet', (host, set, setService, setNamespace) => {
    expect(clusterAddress.run({ host, namespace: 'shop' })).toMatchObject({ set, setService, setNamespace });
  });
});

import { describe, expect, it } from 'vitest';
import { portFilter } from '../../../src/probes/scheduling/host-ports.ts';
import { neighboursOf } from '../../../src/probes/scheduling/neighbours.ts';
import { node, pod } from './objects.ts';

type Json = Readonly<Record<string, unknown>>;

const N = node('n');
const on = (port: Json, more: Json = {}): Json =>
  pod('p', {}, { node: 'n', spec: { containers: [{ name: 'main', ports: [port] }], ...more } });
const open = (hostPort: number, more: Json = {}): Json => ({ containerPort: 80, hostPort, ...more });
const taken = (wanted: Json, held: Json): readonly string[] =>
  portFilter(wanted, neighboursOf([N], [held]))(N).map(({ port }) => port);

/** nodeports/node_ports.go, Fits; framework/types.go, HostPortInfo.CheckConflict. */
describe('ports of the node', () => {
  it.each<[string, Json, Json, boolean]>([
    ['the same port', open(9100), open(9100), true],
    ['another port', open(9100), open(9101), false],
    ['no port of the node', { containerPort: 9100 }, open(9100), false],
    ['another protocol', open(53, { protocol: 'UDP' }), open(53), false],
    ['TCP where none is named', open(53, { protocol: 'TCP' }), open(53), true],
    ['another address', open(80, { hostIP: '10.0.0.1' }), open(80, { hostIP: '10.0.0.2' }), false],
    ['the same address', open(80, { hostIP: '10.0.0.1' }), open(80, { hostIP: '10.0.0.1' }), true],
    ['every address against one', open(80), open(80, { hostIP: '10.0.0.2' }), true],
    ['one against every address', open(80, { hostIP: '10.0.0.1' }), open(80, { hostIP: '0.0.0.0' }), true],
  ])('%s', (_, wanted, held, conflict) => {
    expect(taken(on(wanted), on(held)).length > 0).toBe(conflict);
  });

  it("takes every declared port on the node's own network, also where a template has no default yet", () => {
    const host = { hostNetwork: true };
    expect(taken(on({ containerPort: 9100 }, host), on(open(9100)))).toEqual(['9100/TCP']);
    expect(taken(on({ containerPort: 9100 }), on(open(9100), host))).toEqual([]);
  });

  it('counts sidecars, and init containers that end not', () => {
    const init = (restart: Json): Json =>
      pod('p', {}, { node: 'n', spec: { initContainers: [{ name: 'i', ports: [open(9100)], ...restart }] } });
    expect(taken(on(open(9100)), init({ restartPolicy: 'Always' }))).toEqual(['9100/TCP']);
    expect(taken(on(open(9100)), init({}))).toEqual([]);
  });

  it('names the holder, and asks other nodes not', () => {
    const held = neighboursOf([N, node('m')], [on(open(9100))]);
    expect(portFilter(on(open(9100)), held)(N)).toEqual([{ port: '9100/TCP', pod: 'coder/p' }]);
    expect(portFilter(on(open(9100)), held)(node('m'))).toEqual([]);
  });
});

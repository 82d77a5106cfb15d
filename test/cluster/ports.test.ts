import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { choosePorts, isPortFree } from './plane/ports.ts';

const allFree = async (): Promise<boolean> => true;

describe('the ports of a plane', () => {
  it('follow one another from the first that was asked for', async () => {
    expect(await choosePorts(['etcd', 'kube-apiserver'], 21_000, allFree)).toEqual({
      etcd: 21_000,
      'kube-apiserver': 21_001,
    });
  });

  it('are refused, with the program that it was for, where one that was asked for is taken', async () => {
    const free = async (port: number): Promise<boolean> => port !== 21_001;
    await expect(choosePorts(['etcd', 'kube-apiserver'], 21_000, free)).rejects.toThrow(
      'kube-apiserver: port 127.0.0.1:21001 is taken',
    );
  });

  it('lie apart from those of outgoing connections and skip what is taken', async () => {
    const free = async (port: number): Promise<boolean> => port % 2 === 0;
    const ports = Object.values(await choosePorts(['a', 'b', 'c'], undefined, free));
    expect(ports.every((port) => port % 2 === 0 && port >= 20_000 && port < 32_000)).toBe(true);
    expect(new Set(ports).size).toBe(3);
  });

  it('are taken as long as somebody listens', async () => {
    const server = createServer();
    onTestFinished(() => void server.close());
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    expect(await isPortFree(port)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
    expect(await isPortFree(port)).toBe(true);
  });
});

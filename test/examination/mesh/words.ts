import { later, precise } from '../kit/moment.ts';

/** Lines of programs in Go (log/slog, client-go), .NET (console logger) and Node (pino), and of MongoDB and NATS. */
export function slog(time: string, level: string, msg: string, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ time: precise(time, 412).replace('Z', '118834Z'), level, msg, ...more });
}

export function pino(
  time: string,
  level: 30 | 40 | 50 | 60,
  msg: string,
  more: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({ level, time: Date.parse(time) + 127, pid: 1, hostname: 'tamarack', ...more, msg });
}

export function dotnet(level: string, category: string, lines: readonly string[], id = 0): readonly string[] {
  return [`${level}: ${category}[${id}]`, ...lines.map((line) => `      ${line}`)];
}

export function mongo(
  time: string,
  severity: string,
  component: string,
  msg: string,
  attr: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({
    t: { $date: precise(time, 301).replace('Z', '+00:00') },
    s: severity,
    c: component,
    id: 23016,
    ctx: 'listener',
    msg,
    attr,
  });
}

export function oxbowWell(start: string): string {
  return [
    slog(start, 'INFO', 'starting', { version: '2.18.0', go: 'go1.25.3' }),
    slog(later(start, 1), 'INFO', 'nats connected', { url: 'nats://whimbrel:4222', server: 'whimbrel-0' }),
    slog(later(start, 1), 'INFO', 'mongo connected', { host: 'dunlin:27017' }),
    slog(later(start, 2), 'INFO', 'caches synced', { resource: 'endpointslices' }),
    slog(later(start, 2), 'INFO', 'serving', { grpc: ':9090', http: ':8090' }),
    '',
  ].join('\n');
}

export function quillonWell(): string {
  return [
    ...dotnet('info', 'Quillon.Intake.JobSource', ['Connected to nats://whimbrel:4222, subject vesper.jobs.>']),
    ...dotnet('info', 'Microsoft.Hosting.Lifetime', ['Application started. Press Ctrl+C to shut down.']),
    ...dotnet('info', 'Microsoft.Hosting.Lifetime', ['Hosting environment: Production']),
    ...dotnet('info', 'Quillon.Ledger.Writer', ['Wrote 41 documents to vesper.folds in 18 ms']),
    '',
  ].join('\n');
}

export function tamarackWell(start: string): string {
  return [
    pino(start, 30, 'Server listening at http://0.0.0.0:3000'),
    pino(later(start, 1), 30, 'rpc channel ready', { target: 'dns:///oxbow:9090' }),
    pino(later(start, 240), 30, 'request completed', {
      reqId: 'req-5f1',
      res: { statusCode: 200 },
      responseTime: 21.4,
    }),
    '',
  ].join('\n');
}

/** A .NET program that cannot reach its message server and ends. */
export function quillonWithoutNats(socket: string): string {
  const head = 'NATS.Client.Core.NatsException: can not connect uris: nats://whimbrel:4222';
  const trace = [
    ` ---> ${socket}`,
    '   at System.Net.Sockets.Socket.AwaitableSocketAsyncEventArgs.ThrowException(SocketError error, CancellationToken cancellationToken)',
    '   at NATS.Client.Core.Internal.TcpConnection.ConnectAsync(String host, Int32 port, CancellationToken cancellationToken)',
    '   --- End of inner exception stack trace ---',
    '   at NATS.Client.Core.NatsConnection.InitialConnectAsync()',
    '   at Quillon.Intake.JobSource.StartAsync(CancellationToken cancellationToken) in /src/Intake/JobSource.cs:line 38',
  ];
  return [
    ...dotnet('info', 'NATS.Client.Core.NatsConnection', ['Try to connect NATS nats://whimbrel:4222'], 1001),
    ...dotnet('fail', 'NATS.Client.Core.NatsConnection', ['Fail to connect NATS nats://whimbrel:4222'], 1001),
    ...dotnet('fail', 'Microsoft.Extensions.Hosting.Internal.Host', ['Hosting failed to start', head, ...trace], 11),
    `Unhandled exception. ${head}`,
    ...trace,
    '   at Program.<Main>$(String[] args) in /src/Program.cs:line 22',
    '',
  ].join('\n');
}

/** The same that cannot reach MongoDB. */
export function quillonWithoutMongo(inner: string): string {
  const state = `Client view of cluster state is { ClusterId : "1", Type : "Unknown", State : "Disconnected", Servers : [{ ServerId: "{ ClusterId : 1, EndPoint : "Unspecified/dunlin:27017" }", EndPoint: "Unspecified/dunlin:27017", ReasonChanged: "Heartbeat", State: "Disconnected", ServerVersion: , TopologyVersion: , Type: "Unknown", HeartbeatException: "MongoDB.Driver.MongoConnectionException: An exception occurred while opening a connection to the server.`;
  const head = `System.TimeoutException: A timeout occurred after 30000ms selecting a server using CompositeServerSelector{ Selectors = ReadPreferenceServerSelector{ ReadPreference = { Mode : Primary } }, LatencyLimitingServerSelector{ AllowedLatencyRange = 00:00:00.0150000 }, OperationsCountServerSelector }. ${state}`;
  const trace = [
    ` ---> ${inner}`,
    '   at MongoDB.Driver.Core.Connections.TcpStreamFactory.CreateStreamAsync(EndPoint endPoint, CancellationToken cancellationToken)',
    '   --- End of inner exception stack trace ---", LastHeartbeatTimestamp: null, LastUpdateTimestamp: null }] }.',
    '   at MongoDB.Driver.Core.Clusters.Cluster.ThrowTimeoutException(IServerSelector selector, ClusterDescription description)',
    '   at Quillon.Ledger.Writer.StartAsync(CancellationToken cancellationToken) in /src/Ledger/Writer.cs:line 51',
  ];
  return [
    ...dotnet('info', 'Quillon.Intake.JobSource', ['Connected to nats://whimbrel:4222, subject vesper.jobs.>']),
    ...dotnet('fail', 'Microsoft.Extensions.Hosting.Internal.Host', ['Hosting failed to start', head, ...trace], 11),
    `Unhandled exception. ${head}`,
    ...trace,
    '',
  ].join('\n');
}

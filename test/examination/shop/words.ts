import { later, precise } from '../kit/moment.ts';

/** Lines of programs as Spring Boot 3 writes them, and the traces below them. */
export interface Voice {
  readonly app: string;
  readonly start: string;
}

type Level = 'INFO' | 'WARN' | 'ERROR';

/** One line, `at` seconds after the start. */
export function say(voice: Voice, at: number, level: Level, where: string, what: string, thread = 'main'): string {
  const time = precise(later(voice.start, Math.floor(at)), Math.round((at % 1) * 1000) + 7);
  const head = `${time} ${level.padStart(5)} 1 --- [${voice.app}] [${thread.padStart(15).slice(-15)}]`;
  return `${head} ${where.padEnd(40).slice(-40)} : ${what}`;
}

const packageOf = ({ app }: Voice): string => `example.${app.replace(/-.*/, '')}`;

const BANNER = [
  '',
  '  .   ____          _            __ _ _',
  " /\\\\ / ___'_ __ _ _(_)_ __  __ _ \\ \\ \\ \\",
  "( ( )\\___ | '_ | '_| | '_ \\/ _` | \\ \\ \\ \\",
  ' \\\\/  ___)| |_)| | | | | || (_| |  ) ) ) )',
  "  '  |____| .__|_| |_|_| |_\\__, | / / / /",
  ' =========|_|==============|___/=/_/_/_/',
  '',
  ' :: Spring Boot ::                (v3.5.6)',
  '',
];

/** How a program with a web server and a pool of connections begins. */
export function beginning(voice: Voice, main: string): readonly string[] {
  return [
    ...BANNER,
    say(
      voice,
      1.2,
      'INFO',
      `${packageOf(voice)}.${main}`,
      `Starting ${main} v4.3.2 using Java 21.0.8 with PID 1 (/app/app.jar started by spring in /app)`,
    ),
    say(voice, 1.21, 'INFO', `${packageOf(voice)}.${main}`, 'The following 1 profile is active: "production"'),
    say(
      voice,
      3.8,
      'INFO',
      '.s.d.r.c.RepositoryConfigurationDelegate',
      'Bootstrapping Spring Data JPA repositories in DEFAULT mode.',
    ),
    say(voice, 5.1, 'INFO', 'o.s.b.w.embedded.tomcat.TomcatWebServer', 'Tomcat initialized with port 8080 (http)'),
    say(
      voice,
      5.2,
      'INFO',
      'o.apache.catalina.core.StandardEngine',
      'Starting Servlet engine: [Apache Tomcat/10.1.46]',
    ),
    say(voice, 5.9, 'INFO', 'com.zaxxer.hikari.HikariDataSource', 'HikariPool-1 - Starting...'),
  ];
}

/** The whole of a start that went well. */
export function wellStarted(voice: Voice, main: string): string {
  return [
    ...beginning(voice, main),
    say(
      voice,
      6.4,
      'INFO',
      'com.zaxxer.hikari.pool.HikariPool',
      'HikariPool-1 - Added connection org.postgresql.jdbc.PgConnection@5b1ebf56',
    ),
    say(voice, 6.4, 'INFO', 'com.zaxxer.hikari.HikariDataSource', 'HikariPool-1 - Start completed.'),
    say(
      voice,
      11.2,
      'INFO',
      'o.s.b.a.e.web.EndpointLinksResolver',
      "Exposing 3 endpoints beneath base path '/actuator'",
    ),
    say(
      voice,
      11.5,
      'INFO',
      'o.s.b.w.embedded.tomcat.TomcatWebServer',
      "Tomcat started on port 8080 (http) with context path '/'",
    ),
    say(
      voice,
      11.6,
      'INFO',
      `${packageOf(voice)}.${main}`,
      `Started ${main} in 10.882 seconds (process running for 11.514)`,
    ),
    say(
      voice,
      19.3,
      'INFO',
      'o.s.web.servlet.DispatcherServlet',
      'Completed initialization in 2 ms',
      'nio-8080-exec-1',
    ),
    '',
  ].join('\n');
}

/** A start that ends because no connection to the database comes about; `cause` is what the driver says. */
export function withoutDatabase(voice: Voice, main: string, cause: readonly string[]): string {
  return [
    ...beginning(voice, main),
    say(
      voice,
      7.1,
      'ERROR',
      'com.zaxxer.hikari.pool.HikariPool',
      'HikariPool-1 - Exception during pool initialization.',
    ),
    '',
    ...cause,
    '',
    say(
      voice,
      7.4,
      'WARN',
      'ConfigServletWebServerApplicationContext',
      `Exception encountered during context initialization - cancelling refresh attempt: org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'entityManagerFactory' defined in class path resource [org/springframework/boot/autoconfigure/orm/jpa/HibernateJpaConfiguration.class]: [PersistenceUnit: default] Unable to build Hibernate SessionFactory; nested exception is org.hibernate.exception.GenericJDBCException: unable to obtain isolated JDBC connection [${headOf(cause)}] [n/a]`,
    ),
    say(voice, 7.5, 'INFO', 'o.apache.catalina.core.StandardService', 'Stopping service [Tomcat]'),
    say(voice, 7.7, 'ERROR', 'o.s.boot.SpringApplication', 'Application run failed'),
    '',
    "org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'entityManagerFactory' defined in class path resource [org/springframework/boot/autoconfigure/orm/jpa/HibernateJpaConfiguration.class]: [PersistenceUnit: default] Unable to build Hibernate SessionFactory",
    '\tat org.springframework.beans.factory.support.AbstractAutowireCapableBeanFactory.initializeBean(AbstractAutowireCapableBeanFactory.java:1826) ~[spring-beans-6.2.11.jar!/:6.2.11]',
    '\tat org.springframework.context.support.AbstractApplicationContext.refresh(AbstractApplicationContext.java:601) ~[spring-context-6.2.11.jar!/:6.2.11]',
    '\tat org.springframework.boot.SpringApplication.run(SpringApplication.java:318) ~[spring-boot-3.5.6.jar!/:3.5.6]',
    `\tat ${packageOf(voice)}.${main}.main(${main}.java:14) ~[!/:4.3.2]`,
    ...cause.map((each, index) => (index === 0 ? `Caused by: ${each}` : each)),
    '\t... 23 common frames omitted',
    '',
  ].join('\n');
}

function headOf(cause: readonly string[]): string {
  return (cause[0] ?? '').replace(/^[\w.]+: /, '');
}

const DRIVER = [
  '\tat org.postgresql.core.v3.ConnectionFactoryImpl.openConnectionImpl(ConnectionFactoryImpl.java:352) ~[postgresql-42.7.7.jar!/:42.7.7]',
  '\tat org.postgresql.core.ConnectionFactory.openConnection(ConnectionFactory.java:54) ~[postgresql-42.7.7.jar!/:42.7.7]',
  '\tat org.postgresql.jdbc.PgConnection.<init>(PgConnection.java:273) ~[postgresql-42.7.7.jar!/:42.7.7]',
  '\tat com.zaxxer.hikari.pool.HikariPool.checkFailFast(HikariPool.java:560) ~[HikariCP-6.3.3.jar!/:na]',
];

export function refusedBy(host: string): readonly string[] {
  return [
    `org.postgresql.util.PSQLException: Connection to ${host}:5432 refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.`,
    ...DRIVER,
    'Caused by: java.net.ConnectException: Connection refused',
    '\tat java.base/sun.nio.ch.Net.pollConnect(Native Method) ~[na:na]',
  ];
}

export function deniedTo(user: string): readonly string[] {
  return [`org.postgresql.util.PSQLException: FATAL: password authentication failed for user "${user}"`, ...DRIVER];
}

/** What a program that has lost its database says when it is asked how it is. */
export function lostDatabase(voice: Voice, at: number, host: string): readonly string[] {
  return [
    say(
      voice,
      at,
      'WARN',
      'com.zaxxer.hikari.pool.PoolBase',
      'HikariPool-1 - Failed to validate connection org.postgresql.jdbc.PgConnection@5b1ebf56 (This connection has been closed.). Possibly consider using a shorter maxLifetime value.',
      'nio-8081-exec-4',
    ),
    say(
      voice,
      at + 30,
      'WARN',
      'o.s.b.a.jdbc.DataSourceHealthIndicator',
      'DataSource health check failed',
      'nio-8081-exec-4',
    ),
    '',
    'org.springframework.jdbc.CannotGetJdbcConnectionException: Failed to obtain JDBC Connection',
    '\tat org.springframework.jdbc.datasource.DataSourceUtils.getConnection(DataSourceUtils.java:84) ~[spring-jdbc-6.2.11.jar!/:6.2.11]',
    'Caused by: java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30001ms (total=0, active=0, idle=0, waiting=2)',
    '\tat com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:709) ~[HikariCP-6.3.3.jar!/:na]',
    ...refusedBy(host).map((each, index) => (index === 0 ? `Caused by: ${each}` : each)),
    '',
  ];
}

/** The same of Redis. */
export function lostCache(voice: Voice, at: number, host: string, address: string): readonly string[] {
  return [
    say(voice, at, 'WARN', 'o.s.b.a.d.redis.RedisHealthIndicator', 'Redis health check failed', 'nio-8081-exec-7'),
    '',
    'org.springframework.data.redis.RedisConnectionFailureException: Unable to connect to Redis',
    '\tat org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory$ExceptionTranslatingConnectionProvider.translateException(LettuceConnectionFactory.java:1858) ~[spring-data-redis-3.5.4.jar!/:3.5.4]',
    `Caused by: io.lettuce.core.RedisConnectionException: Unable to connect to ${host}/<unresolved>:6379`,
    '\tat io.lettuce.core.RedisConnectionException.create(RedisConnectionException.java:63) ~[lettuce-core-6.6.0.RELEASE.jar!/:6.6.0.RELEASE/643f2b5]',
    `Caused by: io.netty.channel.AbstractChannel$AnnotatedConnectException: Connection refused: ${host}/${address}:6379`,
    'Caused by: java.net.ConnectException: Connection refused',
    '',
  ];
}

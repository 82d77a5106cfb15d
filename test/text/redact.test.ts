import { describe, expect, it } from 'vitest';
import { redactedStart, redactText } from '../../src/text/redact.ts';

describe('redactText', () => {
  it.each([
    ['postgres://app:pa55@db:5432/x', 'postgres://***@db:5432/x'],
    ['amqp://user:p@ss@mq:5672', 'amqp://***@mq:5672'],
    ['app:pa55@tcp(db:3306)/x', '***@tcp(db:3306)/x'],
    ['host=db password=pa55 user=app', 'host=db password=*** user=app'],
    ['DB_PASSWORD: pa55', 'DB_PASSWORD: ***'],
    ['{"clientSecret":"a b\\"c","id":1}', '{"clientSecret":"***","id":1}'],
    ["{'api_key': 'abc'}", "{'api_key': '***'}"],
    ['?token=abc&page=2', '?token=***&page=2'],
    ['Authorization: Bearer abcdef123456', 'Authorization: Bearer ***'],
    ['key AKIAIOSFODNN7EXAMPLE used', 'key *** used'],
    ['ghp_0123456789abcdef', '***'],
    ['key: sk-1234567890abcdef', 'key: ***'],
    ['hash 88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b. Unable', 'hash ***. Unable'],
    [
      'parse "postgres://app:pa/5?5@db:5432/x": invalid port ":pa" after host',
      'parse "postgres://***@db:5432/x": invalid port "***" after host',
    ],
  ])('%s', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });

  // Secrets as programs write them into their logs; none of it is a real one.
  it.each([
    [
      'a DSN in a message',
      'could not connect: postgresql+asyncpg://shop:s3cr3t-Word@db.shop:5432/orders?sslmode=require',
    ],
    ['a DSN with an encoded password', 'redis://:s3cr3t-Word%21@cache:6379/0'],
    ['a DSN of MongoDB', 'mongodb+srv://shop:s3cr3t-Word@c0.example.net/?retryWrites=true'],
    ['a DSN of SQL Server', 'Server=db;User Id=sa;Password=s3cr3t-Word;Encrypt=true'],
    ['key=value with quotes', `dsn="host=db user=app password='s3cr3t-Word and more' dbname=x"`],
    ['a header', 'GET / HTTP/1.1 Authorization: Bearer s3cr3t-Word.abc123'],
    ['a header of basic authentication', 'authorization: Basic czNjcjN0LVdvcmQ6czNjcjN0LVdvcmQ='],
    ['another header', 'X-Api-Key: s3cr3t-Word'],
    ['a cookie', 'Set-Cookie: session=s3cr3t-Word; Path=/'],
    ['JSON', '{"level":"error","db":{"user":"app","password":"s3cr3t-Word"},"msg":"no"}'],
    ['JSON within JSON', String.raw`{"msg":"{\"password\":\"s3cr3t-Word\"}"}`],
    ['a number in JSON', '{"pin_secret": 83645-s3cr3t-Word}'],
    ['YAML', 'clientSecret: s3cr3t-Word'],
    ['an environment', 'AWS_SECRET_ACCESS_KEY=s3cr3t-Word/abc AWS_REGION=eu-west-1'],
    ['an option', 'running: mysqldump --password=s3cr3t-Word --host db'],
    ['an option with its value behind a space', 'running: psql --password s3cr3t-Word --host db'],
    ['a query', 'GET /login?user=app&access_token=s3cr3t-Word HTTP/1.1'],
    ['a map of Go', 'map[password:s3cr3t-Word user:app]'],
    ['a struct of Go', '{User:app Password:s3cr3t-Word Port:5432}'],
    ['an arrow of Ruby', '{:password=>"s3cr3t-Word"}'],
  ])('%s shows no secret', (_form, line) => {
    expect(redactText(line)).not.toMatch(/s3cr3t|c3VjcjN0|czNjcjN0/);
  });

  it.each([
    ['a JSON Web Token', 'token is eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW0ifQ.c2lnbmF0dXJl here', /eyJ|c2ln/],
    ['a key of AWS', 'AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', /AKIA|wJalr|bPxRfi/],
    ['a private key', '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIIGl/abc\n-----END EC PRIVATE KEY-----', /MHcC/],
    ['a private key that is cut off', 'x\n-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG/abc\n', /MIGH/],
    [
      'the middle of a private key',
      'MIIEpAIBAAKCAQEA0Z3VS5JJcds3xfn/ygWyF8PbnGy0AHB7MvSlpDsKyf9nT3pJ\nabc/DEF1ghi+JKL2mno/PQR3stu+VWX4yza/BCD5efg+HIJ6klm/NOP7qrs+TUV8',
      /MIIEp|JKL2|abc/,
    ],
    ['a key of GitHub', 'fatal: ghp_16C7e42F292c6912E7710c838347Ae178B4a', /16C7/],
    ['a key of Google', 'key AIzaSyA-1234567890abcdefghijklmnopqrstu denied', /SyA-1/],
    [
      'a key that LiteLLM repeats',
      "LiteLLM Virtual Key expected. Received=hunter2, expected to start with 'sk-'.",
      /hunter2/,
    ],
    ['a key without Bearer', 'Ensure Key has `Bearer ` prefix. Passed in: hunter2', /hunter2/],
    ['a long hexadecimal key', 'using 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', /9f86/],
  ])('%s is known by its form', (_form, line, secret) => {
    expect(redactText(line)).not.toMatch(secret);
  });

  it.each([
    'password authentication failed for user "app"',
    'dial tcp 10.96.40.7:5432: connect: connection refused',
    'Get "http://api.shop.svc:8080/v1/items": EOF',
    'open /var/lib/app/0123456789/abcdef.db: no such file or directory',
    'pull "https://registry:5000/v2/shop@sha256:0123": not found',
    'task-queue-worker started',
  ])('leaves %s as it is', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('does the same again', () => {
    const once = redactText('postgres://app:pa55@db password=x Bearer abcdef123456');
    expect(redactText(once)).toBe(once);
  });
});

it('redacts before it cuts, so that no half of a secret is left', () => {
  expect(redactedStart('password=hunter2 and more', 14)).toBe('password=*** a…');
  expect(redactedStart('short', 14)).toBe('short');
});

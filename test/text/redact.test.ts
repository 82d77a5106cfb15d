import { describe, expect, it } from 'vitest';
import { redactText } from '../../src/text/redact.ts';

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
    [
      'parse "postgres://app:pa/5?5@db:5432/x": invalid port ":pa" after host',
      'parse "postgres://***@db:5432/x": invalid port "***" after host',
    ],
  ])('%s', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
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

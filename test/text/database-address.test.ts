import { describe, expect, it } from 'vitest';
import { parseDatabaseAddress } from '../../src/text/database-address.ts';
import { fc } from '../support/random.ts';

const URL_OF = { form: 'url', port: '5432', sslmode: '', escaped: true, padded: false };

describe('the address of a database', () => {
  it.each([
    ['postgres://coder:secret@db:5432/coder?sslmode=disable', { ...URL_OF, host: 'db', sslmode: 'disable' }],
    ['postgresql://coder:se%3Fcret@db.data.svc/coder', { ...URL_OF, host: 'db.data.svc', port: '' }],
    ['postgres://coder:p@ss@db:5432/coder', { ...URL_OF, host: 'db' }],
    ['postgres://db:5432/coder?user=coder&sslmode=prefer', { ...URL_OF, host: 'db', sslmode: 'prefer' }],
    ['postgres://coder:x@[fd00::5]:5432/coder', { ...URL_OF, host: '[fd00::5]' }],
    ['postgres://coder:x@db:5432/coder?sslmode=hunter2', { ...URL_OF, host: 'db', sslmode: 'other' }],
    ['postgres://coder:x@db:5432/coder?sslmode=disable&sslmode=require', { ...URL_OF, host: 'db', sslmode: 'require' }],
    ['postgres://coder:a^b@db:5432/coder', { ...URL_OF, host: 'db', escaped: false }],
    ['postgres://coder:x@db:5432/coder\n', { ...URL_OF, host: 'db', padded: true }],
    ['postgres:///coder?host=/run/postgresql', { ...URL_OF, host: '', port: '' }],
    [
      'host=db port=5432 user=coder password=x sslmode=require',
      { ...URL_OF, form: 'words', host: 'db', sslmode: 'require' },
    ],
    [
      String.raw`user='coder' password = 'it\'s a secret' host=db.data port=5432`,
      { ...URL_OF, form: 'words', host: 'db.data' },
    ],
  ])('%s', (text, expected) => {
    expect(parseDatabaseAddress(text)).toEqual(expected);
  });

  it.each([
    'postgres://coder:hun?ter2@db:5432/coder',
    'postgres://coder:hun/ter2@db:5432/coder',
    'postgres://coder:hun#ter2@db:5432/coder',
    'postgres://coder:5432/ter2@db:5432/coder',
    'postgres://coder:h@unter2/x@db:5432/coder',
  ])('of which no host is given, since it may be a piece of the password: %s', (text) => {
    expect(parseDatabaseAddress(text)).toMatchObject({ form: 'url', host: '', port: '', escaped: false });
  });

  it.each([
    '',
    'hunter2',
    'mysql://coder:x@db/coder',
    'https://db',
    'postgres://coder:hunter2',
    'user=coder',
    'host=a host=b',
  ])('is not %j', (text) => {
    expect(parseDatabaseAddress(text)).toMatchObject({ form: '', host: '', port: '', sslmode: '' });
  });

  it('never gives a piece of the password, however that is written', () => {
    const marked = fc.tuple(fc.string({ maxLength: 6 }), fc.string({ maxLength: 6 })).map((ends) => ends.join('zQz'));
    const forms: readonly ((password: string) => string)[] = [
      (password) => `postgres://coder:${password}@db:5432/coder?sslmode=disable`,
      (password) => `postgres://coder:${password}@db:5432/coder?application_name=a@b`,
      (password) => `postgres://${password}@db/coder`,
      (password) => `host=db user=coder password='${password}' port=5432`,
      (password) => `host=db user=coder password=${password} sslmode=${password}`,
      (password) => `postgres://coder@db/coder?password=${password}`,
    ];
    fc.assert(
      fc.property(marked, fc.constantFrom(...forms), (password, form) => {
        expect(JSON.stringify(parseDatabaseAddress(form(password)))).not.toContain('zQz');
      }),
      { numRuns: 1000 },
    );
  });
});

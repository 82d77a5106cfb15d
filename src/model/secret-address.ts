/** What is kept of one key of a Secret that holds the address of a database; everything else never leaves the source. */
export interface SecretAddress {
  /** `read` · `no-such-key` of that Secret · `no-address`: the value has not the form of one. */
  readonly outcome: SecretAddressOutcome;
  /** The names of the Secret's keys, sorted. */
  readonly keys: readonly string[];
  readonly address: DatabaseAddress;
}

/** What became of reading one key of a Secret. */
export const SECRET_ADDRESS_OUTCOMES = ['read', 'no-such-key', 'no-address'] as const;
export type SecretAddressOutcome = (typeof SECRET_ADDRESS_OUTCOMES)[number];

/** An address of a PostgreSQL database without its user, its password and the name of the database. */
export interface DatabaseAddress {
  /** `url` for postgres://…, `words` for host=… port=…; empty where it is neither. */
  readonly form: 'url' | 'words' | '';
  /** Empty where none is written, and where it cannot be told from a password. */
  readonly host: string;
  /** As it is written; empty where none is. */
  readonly port: string;
  /** One of `SSL_MODES`, `other` for another word, empty where none is written. */
  readonly sslmode: string;
  /** Whether user and password are written as a URL has them: what means something in it is percent-encoded. */
  readonly escaped: boolean;
  /** Whether blanks or line breaks stand at either end, as a file that was put into a Secret leaves them. */
  readonly padded: boolean;
}

/** What libpq knows (PostgreSQL documentation, "SSL Support"); drivers in Go know fewer. */
export const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

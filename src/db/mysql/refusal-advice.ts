/** What an operator can do about a statement that the server refuses, by the server's error number. */
const grants = 'Give the user of DATABASE_URL its rights again: sql/grants.sql lists them'
const migrate = 'Run `pagebeat migrate`: the tables are not those of this version'
const unsupported =
  'This server does not know a statement of Pagebeat: is it a version that README.md names? Please report it'

const noFunction =
  'This server lacks a function that Pagebeat calls: is it a version that README.md names? Please report it'

const advice: Readonly<Record<number, string>> = {
  1044: grants,
  1054: migrate,
  1064: unsupported,
  1071: 'Set innodb_page_size and innodb_large_prefix to their defaults: an index does not fit a page',
  1118: 'A row does not fit its row format: set innodb_default_row_format=dynamic',
  1128: unsupported,
  1142: grants,
  1143: grants,
  1146: migrate,
  1193: unsupported,
  1227: grants,
  1235: unsupported,
  1305: noFunction,
  1370: noFunction, // MySQL says it to a user without the right to run functions
  1665: 'Set binlog_format=ROW on the server: its statements cannot be logged with READ COMMITTED',
  3159: 'The server takes encrypted connections only: add ?ssl=required, or better ?ssl=verify-identity, to DATABASE_URL',
  3750: 'Set sql_require_primary_key=0 for the migration: one of its steps makes a table without a primary key',
}

const adviceForTls: Readonly<Record<string, string>> = {
  HANDSHAKE_NO_SSL_SUPPORT: 'Turn on TLS in the server, or remove ?ssl= from DATABASE_URL',
  HANDSHAKE_SSL_ERROR:
    "Check that DATABASE_CA_FILE has the authority of the server's certificate, and that DATABASE_URL names its host",
}

export function adviceFor(errno: number, symbol: string): string | undefined {
  return advice[errno] ?? adviceForTls[symbol]
}

import test from 'ava'
import { isLostConnection, isLostRace, toDatabaseError } from '../../../src/db/mysql/database-error.ts'
import { DatabaseBusyError, DatabaseRefusedError, RejectedRowsError } from '../../../src/errors.ts'

function serverError(errno: number, code: string, message = ''): Error {
  const sql = "INSERT INTO t VALUES ('hunter2')"
  return Object.assign(new Error(message), { errno, code, sqlState: 'HY000', sqlMessage: message, sql })
}

test('sorts errors of the server into busy, rejected and refused', (t) => {
  for (const errno of [1020, 1040, 1053, 1205, 1213, 1290, 1317, 1836, 1927, 3024, 4031])
    t.true(toDatabaseError(serverError(errno, 'X')) instanceof DatabaseBusyError, String(errno))
  for (const errno of [1048, 1062, 1264, 1267, 1292, 1366, 1406])
    t.true(toDatabaseError(serverError(errno, 'X')) instanceof RejectedRowsError, String(errno))
  for (const errno of [1045, 1054, 1064, 1146])
    t.true(toDatabaseError(serverError(errno, 'X')) instanceof DatabaseRefusedError, String(errno))
})

test('a lost connection and a full pool count as busy', (t) => {
  for (const code of [
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'ENOTFOUND',
    'PROTOCOL_CONNECTION_LOST',
  ]) {
    const error = toDatabaseError(Object.assign(new Error('x'), { code, errno: -111, fatal: true }))
    t.like(error, { code: 'database_busy', fault: { errno: 0, symbol: code } })
    t.is(isLostConnection(error), ['ECONNRESET', 'EPIPE', 'PROTOCOL_CONNECTION_LOST'].includes(code), code)
  }
  const closed = toDatabaseError(new Error("Can't add new command when connection is in closed state"))
  t.true(isLostConnection(closed))
  t.like(toDatabaseError(new Error('Queue limit reached.')), { code: 'database_busy' })
})

test('recognises a lost race by its number', (t) => {
  for (const errno of [1213, 1205, 1020]) t.true(isLostRace(toDatabaseError(serverError(errno, 'X'))))
  for (const errno of [1040, 1062]) t.false(isLostRace(toDatabaseError(serverError(errno, 'X'))))
})

test('returns errors unchanged that are not of the database', (t) => {
  const mistake = new TypeError('x is not a function')
  t.is(toDatabaseError(mistake), mistake)
  t.is(toDatabaseError('text'), 'text')
  const own = new DatabaseBusyError({ errno: 1040, symbol: 'ER_CON_COUNT_ERROR', where: undefined })
  t.is(toDatabaseError(own), own)
})

test('takes the place from the message and never a value, whatever the value looks like', (t) => {
  const messages: readonly [string, string | undefined][] = [
    ["Data too long for column 'text' at row 3", 'column text'],
    ["Incorrect string value: '\\xC3' for column `db`.`page`.`pageId` at row 1", 'column db.page.pageId'],
    ["Incorrect integer value: 'for column `hunter2` at row 1' for column 'seq' at row 1", 'column seq'],
    ["Duplicate entry 'for key 'hunter2'' for key 'eventOnce'", 'key eventOnce'],
    ["Duplicate entry 'hunter2-1' for key 'interaction.PRIMARY'", 'key interaction.PRIMARY'],
    ["Column 'pId' cannot be null", 'column pId'],
    ["Truncated incorrect INTEGER value: 'hunter2'", undefined],
    ["Duplicate entry 'x' for key 'hunter2' and more", undefined],
  ]
  for (const [message, where] of messages) {
    const error = toDatabaseError(serverError(1062, 'ER_DUP_ENTRY', message))
    if (!(error instanceof RejectedRowsError)) throw new TypeError(message, { cause: error })
    t.is(error.fault.where, where, message)
    t.false(`${error.stack} ${JSON.stringify(error)}`.includes('hunter2'))
  }
})

test('an error of a missing function or right names it, and says what to do', (t) => {
  const refusals: readonly [number, string, RegExp][] = [
    [
      1305,
      'FUNCTION pagebeat.SHA1 does not exist',
      /errno 1305\), function pagebeat\.SHA1\. This server lacks a function/,
    ],
    [
      1142,
      "INSERT, UPDATE command denied to user 'ada'@'localhost' for table `pagebeat`.`page`",
      /INSERT, UPDATE on table pagebeat\.page\. Give the user .*sql\/grants\.sql/,
    ],
    [
      1142,
      "SELECT command denied to user 'ada'@'%' for table 'page'",
      /SELECT on table page\. Give the user/,
    ],
    [
      1370,
      "execute command denied to user 'ada'@'%' for routine 'pagebeat.SHA1'",
      /routine pagebeat\.SHA1\. This server lacks a function/,
    ],
    [1044, "Access denied for user 'ada'@'%' to database 'crm'", /database crm\. Give the user/],
    [
      1227,
      'Access denied; you need (at least one of) the SUPER or SYSTEM_VARIABLES_ADMIN privilege(s) for this operation',
      /privilege SUPER or SYSTEM_VARIABLES_ADMIN\. Give the user/,
    ],
    [1146, "Table 'pagebeat.turn' doesn't exist", /table pagebeat\.turn\. Run `pagebeat migrate`/],
    [1665, 'Cannot execute statement: impossible to write to binary log', /binlog_format=ROW/],
  ]
  for (const [errno, message, expected] of refusals) {
    const error = toDatabaseError(serverError(errno, 'X', message))
    t.true(error instanceof DatabaseRefusedError)
    t.regex(String(error), expected)
    t.notRegex(String(error), /ada|hunter2/)
  }
})

test('errors that mean a wrong server count as a lost connection, and those of rows and locks do not', (t) => {
  for (const errno of [1036, 1047, 1053, 1290, 1792, 1836, 1874, 1927, 3032, 3100, 3169, 3989, 4031])
    t.true(isLostConnection(toDatabaseError(serverError(errno, 'X'))), String(errno))
  for (const errno of [1021, 1040, 1114, 1205, 1213, 1062, 1142])
    t.false(isLostConnection(toDatabaseError(serverError(errno, 'X'))), String(errno))
})

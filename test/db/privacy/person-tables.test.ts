import test from 'ava'
import { tables } from '../../../src/db/mysql/schema.ts'
import { projectFiles, read } from '../../source-files.ts'

/**
 * They hold nothing about customers, or only hashes and counts. Users of the console are staff. `customerRequest` names a
 * customer only until a worker has done it.
 */
const aboutNobody = new Set([
  'appParams',
  'auditLog',
  'consoleLease',
  'insightHour',
  'inboxNews',
  'storyboardUse',
  'consoleLink',
  'consoleSession',
  'consoleUser',
  'customerRequest',
  'deletionRequest',
  'forgetRun',
  'forgotten',
  'importRun',
  'leadForm',
  'mark',
  'page',
  'pageActivity',
  'pagebeatMigration',
  'savedReply',
])

test('every table that may hold something about a customer is emptied of them, or said to hold nothing', (t) => {
  const code = projectFiles
    .filter((file) => /^src\/db\/privacy\/.*\.ts$/.test(file))
    .map(read)
    .join('\n')
  t.true(code.length > 10_000)
  t.deepEqual(
    Object.keys(tables).filter((table) => !aboutNobody.has(table) && !code.includes(`'${table}'`)),
    [],
  )
})

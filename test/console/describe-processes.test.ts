import test from 'ava'
import { describeProcesses } from '../../console/server/describe-processes.ts'
import { stageNames } from '../../src/domain/stage-name.ts'
import type { ProcessReading } from '../../src/redis/read-processes.ts'
import { createRecentCounts } from '../../src/telemetry/recent-counts.ts'

const nowMs = 1_000_000

const process: ProcessReading = {
  name: 'vm:1',
  role: 'worker',
  version: '1.2.0',
  stages: stageNames,
  startedTs: 900_000,
  settings: { STORYBOARD: 'coffee ab12' },
  webhooks: {},
  acksWithin: {},
  spool: undefined,
}
const receiver: ProcessReading = {
  ...process,
  name: 'vm:2',
  role: 'receiver',
  stages: [],
  settings: {},
  webhooks: { acked: 200, forbidden: 3 },
  acksWithin: { 0.005: 190, 0.01: 199, 0.025: 200, '+Inf': 200 },
}
const describe = (...readings: readonly ProcessReading[]) =>
  describeProcesses(readings, { countRecent: createRecentCounts(), nowMs })
const saysOf = (...readings: readonly ProcessReading[]): string =>
  describe(...readings)
    .processTroubles.map(({ of, says, command }) => `${of}: ${says} ${command ?? ''}`)
    .join('\n')

test('a worker shows its storyboard, a receiver its acknowledgements, and nothing is wrong', (t) => {
  t.deepEqual(describe(process, receiver), {
    processes: [
      {
        name: 'vm:1',
        role: 'worker',
        version: '1.2.0',
        stages: [...stageNames],
        since: 900_000,
        storyboard: 'coffee ab12',
      },
      {
        name: 'vm:2',
        role: 'receiver',
        version: '1.2.0',
        stages: [],
        since: 900_000,
        receiver: {
          countedSince: 900_000,
          acked: 200,
          unavailable: 0,
          refused: 3,
          wronglySigned: 3,
          withinMs: 10,
        },
      },
    ],
    processTroubles: [],
  })
})

test('what no process does is told with the command that starts one', (t) => {
  t.regex(
    saysOf(),
    /Receiver: No receiver .*pagebeat receive\nWorkers: No worker runs parse, .*pagebeat work parse/,
  )
  const says = saysOf({ ...process, stages: ['parse', 'stitch', 'enrich', 'receipts'] }, receiver)
  t.regex(says, /^Workers: No worker runs nlp, respond\. .*pagebeat work nlp respond$/)
  t.is(saysOf({ ...process, stages: [] }, receiver), '', 'an older version does not tell its stages')
})

test('versions and settings that differ are told with the processes that have them', (t) => {
  const other = { ...process, name: 'vm:3', version: '1.1.0', settings: { STORYBOARD: 'coffee cd34' } }
  const says = saysOf(process, other, receiver)
  t.regex(says, /^Versions: .*1\.2\.0 \(vm:1, vm:2\); 1\.1\.0 \(vm:3\)\./)
  t.regex(says, /\nSTORYBOARD: .*coffee ab12 \(vm:1\); coffee cd34 \(vm:3\)\. Workers load a changed file/)
  const without = { ...process, name: 'vm:3', settings: { STORYBOARD: 'not set' } }
  t.regex(saysOf(process, without, receiver), /Customers get no reply/)
  const secret = { FACEBOOK_APP_SECRET: 'fingerprint x' }
  t.regex(
    saysOf(
      { ...process, settings: secret },
      { ...receiver, settings: { FACEBOOK_APP_SECRET: 'fingerprint y' } },
    ),
    /^FACEBOOK_APP_SECRET: .*Set it equally/,
  )
})

test('a receiver that stores nothing, is sent only wrong signatures, or whose spool fills is told', (t) => {
  const webhooks = { acked: 1, unavailable: 4, busy: 1 }
  t.regex(
    saysOf(process, { ...receiver, webhooks }),
    /answered 503 to 5 of the latest .*stored 1\. .*redis-cli -u "\$REDIS_URL" ping/,
  )
  t.regex(
    saysOf(process, { ...receiver, webhooks: { forbidden: 7 } }),
    /refused 7 deliveries .*FACEBOOK_APP_SECRET/,
  )
  const spool = { deliveries: 9, bytes: 300, mostBytes: 1_000, oldestSeconds: 61 }
  t.regex(saysOf(process, { ...receiver, spool }), /9 deliveries wait .* 30 % full.*pagebeat spool status/)
  t.is(saysOf(process, { ...receiver, spool: { ...spool, oldestSeconds: 2 } }), '', 'it hands them over')
  t.regex(saysOf(process, { ...receiver, spool: { ...spool, oldestSeconds: 2, bytes: 900 } }), /90 % full/)
})

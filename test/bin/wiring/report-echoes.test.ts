import test from 'ava'
import { createEchoReport } from '../../../bin/wiring/report-echoes.ts'
import { asPageId } from '../../../src/domain/ids.ts'
import { registry } from '../../../src/telemetry/metrics.ts'

const pageId = asPageId('1001')
const minuteMs = 60_000

test('each second copy is an error, foreign echoes are a warning once in ten minutes; both are counted', async (t) => {
  const logged: unknown[] = []
  const time = { uptime: 0 }
  const report = createEchoReport({
    log: {
      warn: (...given: unknown[]) => void logged.push(['warn', ...given]),
      error: (...given: unknown[]) => void logged.push(['error', ...given]),
    },
    uptime: () => time.uptime,
  })
  for (const uptime of [0, 9 * minuteMs, 10 * minuteMs]) {
    time.uptime = uptime
    report([
      { is: 'foreign', reason: 'mark', pageId },
      { is: 'second_copy', outboundId: '7', pageId },
    ])
  }
  report([{ is: 'foreign', reason: 'app', pageId }])
  const another = [
    'warn',
    { page: pageId, reason: 'mark' },
    'an echo is not of a message that this installation sent: does another one send for this Page?',
  ]
  const twice = ['error', { page: pageId, outbound: '7' }, 'a customer got a message twice']
  t.deepEqual(logged, [
    another,
    twice,
    twice,
    another,
    twice,
    [
      'warn',
      { page: pageId, reason: 'app' },
      'the echo of a message that this installation sent names another app: check FACEBOOK_APP_ID',
    ],
  ])
  t.regex(await registry.getSingleMetricAsString('pagebeat_foreign_echoes_total'), /reason="mark"\} 3/)
  t.regex(await registry.getSingleMetricAsString('pagebeat_second_copies_total'), /total 3/)
})

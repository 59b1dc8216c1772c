import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { type ExecutionContext } from 'ava'
import { untilUp } from '../../sandbox/until-up.ts'

/** A server that answers 503 this number of times, then 200. */
async function serve(t: ExecutionContext, { refusals }: { refusals: number }): Promise<string> {
  let asked = 0
  const server = createServer((_, response) => {
    asked += 1
    response.writeHead(asked > refusals ? 200 : 503).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}/readyz`
}

const logOf = (...lines: string[]) => ({ readLog: async () => lines })

test('an address is asked until it answers', async (t) => {
  const url = await serve(t, { refusals: 3 })
  await t.notThrowsAsync(untilUp([url], { processes: logOf() }))
})

test('the last lines of the log are told', async (t) => {
  const url = await serve(t, { refusals: Infinity })
  const error = await t.throwsAsync(untilUp([url], { processes: logOf('{"msg":"no port"}'), limitMs: 0 }))
  t.is(error.message, `${url} did not answer for 0 s. The last lines of the log:\n{"msg":"no port"}`)
})

test('an empty log leads to what to do', async (t) => {
  const url = await serve(t, { refusals: Infinity })
  const error = await t.throwsAsync(untilUp([url], { processes: logOf(), limitMs: 0 }))
  t.regex(error.message, /did not answer for 0 s\. The processes logged nothing.+ Start again/)
})

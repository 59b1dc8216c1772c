import { request } from 'node:http'
import type { ExecutionContext } from 'ava'
import Koa, { type Middleware } from 'koa'

interface Response {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}
type Ask = (options: {
  method?: string
  path?: string
  headers?: Record<string, string>
}) => Promise<Response>

/** A server of this middleware until the test ends; a request that passes it gets 200. */
export async function serve(t: ExecutionContext, ...middleware: readonly Middleware[]): Promise<Ask> {
  const app = new Koa()
  for (const one of middleware) app.use(one)
  app.use((ctx) => {
    ctx.body = 'in'
  })
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => {
    server.once('listening', resolve)
  })
  t.teardown(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return (options) =>
    new Promise((resolve, reject) => {
      const req = request({ host: '127.0.0.1', port, agent: false, ...options }, (res) => {
        res.resume()
        resolve({ status: res.statusCode, headers: res.headers })
      })
      req.on('error', reject)
      req.end()
    })
}

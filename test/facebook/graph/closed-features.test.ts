import { once } from 'node:events'
import { createServer } from 'node:http'
import test from 'ava'
import { createGraphCall } from '../../../src/facebook/graph/client.ts'
import { GraphRejectedError } from '../../../src/errors.ts'
import { projectFiles, read } from '../../source-files.ts'

/**
 * Closed to new apps since v27.0 of the Graph API: several ids in one call, names for fields, another method in a
 * parameter, JSONP, batches, formats of dates.
 */
const closedParameters = ['ids', 'method', 'callback', 'batch', 'date_format', 'asyncbatch', '_method']

const sources = projectFiles
  .filter((file) => file.startsWith('src/facebook/'))
  .map((file) => ({ file, text: read(file) }))

test('no call uses what Facebook has closed to new apps', (t) => {
  for (const { file, text } of sources) {
    const queries = [...text.matchAll(/query(?:: | = )\{([^}]*)\}/g)].map(([, names = '']) => names)
    for (const names of queries)
      for (const name of names.matchAll(/(?:^|[,{\s])'?(\w+)'?\s*(?=[:,}]|$)/g))
        t.false(closedParameters.includes(name[1] ?? ''), `${file}: ${name[1]}`)
    t.notRegex(text, /\.as\(\w+\)[,'}]|[?&](?:ids|method|callback|batch|date_format)=/, file)
    t.notRegex(text, /x-http-method-override/i, file)
  }
  t.true(sources.length > 40)
})

test("a refusal of an operator's call keeps Facebook's text, without secrets; others keep none", async (t) => {
  const token = 'EAABsbCS1234567890abcdefGHIJ'
  const message = `(#200) To subscribe to the messages field,\u001b[31m one of these permissions is needed: pages_messaging. Token ${token} 1234567890|abcdefghijklmnop`
  const server = createServer((_, response) =>
    response
      .writeHead(403, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: { message, type: 'OAuthException', code: 200 } })),
  )
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => void server.close())
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const call = createGraphCall({ url, version: 'v27.0', appSecret: 'shh' })
  const textOf = async (lane: 'settings' | 'profiles') => {
    const error = await t.throwsAsync(call({ method: 'GET', path: 'x', access: { appToken: 'a|b' }, lane }), {
      instanceOf: GraphRejectedError,
    })
    t.false(error.message.includes('pages_messaging'), 'the message goes to logs')
    return error.fault.text
  }
  const text = (await textOf('settings')) ?? ''
  t.regex(text, /messages field, *\[31m one of these permissions is needed: pages_messaging\. Token … …$/)
  t.is(await textOf('profiles'), undefined)
})

/** The floor: bare `node:http` that reads the body, checks its HMAC and answers 200. Stores nothing. Argument: port. */
import { createServer } from 'node:http'
import { isSigned, serve } from './peer.ts'

const answer = 'EVENT_RECEIVED'
const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-length': answer.length }

const server = createServer((req, res) => {
  const chunks: Buffer[] = []
  req.on('data', (chunk: Buffer) => chunks.push(chunk))
  req.on('end', () => {
    const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
    if (isSigned(body, req.headers['x-hub-signature-256'])) res.writeHead(200, headers).end(answer)
    else res.writeHead(403).end()
  })
})
serve(server, process.argv[2])

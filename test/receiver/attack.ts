import { connect, type Socket } from 'node:net'

/**
 * A program that attacks a receiver on loopback: `attack.ts <port> <connections> [MiB a second]`. Each connection
 * makes the next kind of trouble. The attack is on memory, so it writes slowly: a machine that runs tests has no
 * processor time to spare.
 */
const mebi = 1024 * 1024
const wellFormed = `X-Hub-Signature-256: sha256=${'0'.repeat(64)}\r\n`
const webhook = 'POST /webhook HTTP/1.1\r\nHost: test\r\n'
const piece = Buffer.alloc(64 * 1024, 'a')

interface Attack {
  /** Sent once it is connected. */
  readonly first: string
  /** Sent again and again after that. */
  readonly next?: string | Buffer
  /** It does not read the responses. */
  readonly isDeaf?: true
}

const attacks: readonly Attack[] = [
  { first: `${webhook}Content-Length: ${4 * mebi}\r\n\r\n`, next: piece }, // no signature
  { first: `${webhook}${wellFormed}Content-Length: ${4 * mebi}\r\n\r\n`, next: piece },
  { first: `${webhook}${wellFormed}Content-Length: ${4 * mebi}\r\n\r\n` },
  { first: `${webhook}${wellFormed}Content-Length: ${8 * mebi}\r\n\r\n`, next: piece },
  {
    first: `${webhook}${wellFormed}Transfer-Encoding: chunked\r\n\r\n`,
    next: `10000\r\n${piece.toString()}\r\n`,
  },
  {
    first: `${webhook}${wellFormed}Transfer-Encoding: chunked\r\n\r\n`,
    next: '1\r\na\r\n'.repeat(1_000),
  },
  { first: `${webhook}${wellFormed}Content-Length: 16000\r\n\r\n`, next: 'a'.repeat(20) },
  { first: `GET /webhook HTTP/1.1\r\nHost: test\r\n${'ab:\r\n'.repeat(3_000)}`, next: 'x' },
  { first: 'GET /webhook HTTP/1.1\r\nHost: test\r\nX: ', next: piece },
  { first: '', next: 'GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(200), isDeaf: true },
  {
    first: '',
    next: `GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n${'a'.repeat(60_000)}`,
  },
  { first: '', next: `GET /webhook?${'hub.mode=subscribe&'.repeat(800)} HTTP/1.1\r\nHost: x\r\n\r\n` },
  { first: `${webhook}Expect: 100-continue\r\nContent-Length: ${4 * mebi}\r\n\r\n`, next: piece },
  { first: `POST /no HTTP/1.1\r\nHost: x\r\nContent-Length: ${64 * mebi}\r\n\r\n`, next: piece },
  { first: '' },
]

const tickMs = 20
const reconnectMs = 10_000

const [port = 0, count = 0, mebiPerSecond = 2] = process.argv.slice(2).map(Number)
const bytesPerTick = (mebiPerSecond * mebi * tickMs) / 1000
const open = new Map<Socket, Attack>()

function start(index: number, opened?: () => void): void {
  const attack = attacks[index % attacks.length]
  if (attack === undefined) return
  const socket = connect({ host: '127.0.0.1', port })
  socket.on('connect', () => {
    if (attack.first !== '') socket.write(attack.first)
    open.set(socket, attack)
    opened?.()
  })
  socket.on('error', () => undefined) // the receiver closes most of them
  if (attack.isDeaf === true) socket.pause()
  else socket.resume()
  socket.on('close', () => {
    open.delete(socket)
    setTimeout(() => start(index), reconnectMs)
  })
}

/** One piece each, as long as there are bytes left in this tick; the next tick goes on with the others. */
function writeSome(): void {
  let bytes = bytesPerTick
  const round = [...open.keys()] // the loop moves each to the end of the map
  for (const socket of round) {
    const attack = open.get(socket)
    if (bytes <= 0 || attack === undefined) break
    open.delete(socket)
    open.set(socket, attack)
    if (attack.next === undefined || socket.writableLength > 0) continue
    socket.write(attack.next)
    bytes -= attack.next.length
  }
}

await Promise.all(
  Array.from({ length: count }, (_, index) => new Promise<void>((resolve) => start(index, resolve))),
)
setInterval(writeSome, tickMs)
console.log(`${count} connections`)

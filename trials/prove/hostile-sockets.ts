import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

const chunk = Buffer.alloc(64 * 1_024, 'a')

/** Opens sockets that send bodies of 4 MiB: without a signature, with a wrong one, a byte at a time, and without an end. */
export async function hostileSockets(
  port: number,
  { sockets, seconds }: { sockets: number; seconds: number },
): Promise<void> {
  const open: Socket[] = []
  for (let index = 0; index < sockets; index++) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.on('data', () => undefined)
    attack(socket, index % 4)
    open.push(socket)
    if (index % 50 === 49) await pause(20)
  }
  await pause(seconds * 1_000)
  for (const socket of open) socket.destroy()
}

function attack(socket: Socket, kind: number): void {
  const signature = `x-hub-signature-256: sha256=${'0'.repeat(64)}\r\n`
  const length = `content-length: ${4 * 2 ** 20}\r\n`
  const head = `POST /webhook HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n`
  if (kind === 0) return stream(socket, `${head}${length}\r\n`)
  if (kind === 1) return stream(socket, `${head}${signature}${length}\r\n`)
  if (kind === 2) return stream(socket, `${head}${signature}transfer-encoding: chunked\r\n\r\n10000\r\n`)
  socket.write(`${head}${signature}${length}\r\n`)
  const drip = setInterval(() => socket.write('a'), 500)
  socket.on('close', () => clearInterval(drip))
}

/** As fast as the other side reads, until 4 MiB have gone. */
function stream(socket: Socket, head: string): void {
  let left = 64
  socket.write(head)
  const more = (): void => {
    while (left > 0 && socket.writable) {
      left -= 1
      if (!socket.write(chunk)) return void socket.once('drain', more)
    }
  }
  more()
}

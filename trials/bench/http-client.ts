import { connect, type Socket } from 'node:net'

export type Client = Awaited<ReturnType<typeof openClient>>

/**
 * One keep-alive connection to loopback, one request under way at a time; made anew when the server has closed it. Reads into a buffer of its own, past Node's streams: half the cost of an
 * HTTP client.
 */
export async function openClient(port: number) {
  let text = ''
  let answered: ((status: number) => void) | undefined
  function settle(status: number): void {
    const answer = answered
    answered = undefined
    text = ''
    answer?.(status)
  }
  function read(bytes: number, buffer: Uint8Array): boolean {
    text += Buffer.from(buffer.buffer, buffer.byteOffset, bytes).toString('latin1')
    const head = text.indexOf('\r\n\r\n')
    if (head !== -1 && text.length >= head + 4 + contentLength(text)) settle(Number(text.slice(9, 12)))
    return true
  }
  async function open(): Promise<Socket> {
    const onread = { buffer: Buffer.allocUnsafe(16_384), callback: read }
    const opened = connect({ port, host: '127.0.0.1', noDelay: true, onread })
    await new Promise<void>((resolve, reject) => {
      opened.once('connect', resolve)
      opened.once('error', reject)
    })
    opened.on('error', () => settle(0))
    opened.on('close', () => settle(0))
    return opened
  }
  let socket = await open()
  return {
    /** The response's status; 0 when the connection broke. */
    async send(request: Buffer): Promise<number> {
      if (socket.destroyed) socket = await open()
      return await new Promise((resolve) => {
        answered = resolve
        socket.write(request)
      })
    },
    close: () => void socket.destroy(),
  }
}

function contentLength(head: string): number {
  return Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
}

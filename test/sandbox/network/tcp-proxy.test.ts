import test from 'ava'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'
import { startTcpProxy } from '../../../sandbox/network/tcp-proxy.ts'

/** A server that writes its name, then says again what it hears. */
async function startEcho(name: string): Promise<{ url: string; heard: string[]; close: () => void }> {
  const heard: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.write(name)
    socket.on('data', (bytes) => {
      heard.push(String(bytes))
      socket.write(bytes)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `tcp://user@127.0.0.1:${(server.address() as AddressInfo).port}/x`
  return {
    url,
    heard,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

async function open(port: number): Promise<{ socket: Socket; next: () => Promise<string> }> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  return { socket, next: async () => String((await once(socket, 'data'))[0]) }
}

function failedAtClose(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => socket.once('close', resolve))
}

test('leads new connections to another server and leaves the open ones where they are', async (t) => {
  const [a, b] = [await startEcho('a'), await startEcho('b')]
  const proxy = await startTcpProxy(a.url)
  t.regex(proxy.url, new RegExp(`^tcp://user@127.0.0.1:${proxy.port}/x$`))
  const old = await open(proxy.port)
  t.is(await old.next(), 'a')
  proxy.switchTarget(b.url)
  const young = await open(proxy.port)
  t.is(await young.next(), 'b')
  old.socket.write('still here')
  t.is(await old.next(), 'still here')
  t.deepEqual(a.heard, ['still here'])
  await proxy.close()
  a.close()
  b.close()
})

test('a black hole swallows the bytes of open connections, and new ones work', async (t) => {
  const a = await startEcho('a')
  const proxy = await startTcpProxy(a.url)
  const old = await open(proxy.port)
  await old.next()
  proxy.blackHole('toClient')
  old.socket.write('lost answer')
  const young = await open(proxy.port)
  t.is(await young.next(), 'a')
  young.socket.write('heard')
  t.is(await young.next(), 'heard')
  t.deepEqual(a.heard, ['lost answer', 'heard'])
  proxy.blackHole('toServer')
  young.socket.write('never arrives')
  const last = await open(proxy.port)
  await last.next()
  last.socket.write('arrives')
  t.is(await last.next(), 'arrives')
  t.deepEqual(a.heard, ['lost answer', 'heard', 'arrives'])
  t.is(old.socket.bytesRead, 1)
  await proxy.close()
  a.close()
})

test('cut, reset, refuse and freeze', async (t) => {
  const a = await startEcho('a')
  const proxy = await startTcpProxy(a.url)
  const first = await open(proxy.port)
  await first.next()
  proxy.cut()
  t.false(await failedAtClose(first.socket))
  const second = await open(proxy.port)
  await second.next()
  proxy.reset()
  t.true(await failedAtClose(second.socket))
  proxy.refuse(true)
  const third = await open(proxy.port)
  await failedAtClose(third.socket)
  t.is(third.socket.bytesRead, 0)
  proxy.refuse(false)
  proxy.freeze()
  const fourth = await open(proxy.port)
  await once(fourth.socket, 'connect')
  const name = fourth.next()
  proxy.thaw()
  t.is(await name, 'a')
  proxy.delay(30)
  fourth.socket.write('one')
  proxy.delay(0)
  fourth.socket.write('two')
  const answered: string[] = []
  while (answered.join('').length < 6) answered.push(await fourth.next())
  t.is(answered.join(''), 'onetwo')
  t.is(proxy.open, 1)
  await proxy.close()
  a.close()
})

import { createConnection } from 'node:net'
import { once } from 'node:events'
import { dockerUser, type Program } from './programs.ts'
import type { ServerDefinition } from './server-control.ts'

export interface RedisOptions {
  readonly program: Program
  readonly dataFolder: string
  readonly args: readonly string[]
}

/** A Redis that loses nothing it has confirmed: each write is synced to the append-only file before the response. */
export function defineRedis({ program, dataFolder, args }: RedisOptions): ServerDefinition {
  const durable = [
    '--appendonly',
    'yes',
    '--appendfsync',
    'always',
    '--save',
    '',
    '--maxmemory-policy',
    'noeviction',
  ]
  return {
    name: 'redis',
    title: 'Redis',
    launch(port, { container }) {
      if (program.from === 'docker') {
        const publish = ['--publish', `127.0.0.1:${port}:6379`, '--volume', `${dataFolder}:/data`]
        const docker = ['run', '--rm', '--name', container, ...publish, ...dockerUser(), program.image]
        const command = [...docker, 'redis-server', '--protected-mode', 'no', ...durable, ...args]
        return { command: 'docker', args: command, env: {}, container }
      }
      const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dataFolder, '--daemonize', 'no']
      return { command: program.file, args: [...place, ...durable, ...args], env: program.env }
    },
    answers: async (port, pid) => {
      const info = await askRedis(port)
      if (!info.includes('loading:0')) return false
      return program.from === 'docker' || info.includes(`process_id:${pid}\r`)
    },
    logName: (attempt) => `redis-${attempt}.log`,
  }
}

/** The text of INFO, or '' when no server answers on the port. */
async function askRedis(port: number): Promise<string> {
  const socket = createConnection({ port, host: '127.0.0.1', timeout: 2000 })
  let answer = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk) => {
    answer += String(chunk)
  })
  socket.on('timeout', () => socket.destroy())
  socket.on('error', () => undefined)
  socket.write('INFO server\r\nINFO persistence\r\nQUIT\r\n')
  await once(socket, 'close').catch(() => undefined)
  return answer
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { createMark } from '../scripts/marked-processes.ts'
import { until } from './until.ts'

const helper = fileURLToPath(new URL('running-program.ts', import.meta.url))

test('a program ends with the process that started it, also when that is killed', async (t) => {
  const mark = createMark()
  const code = `import { startProgram } from ${JSON.stringify(helper)}
    const [ended, running] = ['0', '600'].map((time) => startProgram(['sleep', time], ${JSON.stringify(mark.env)}))
    await ended?.exited
    console.log('running', running?.child.pid)`
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.teardown(() => {
    for (const line of mark.running()) process.kill(Number.parseInt(line), 'SIGKILL')
  })
  await once(parent.stdout, 'data')
  t.deepEqual(
    mark.running().map((line) => line.replace(/^\d+ /, '').trim()),
    ['sleep 600'],
  )
  parent.kill('SIGKILL')
  await until('it has ended', () => mark.running().length === 0, { seen: () => mark.running().join('\n') })
})

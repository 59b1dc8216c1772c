/** The faults of the world around Pagebeat, each as a case with a promise. */
import { setTimeout as pause } from 'node:timers/promises'
import { backlogCases } from './backlog-cases.ts'
import type { Case, SceneCase } from './case.ts'
import { clockCases } from './clock-cases.ts'
import { damageCases } from './damage-cases.ts'
import { hostileSockets } from './hostile-sockets.ts'
import { storeCases } from './store-cases.ts'

export const cases: readonly Case[] = [
  ...storeCases,
  ...clockCases,
  ...damageCases,
  ...[3, 10, 1_000].map((milliseconds): SceneCase => ({
    name: `latency-${milliseconds}ms`,
    promise: `each response of the stores comes ${2 * milliseconds} ms later; nothing is lost or doubled`,
    async play({ during, redis, database }) {
      const delay = (ms: number): void => [redis, database].forEach(({ proxy }) => proxy.delay(ms))
      await during(`${2 * milliseconds} ms of latency`, async () => {
        delay(milliseconds)
        await pause(12_000)
        delay(0)
      })
    },
  })),
  ...[3, 10].map((fsyncMs): SceneCase => ({
    name: `slow-disk-${fsyncMs}ms`,
    promise: `each fsync of the stores takes ${fsyncMs} ms longer; nothing is refused, lost or doubled`,
    fsyncMs,
    play: (scene) => scene.calm(15),
  })),
  {
    name: 'soak',
    promise: 'ten minutes of steady traffic, and the memory of no process grows',
    traffic: { messages: 25, reactions: 100 },
    isFlat: true,
    play: (scene) => scene.calm(600),
  },
  {
    name: 'receiver-killed',
    promise: 'what was acked is stored, what was not is sent again',
    async play({ during, setup: { installation } }) {
      await during('the receiver is killed', async () => {
        for (let times = 0; times < 4; times++) {
          await installation.signal('receiver', 'SIGKILL')
          await pause(1_500)
        }
      })
    },
  },
  {
    name: 'rolling-restart',
    promise: 'every process is ended in order and started again, one after the other',
    async play({ during, setup: { installation, workers } }) {
      await during('rolling restart', async () => {
        for (const name of ['receiver', ...workers.map((worker) => worker.name)]) {
          await installation.signal(name, 'SIGTERM')
          await pause(1_500)
        }
      })
    },
  },
  {
    name: 'hostile-sockets',
    promise: 'a thousand sockets with unsigned, slow and endless bodies cost at most 256 MiB',
    receiverMiB: 256,
    play: ({ during, setup }) =>
      during('hostile sockets', () =>
        hostileSockets(setup.installation.port, { sockets: 1_000, seconds: 15 }),
      ),
  },
  ...backlogCases,
]

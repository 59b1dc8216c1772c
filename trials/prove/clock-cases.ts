/** Clocks of workers that differ, and clocks that jump. The servers' clocks are right. */
import { setTimeout as pause } from 'node:timers/promises'
import type { SceneCase } from './case.ts'

const jumps = [300, -300, 20, 0] as const
const jumpMs = 6_000

export const clockCases: readonly SceneCase[] = [
  ...([20, 300] as const).map((seconds): SceneCase => ({
    name: `clocks-differ-${seconds === 20 ? '20s' : '5min'}`,
    promise: 'every second worker has a clock that is ahead; each reply comes once and in order',
    setsClocks: true,
    async play({ during, setup, setClock }) {
      await during(`clocks differ by ${seconds} s`, async () => {
        for (const [index, { name }] of setup.workers.entries()) setClock(name, (index % 2) * seconds)
        await pause(15_000)
      })
    },
  })),
  {
    name: 'clock-jumps',
    promise: 'the clocks of all workers but one jump ahead and back; each reply comes once and in order',
    setsClocks: true,
    async play({ during, setup, setClock }) {
      await during('clocks jump', async () => {
        for (const seconds of jumps) {
          for (const { name } of setup.workers.slice(1)) setClock(name, seconds)
          await pause(jumpMs)
        }
      })
    },
  },
]

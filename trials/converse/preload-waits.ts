/** Preloaded by the workers of a conversation trial: waits of its own instead of those of production. */
import { usualWaits, type Waits } from '../../bin/wiring/usual-waits.ts'

const name = 'TRIAL_WAITS'

/** Options of Node, and the environment, of a worker with these waits. */
export function preloadWaits(waits: Partial<Waits>) {
  return { nodeArgs: ['--import', import.meta.url], env: { [name]: JSON.stringify(waits) } }
}

Object.assign(usualWaits, JSON.parse(process.env[name] ?? '{}'))

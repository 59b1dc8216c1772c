/** Server-sent events. After a break the page asks again for what it shows. */
import type { z } from 'zod'
import type { liveEvents } from '../../api/live.ts'
import type { PageStore } from '../state/page-state.ts'

type Events = { [Name in keyof typeof liveEvents]: z.infer<(typeof liveEvents)[Name]> }

export interface LiveControl {
  /** Listens, also to this conversation. An open connection to the same stays. */
  readonly listen: (conversationId: string | undefined) => void
  readonly close: () => void
  /** Tries at once, for example because the browser says that it is online again. */
  readonly wake: () => void
  /**
   * The browser says that there is no network. The stream is given up: it may outlive a short break unnoticed, and then
   * nothing would tell that the connection is back.
   */
  readonly sleep: () => void
}

export interface LiveOptions {
  readonly store: PageStore
  readonly take: { readonly [Name in keyof Events]: (event: Events[Name]) => void }
  /** Called when the connection is back after a break. */
  readonly onBack: () => void
  /** The connection was refused. An EventSource does not say why: the session may have ended. */
  readonly onRefused: () => void
}

const silentMs = 40_000
const waitsMs = [500, 1_000, 2_000, 4_000, 8_000, 15_000]

export function createLiveControl({ store, take, onBack, onRefused }: LiveOptions): LiveControl {
  let source: EventSource | undefined
  let conversation: string | undefined
  let isWanted = false
  let isBroken = false
  let tries = 0
  let retry: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined

  function open(): void {
    clearTimeout(retry)
    retry = undefined
    const before = source
    const end = conversation === undefined ? '' : `?conversation=${encodeURIComponent(conversation)}`
    const now = new EventSource(`/api/live${end}`)
    source = now
    now.addEventListener('open', () => {
      before?.close()
      if (now !== source) return now.close()
      tries = 0
      heard()
      store.set({ connection: 'live', serverTrouble: undefined })
      if (!isBroken) return
      isBroken = false
      onBack()
    })
    now.addEventListener('error', () => {
      before?.close()
      if (now === source) lose(now)
    })
    for (const name of Object.keys(take) as (keyof Events)[]) {
      now.addEventListener(name, (event: MessageEvent<string>) => {
        // An older connection is heard until the newer one is open: no event may fall between them.
        heard()
        // The event's name tells the shape of its data.
        const receive = take[name] as (data: unknown) => void
        receive(JSON.parse(event.data))
      })
    }
  }

  /** The server writes every 15 s. A connection that is silent for longer is dead, whatever the browser thinks. */
  function heard(): void {
    clearTimeout(silence)
    silence = setTimeout(() => {
      if (source !== undefined) lose(source)
    }, silentMs)
  }

  function lose(lost: EventSource): void {
    const isRefused = lost.readyState === EventSource.CLOSED
    lost.close()
    isBroken = true
    store.set({ connection: 'lost' })
    if (isRefused) onRefused()
    if (!isWanted || retry !== undefined) return
    const waitMs = waitsMs[Math.min(tries, waitsMs.length - 1)] ?? 0
    tries += 1
    retry = setTimeout(open, waitMs * (0.75 + Math.random() / 2))
  }

  return {
    listen(conversationId) {
      const isSame = isWanted && conversation === conversationId
      isWanted = true
      conversation = conversationId
      if (!isSame && retry === undefined) open()
    },
    close() {
      isWanted = false
      clearTimeout(retry)
      clearTimeout(silence)
      retry = undefined
      source?.close()
      source = undefined
    },
    wake() {
      if (isWanted && retry !== undefined) open()
    },
    sleep() {
      if (isWanted && source !== undefined && retry === undefined) lose(source)
    },
  }
}

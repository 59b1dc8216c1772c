/**
 * Acts of the agent on their way to the server. Acts of one conversation leave one after the other, so that the order is
 * the one in which the agent did them. An act whose response is lost is sent again with its key, which the server knows.
 */
import type { Act, ActResult } from '../../api/acts.ts'
import type { Calls } from '../api/calls.ts'
import { RequestError } from '../api/request.ts'
import type { LocalAct, PageStore } from '../state/page-state.ts'
import { fieldOf, readStored, writeStored } from '../state/storage.ts'

/** An act before it has a key. */
export type NewAct = Act extends infer One ? (One extends Act ? Omit<One, 'key'> : never) : never

export interface ActControl {
  /** The act is on the screen. Resolves with the server's response; undefined: it is not known yet. */
  readonly act: (conversationId: string, act: NewAct) => Promise<ActResult | undefined>
  /** Sends the acts that wait for a connection. */
  readonly retry: () => void
  /** Sends this one again. */
  readonly retryOne: (key: string) => void
  /** Takes an act away that has not reached the server, or that it refused. */
  readonly drop: (key: string) => void
  /** Shows acts that an earlier visit of this user could not send. They leave only when the agent says so. */
  readonly restore: (userId: string) => void
}

type Wait = (result: ActResult | undefined) => void

const messageActs = new Set<Act['act']>(['reply', 'reply_in_public', 'reply_in_private', 'note'])

/** True for an act that holds a text of the agent, which must not get lost. */
export function isMessage(act: Act): boolean {
  return messageActs.has(act.act)
}

export interface ActOptions {
  readonly store: PageStore
  readonly calls: Calls
  /** The server has taken an act. What it led to comes with the live events, or after them. */
  readonly onTaken: (conversationId: string, act: Act) => void
}

export function createActControl({ store, calls, onTaken }: ActOptions): ActControl {
  const waits = new Map<string, Wait>()
  const busy = new Set<string>()

  function put(acts: readonly LocalAct[]): void {
    store.set({ acts })
    const userId = store.get().session?.user.id
    if (userId === undefined) return
    const unsent = acts.filter(({ is, act }) => is !== 'queued' && isMessage(act))
    writeStored(nameOf(userId), unsent.length === 0 ? undefined : unsent)
  }

  function change(key: string, to: Partial<LocalAct>): void {
    put(store.get().acts.map((one) => (one.act.key === key ? { ...one, ...to } : one)))
  }

  function remove(key: string): void {
    put(store.get().acts.filter(({ act }) => act.key !== key))
  }

  async function begin(conversationId: string, given: NewAct): Promise<ActResult | undefined> {
    const key = crypto.randomUUID()
    const whole = { ...given, key } as Act
    put([
      ...store.get().acts.filter(isNeeded),
      { conversationId, act: whole, ts: store.get().nowMs, is: 'waiting' },
    ])
    const result = new Promise<ActResult | undefined>((resolve) => waits.set(key, resolve))
    void pump(conversationId)
    return await result
  }

  /** Messages that the server has are among those of the conversation when it is opened again. */
  function isNeeded({ is, undoUntil = 0 }: LocalAct): boolean {
    return is !== 'queued' || undoUntil > store.get().nowMs
  }

  async function pump(conversationId: string): Promise<void> {
    if (busy.has(conversationId)) return
    busy.add(conversationId)
    try {
      for (;;) {
        const next = store
          .get()
          .acts.find(
            (one) =>
              one.conversationId === conversationId && (one.is === 'waiting' || one.is === 'no_connection'),
          )
        if (next === undefined) return
        if (next.act.act === 'mark_done' && hasRefused(conversationId)) {
          settle(next.act, { is: 'refused', reason: 'unsent_message' })
          continue
        }
        change(next.act.key, { is: 'asking' })
        const isSettled = await ask(next)
        if (!isSettled) return
      }
    } finally {
      busy.delete(conversationId)
    }
  }

  /** The customer has not got what the agent wrote: the agent has to see that first. */
  function hasRefused(conversationId: string): boolean {
    return store.get().acts.some((one) => one.conversationId === conversationId && one.is === 'refused')
  }

  /** False: the server does not answer, and the acts after this one wait, too. */
  async function ask({ conversationId, act: asked }: LocalAct): Promise<boolean> {
    const { key } = asked
    try {
      const result = await calls.act(conversationId, asked)
      settle(asked, result)
      if (result.is !== 'refused') onTaken(conversationId, asked)
      return true
    } catch (error) {
      const known = error instanceof RequestError ? error : undefined
      if (known === undefined || known.isPassing || known.status === 401) {
        change(key, { is: 'no_connection' })
        return false
      }
      const reason = known.error === 'not_found' ? 'no_conversation' : known.error
      settle(asked, { is: 'refused', reason, says: known.message })
      return true
    }
  }

  function settle(asked: Act, result: ActResult): void {
    const { key } = asked
    const { reason, says, outboundId, undoUntil } = result
    if (result.is === 'refused' && isMessage(asked)) change(key, { is: 'refused', reason, says })
    else if (result.is === 'queued' && isMessage(asked)) change(key, { is: 'queued', outboundId, undoUntil })
    else remove(key)
    waits.get(key)?.(result)
    waits.delete(key)
  }

  return {
    act: begin,
    retry() {
      const waiting = store.get().acts.filter(({ is }) => is === 'no_connection')
      for (const conversationId of new Set(waiting.map((one) => one.conversationId)))
        void pump(conversationId)
    },
    retryOne(key) {
      const one = store.get().acts.find(({ act: { key: is } }) => is === key)
      if (one === undefined) return
      change(key, { is: 'waiting', reason: undefined, says: undefined })
      void pump(one.conversationId)
    },
    drop(key) {
      remove(key)
      waits.get(key)?.(undefined)
      waits.delete(key)
    },
    restore(userId) {
      const here = new Set(store.get().acts.map(({ act: { key } }) => key))
      const kept = toActs(readStored(nameOf(userId)))
      const news = kept
        .filter((one) => !here.has(one.act.key))
        .map((one) => ({ ...one, is: 'kept' as const }))
      if (news.length > 0) store.set({ acts: [...news, ...store.get().acts] })
    },
  }
}

function nameOf(userId: string): string {
  return `pagebeat.unsent.${userId}`
}

function toActs(kept: unknown): readonly LocalAct[] {
  return Array.isArray(kept) ? kept.filter(isLocalAct) : []
}

/** The server checks the rest, if it is sent. */
function isLocalAct(kept: unknown): kept is LocalAct {
  const act = fieldOf(kept, 'act')
  const texts = [
    fieldOf(kept, 'conversationId'),
    fieldOf(act, 'act'),
    fieldOf(act, 'key'),
    fieldOf(act, 'text'),
  ]
  return typeof fieldOf(kept, 'ts') === 'number' && texts.every((one) => typeof one === 'string')
}

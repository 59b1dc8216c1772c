/** Saved replies: the server keeps them for all agents. What this browser kept before moves there, once. */
import type { Calls } from '../api/calls.ts'
import { RequestError } from '../api/request.ts'
import type { PageStore } from '../state/page-state.ts'
import { readStored, writeStored } from '../state/storage.ts'

export interface SavedReplyControl {
  /** Asks the server. What is known stays when it does not answer. */
  load(): Promise<void>
  /** Each of them throws RequestError when the server refuses. */
  add(text: string): Promise<void>
  change(id: string, text: string): Promise<void>
  remove(id: string): Promise<void>
}

export function createSavedReplyControl({
  store,
  calls,
}: {
  readonly store: PageStore
  readonly calls: Pick<Calls, 'savedReplies' | 'addSavedReply' | 'changeSavedReply' | 'removeSavedReply'>
}): SavedReplyControl {
  async function load(): Promise<void> {
    try {
      await moveKept()
      store.set({ savedReplies: (await calls.savedReplies()).replies })
    } catch (error) {
      if (!(error instanceof RequestError)) throw error
    }
  }

  /** A text that the server refuses stays in the browser: nothing is lost. */
  async function moveKept(): Promise<void> {
    const { session } = store.get()
    if (session === undefined) return
    const place = `pagebeat.saved-replies.${session.user.id}`
    const kept = readStored(place)
    if (!Array.isArray(kept)) return
    const left: string[] = []
    for (const text of kept.filter((one) => typeof one === 'string')) {
      try {
        await calls.addSavedReply(text)
      } catch (error) {
        if (!(error instanceof RequestError) || error.isPassing) throw error
        left.push(text)
      }
    }
    writeStored(place, left.length === 0 ? undefined : left)
  }

  return {
    load,
    async add(text) {
      const added = await calls.addSavedReply(text)
      const known = store.get().savedReplies ?? []
      store.set({ savedReplies: [...known.filter(({ id }) => id !== added.id), added] })
    },
    async change(id, text) {
      const changed = await calls.changeSavedReply(id, text)
      store.set({
        savedReplies: (store.get().savedReplies ?? []).map((one) => (one.id === id ? changed : one)),
      })
    },
    async remove(id) {
      await calls.removeSavedReply(id)
      store.set({ savedReplies: (store.get().savedReplies ?? []).filter((one) => one.id !== id) })
    },
  }
}

import test from 'ava'
import type { Turn } from '../../../src/domain/turn.ts'
import type { CallHub, SceneInput, Storyboard } from '../../../src/storyboard/storyboard.ts'
import { createChooseReply } from '../../../workers/respond/choose-reply.ts'
import { now, turnOf } from '../../helpers/worker-ports.ts'

function inputOf(turn: Turn): SceneInput {
  return {
    turn,
    understanding: { provider: 'none', version: '', entities: [] },
    profile: { pId: turn.pId },
    context: { asks: 'size' },
    recent: [],
    now,
  }
}

const crm = { name: 'crm', url: 'env:CRM_URL', secret: 'env:CRM_SECRET', budgetMs: 800 }

/** Chooses a reply to `turn` with this storyboard; its calls in order, and the log. */
function chooserOf(respond: Storyboard['respond']) {
  const calls: string[] = []
  const logged: unknown[] = []
  const callHub: CallHub = async ({ hub }) => {
    calls.push(`hub ${hub.name}`)
    return { silent: 'timeout' }
  }
  const chooseReply = createChooseReply({
    storyboard: () => ({ respond }),
    callHub,
    findCommentHistory: async () => ({ isReplied: false }),
    findAskedTurn: async () => undefined,
    showTyping: async ({ psid }) => {
      await Promise.resolve()
      calls.push(`typing ${psid}`)
    },
    log: { error: (...given: unknown[]) => void logged.push(given) },
  })
  return { calls, logged, chooseReply }
}

const asksHub: Storyboard['respond'] = async (input, { hub }) => {
  const response = await hub({ hub: crm, ...input, slots: {} })
  return {
    actions: [],
    context: input.context,
    silentBecause: 'silent' in response ? 'hub_silent' : 'no_scene',
  }
}

test('in Messenger the customer sees the typing indicator before a hub is called', async (t) => {
  const { calls, chooseReply } = chooserOf(asksHub)
  const reply = await chooseReply(inputOf(turnOf()))
  t.deepEqual(calls, ['typing 77', 'hub crm'])
  t.is(reply.silentBecause, 'hub_silent')
})

test('there is no typing indicator under a comment, and none without a hub', async (t) => {
  const comment = chooserOf(asksHub)
  await comment.chooseReply(inputOf(turnOf({ kind: 'comment' })))
  t.deepEqual(comment.calls, ['hub crm'])
  const plain = chooserOf(async ({ context }) => ({ actions: [], context }))
  await plain.chooseReply(inputOf(turnOf()))
  t.deepEqual(plain.calls, [])
})

test('a storyboard that fails gives no reply and keeps the context', async (t) => {
  const { chooseReply } = chooserOf(() => Promise.reject(new TypeError('in the text: a latte, please')))
  t.deepEqual(await chooseReply(inputOf(turnOf())), {
    actions: [],
    context: { asks: 'size' },
    silentBecause: 'storyboard_failed',
  })
})

test('a storyboard that fails is logged with its turn and the class of the error, without a text', async (t) => {
  const { logged, chooseReply } = chooserOf(() => Promise.reject(new TypeError('a latte, please')))
  await chooseReply(inputOf(turnOf()))
  t.deepEqual(logged, [
    [{ turn: '7', reason: 'TypeError' }, 'the storyboard failed: this turn gets no reply'],
  ])
})

import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { createUnderstand } from '../../../src/nlp/understand.ts'
import { loadStoryboard } from '../../../src/storyboard/load.ts'
import { startPage } from '../../../sandbox/page/server.ts'
import type { Wire } from '../../../sandbox/facebook/webhooks/wire.ts'
import { runConversation } from '../../helpers/running-conversation.ts'
import { root } from '../../source-files.ts'

export const kettle = { id: '100200300400500', name: 'Copper Kettle Coffee', token: 'EAAB-kettle' }

/** The coffee chain's storyboard on the whole pipeline and real servers, and the sandbox page in front of it. */
export async function runCoffeePage(t: ExecutionContext, others: readonly (typeof kettle)[] = []) {
  const storyboard = loadStoryboard(path.join(root, 'storyboards/coffee/storyboard.yaml'))
  const running = await runConversation(t, {
    storyboard: () => storyboard,
    understand: createUnderstand({ examples: storyboard.examples }),
    graph: { pages: [kettle, ...others], seed: 'page to look at' },
    // Shorter than in production, so that a lost answer is looked into while the test watches.
    waits: {
      sendMs: 2_000,
      claimMs: 3_000,
      graceMs: 1_000,
      endedAfterErrorMs: 1_000,
      endedAfterSilenceMs: 3_000,
    },
  })
  const { graph } = running
  for (const [key, value] of Object.entries(storyboard.messengerProfile))
    graph.page(kettle.id)?.messengerProfile.set(key, JSON.parse(JSON.stringify(value)) as Wire)
  graph.pagePosts(kettle.id, 'The autumn roast is here: figs, cocoa and a little smoke. Come and try it.')
  const shown = await startPage({ graph, databaseUrl: running.database.url })
  t.teardown(() => shown.close())
  return { ...running, url: shown.url }
}

/** Every number of Insights, in the order in which they are shown. docs/reference/insights.md is made from this list. */
import type { InsightDefinition } from './definition.ts'
import { funnel } from './definitions/funnel.ts'
import { posts } from './definitions/posts.ts'
import { firstReply, replies, resolution } from './definitions/replies.ts'
import { ads, intents, intentsOverTime, outcomes, scenes, scenesOverTime } from './definitions/turns.ts'
import { customers, written } from './definitions/written.ts'

export const insightDefinitions: readonly InsightDefinition[] = [
  customers,
  written,
  outcomes,
  replies,
  firstReply,
  resolution,
  intents,
  intentsOverTime,
  scenes,
  scenesOverTime,
  funnel,
  posts,
  ads,
]

export function findDefinition(name: string): InsightDefinition | undefined {
  return insightDefinitions.find((definition) => definition.name === name)
}

/** One for each metric: the rows of `insightHour` are counted by it. */
export const countedDefinitions: readonly InsightDefinition[] = insightDefinitions.filter(
  ({ metric }, index) => insightDefinitions.findIndex((one) => one.metric === metric) === index,
)

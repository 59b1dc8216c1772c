import { readConfig } from '../../src/config.ts'
import type { JsonObject } from '../../src/domain/reply.ts'

/**
 * The Messenger Profile in the storyboard of this file, else of STORYBOARD, as the Graph API takes it; undefined
 * without a storyboard. Throws StoryboardError with the mistakes of the file.
 */
export async function readStoryboardProfile(named: string | undefined): Promise<JsonObject | undefined> {
  const file = named ?? readConfig(process.env, { required: [], optional: ['STORYBOARD'] }).STORYBOARD
  if (file === undefined) return undefined
  // Loaded here, since the other commands need neither YAML nor templates.
  const { loadStoryboard } = await import('../../src/storyboard/load.ts')
  const profile: JsonObject = JSON.parse(JSON.stringify(loadStoryboard(file).messengerProfile))
  return profile
}

import { readConfig } from '../../src/config.ts'
import type { JsonObject } from '../../src/domain/reply.ts'

/** The messenger profile of this storyboard, as the Graph API takes it. Throws StoryboardError with the mistakes in the file. */
export async function readMessengerProfile(file: string): Promise<JsonObject> {
  // Loaded when asked for: templates and YAML are of no use to the other commands.
  const { loadStoryboard } = await import('../../src/storyboard/load.ts')
  const profile: JsonObject = JSON.parse(JSON.stringify(loadStoryboard(file).messengerProfile))
  return profile
}

/** The file that was named, else that of STORYBOARD. */
export function findStoryboard(file: string | undefined): string | undefined {
  return file ?? readConfig(process.env, { required: [], optional: ['STORYBOARD'] }).STORYBOARD
}

import { loadStoryboard } from '../../src/storyboard/load.ts'
import { formatProblem } from '../../src/storyboard/problem.ts'
import { findTranscripts, readTranscript } from '../../src/storyboard/transcript/read.ts'

export interface Printer {
  log(line: string): void
}

/** Prints what the file holds, and warnings. Throws StoryboardError for mistakes, also of the transcripts beside it. */
export function checkStoryboardFile(file: string, { log }: Printer): void {
  const { name, version, definition, warnings } = loadStoryboard(file)
  for (const transcript of findTranscripts(file)) readTranscript(transcript)
  for (const warning of warnings) log(`warning: ${formatProblem(warning)}`)
  const scenes = Object.keys(definition.scenes).length
  const intents = Object.values(definition.intents ?? {})
  const examples = intents.reduce((sum, list) => sum + list.length, 0)
  log(`${name}: ${scenes} scenes, ${intents.length} intents with ${examples} examples, version ${version}`)
}

import { readConfig } from '../../src/config.ts'
import { languagesWithoutExamples } from '../../src/nlp/local/told-language.ts'
import { findTooLate } from '../../src/storyboard/check/find-too-late.ts'
import { loadStoryboard } from '../../src/storyboard/load.ts'
import { formatProblem, StoryboardError } from '../../src/storyboard/problem.ts'
import { findTranscripts, readTranscript } from '../../src/storyboard/transcript/read.ts'
import { tryReading } from '../../src/storyboard/try-reading.ts'

export interface Printer {
  log(line: string): void
}

/**
 * Prints warnings, and how many scenes and intents the file has. Throws StoryboardError for its mistakes and those of
 * its transcripts.
 */
export function checkStoryboardFile(file: string, { log }: Printer): void {
  const { value: storyboard, problems: mistakes } = tryReading(() => loadStoryboard(file))
  const problems = [
    ...mistakes,
    ...findTranscripts(file).flatMap(
      (transcript) => tryReading(() => readTranscript(transcript, storyboard?.definition)).problems,
    ),
  ]
  if (storyboard === undefined || problems.length > 0)
    throw new StoryboardError(problems, storyboard === undefined ? 'storyboard' : 'transcript')
  const { name, version, definition, warnings } = storyboard
  const { PAGEBEAT_ANSWER_MINUTES } = readConfig(process.env, { required: ['PAGEBEAT_ANSWER_MINUTES'] })
  const late = findTooLate(storyboard, PAGEBEAT_ANSWER_MINUTES)
  const untaught = languagesWithoutExamples(storyboard.examples).map((language) =>
    storyboard.problemAt(
      ['languages', definition.languages?.indexOf(language) ?? 0],
      `no intent has examples in ${language}, so its customers are not understood: add some`,
    ),
  )
  for (const warning of [...warnings, ...(late === undefined ? [] : [late]), ...untaught])
    log(`warning: ${formatProblem(warning)}`)
  const scenes = Object.keys(definition.scenes).length
  const intents = Object.values(definition.intents ?? {})
  const examples = intents.reduce((sum, list) => sum + list.length, 0)
  log(`${name}: ${scenes} scenes, ${intents.length} intents with ${examples} examples, version ${version}`)
}

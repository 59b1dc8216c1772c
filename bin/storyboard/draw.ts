import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createUnderstand } from '../../src/nlp/understand.ts'
import { type Dialogue, toDialogue } from '../../src/storyboard/draw/dialogue.ts'
import { drawStoryboard } from '../../src/storyboard/draw/draw.ts'
import { loadStoryboard } from '../../src/storyboard/load.ts'
import { StoryboardError } from '../../src/storyboard/problem.ts'
import { playTranscript } from '../../src/storyboard/transcript/play.ts'
import { findTranscripts, readTranscript } from '../../src/storyboard/transcript/read.ts'
import { unifiedDiff } from '../../src/storyboard/transcript/unified-diff.ts'
import { tryReading } from '../../src/storyboard/try-reading.ts'
import { Refused } from '../command-line/refused.ts'
import type { Printer } from './check.ts'

interface DrawRequest {
  readonly file: string
  /** Folder; absent: the folder of the storyboard. */
  readonly out?: string
}

/**
 * Writes the flow as `<name>.svg`, and a page with the flow and the transcripts, as they were played, as `<name>.html`
 * for the App Review. False when a transcript differs: it is marked on the page. Throws StoryboardError with the mistakes
 * of all transcripts.
 */
export async function drawStoryboardFile(
  { file, out = path.dirname(file) }: DrawRequest,
  { log }: Printer,
): Promise<boolean> {
  const storyboard = loadStoryboard(file)
  const understand = createUnderstand({ examples: storyboard.examples })
  const read = findTranscripts(file).map((from) => ({
    from,
    ...tryReading(() => readTranscript(from, storyboard.definition)),
  }))
  const problems = read.flatMap((one) => one.problems)
  if (problems.length > 0) throw new StoryboardError(problems, 'transcript')
  const dialogues: Dialogue[] = []
  let isAsWritten = true
  for (const { from, value: transcript } of read) {
    if (transcript === undefined) continue
    const played = await playTranscript(transcript, { storyboard, understand })
    dialogues.push(toDialogue(played))
    if (unifiedDiff(played.expected, played.actual).length === 0) continue
    isAsWritten = false
    log(`differs ${from}: ${played.title}`)
  }
  const { intents = {}, scenes } = storyboard.definition
  const keywords = Object.values(scenes).flatMap(({ on = [] }) => on.flatMap(({ keyword = [] }) => keyword))
  const languages = new Map<string, string | undefined>()
  for (const text of [...Object.values(intents).flat(), ...keywords])
    languages.set(text, (await understand({ text, referenceTime: 0 })).language)
  const languageOf = (text: string) => languages.get(text)
  const { svg, html } = drawStoryboard(storyboard, { dialogues, languageOf })
  const target = path.join(out, path.parse(file).name)
  for (const [ending, content] of [
    ['svg', svg],
    ['html', html],
  ] as const) {
    write(`${target}.${ending}`, content)
    log(`${target}.${ending}`)
  }
  if (!isAsWritten)
    log(`The page shows what was played and marks what differs: run pagebeat storyboard test ${file}`)
  return isAsWritten
}

function write(target: string, content: string): void {
  try {
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, content)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    const why =
      error.code === 'EEXIST' || error.code === 'ENOTDIR' ? 'it is a file, name a folder' : error.code
    throw new Refused(`Cannot write to ${path.dirname(target)}: ${String(why)}`)
  }
}

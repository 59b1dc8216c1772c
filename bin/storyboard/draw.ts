import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { toDialogue } from '../../src/storyboard/draw/dialogue.ts'
import { drawStoryboard } from '../../src/storyboard/draw/draw.ts'
import { loadStoryboard } from '../../src/storyboard/load.ts'
import { findTranscripts, readTranscript } from '../../src/storyboard/transcript/read.ts'
import { Refused } from '../command-line/refused.ts'
import type { Printer } from './check.ts'

interface DrawRequest {
  readonly file: string
  /** Folder; absent: the folder of the storyboard. */
  readonly out?: string
}

/**
 * Writes the flow as `<name>.svg`, and a page with the flow and the transcripts as `<name>.html` for the App Review.
 */
export function drawStoryboardFile({ file, out = path.dirname(file) }: DrawRequest, { log }: Printer): void {
  const dialogues = findTranscripts(file).map((transcript) => toDialogue(readTranscript(transcript)))
  const { svg, html } = drawStoryboard(loadStoryboard(file), { dialogues })
  const target = path.join(out, path.parse(file).name)
  for (const [ending, content] of [
    ['svg', svg],
    ['html', html],
  ] as const) {
    write(`${target}.${ending}`, content)
    log(`${target}.${ending}`)
  }
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

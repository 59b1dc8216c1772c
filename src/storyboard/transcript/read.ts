import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { readDocument, withShape } from '../document.ts'
import { explainIssues } from '../explain-issue.ts'
import { StoryboardError } from '../problem.ts'
import { readSource } from '../read-source.ts'
import type { StoryboardFile } from '../schema.ts'
import { checkTranscript } from './check-transcript.ts'
import { type Transcript, transcriptSchema } from './schema.ts'

/**
 * The transcript in this file. Throws StoryboardError with every mistake. With the storyboard that it is for, the
 * names of that are checked, too.
 */
export function readTranscript(file: string, definition?: StoryboardFile): Transcript {
  const document = readDocument(file, readSource(file))
  if (document.data === undefined) throw new StoryboardError(document.problems, 'transcript')
  const parsed = transcriptSchema.safeParse(document.data)
  if (parsed.success && document.problems.length === 0) {
    const findings = definition === undefined ? [] : checkTranscript(parsed.data, definition)
    if (findings.length === 0) return parsed.data
    throw new StoryboardError(withShape(document, findings), 'transcript')
  }
  const mistakes = explainIssues(parsed.error?.issues ?? [], {
    data: document.data,
    schema: transcriptSchema,
  })
  throw new StoryboardError(withShape(document, mistakes), 'transcript')
}

/**
 * The files in the folder `<storyboard>.transcripts/` or `transcripts/` beside the storyboard, in the order of their
 * names.
 */
export function findTranscripts(storyboardFile: string): string[] {
  const { dir, name } = path.parse(storyboardFile)
  const folder = [`${name}.transcripts`, 'transcripts']
    .map((folderName) => path.join(dir, folderName))
    .find((candidate) => existsSync(candidate))
  if (folder === undefined) return []
  return readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .toSorted()
    .map((file) => path.join(folder, file))
}

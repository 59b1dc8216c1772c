import { readFileSync } from 'node:fs'
import { LabelledFileError, parseLabelled, type Labelled } from '../../src/nlp/eval/labelled-csv.ts'

/** Throws LabelledFileError when the file cannot be read or has another form. */
export function readLabelled(file: string): readonly Labelled[] {
  return parseLabelled(readText(file), file)
}

/** Throws LabelledFileError when the file cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new LabelledFileError(`Cannot read ${file} (${why}): check the path and its permissions`, {
      cause: error,
    })
  }
}

import { existsSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { createDraftFolder, putInPlace } from './run-folder.ts'

/** A program that is downloaded once and kept in a folder under `.cache`. */
export interface FetchedProgram {
  /** As people know it: `Redis`. */
  readonly title: string
  readonly folder: string
  /** Fills the folder it is given, which is empty. */
  fetch(folder: string): Promise<void>
  /** Resolves when the program in the folder starts; rejects with the reason when it does not. */
  tryOut(folder: string): Promise<void>
  readonly log: (line: string) => void
}

/**
 * The folder holds a program that starts, downloaded by this call or an earlier one. A folder whose program is
 * missing or does not start is downloaded again. Throws an Error, and keeps no folder, when the program does not
 * start even then.
 */
export async function keepFetched(program: FetchedProgram): Promise<void> {
  const { title, folder, fetch, tryOut, log } = program
  if (existsSync(folder)) {
    const { ino } = statSync(folder)
    const reason = await reasonOf(tryOut(folder))
    if (reason === undefined) return
    log(
      `${title} in ${path.relative(process.cwd(), folder)} does not start, so it is downloaded again: ${reason}`,
    )
    // Another process may have replaced the folder in the meantime.
    if (statSync(folder, { throwIfNoEntry: false })?.ino === ino)
      rmSync(folder, { recursive: true, force: true })
  }
  const started = Date.now()
  const draft = createDraftFolder()
  try {
    await fetch(draft)
    const reason = await reasonOf(tryOut(draft))
    if (reason !== undefined) throw new Error(`${title} was downloaded, but does not start: ${reason}`)
    putInPlace(draft, folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  log(`Downloaded ${title} in ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

async function reasonOf(attempt: Promise<void>): Promise<string | undefined> {
  try {
    await attempt
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message.trim().split('\n').slice(0, 3).join(' ') : String(error)
  }
}

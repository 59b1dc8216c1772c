/** The two public corpora, which lie beside the repository. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseLabelled, type Labelled } from '../../../src/nlp/eval/labelled-csv.ts'

export interface PublicCorpora {
  /** Sentences of CLINC150's parts: `train`, `val`, `test`, `oos_train`, `oos_val`, `oos_test`. */
  readonly clinc: (...parts: readonly string[]) => readonly Labelled[]
  readonly bankingTraining: readonly Labelled[]
  readonly bankingTest: readonly Labelled[]
}

const folder = path.join(import.meta.dirname, '../../../../shared/nlu')

/** What to do if a file is missing. */
export const whereToGetThem = `The public corpora are not in ${folder}. Put these files there:
    clinc150-full.json                          data/data_full.json of github.com/clinc/oos-eval
    banking77-train.csv, banking77-test.csv     banking_data of github.com/PolyAI-LDN/task-specific-datasets`

/** Undefined if a file is missing. */
export function findPublicCorpora(): PublicCorpora | undefined {
  const [clincFile = '', ...bankingFiles] = [
    'clinc150-full.json',
    'banking77-train.csv',
    'banking77-test.csv',
  ].map((name) => path.join(folder, name))
  if (![clincFile, ...bankingFiles].every((file) => existsSync(file))) return undefined
  const all: Readonly<Record<string, readonly (readonly [string, string])[]>> = JSON.parse(
    readFileSync(clincFile, 'utf8'),
  )
  const [bankingTraining = [], bankingTest = []] = bankingFiles.map((file) =>
    parseLabelled(readFileSync(file, 'utf8'), file),
  )
  const clinc = (...parts: readonly string[]) =>
    parts.flatMap((part) =>
      (all[part] ?? []).map(([text, intent]) => ({ text, intent: intent === 'oos' ? undefined : intent })),
    )
  return { clinc, bankingTraining, bankingTest }
}

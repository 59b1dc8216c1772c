/**
 * Measures the part that was asked for, or the table of corpora. Without the public corpora it says where they are to
 * be had, and saves nothing: the figures of the small corpora alone would replace those of all.
 */
import type { Given } from '../../../sandbox/command-line.ts'
import type { Figure } from '../../result-file.ts'
import { printOwnCorpora, printPublicCorpora } from './corpora-table.ts'
import { fitGate } from './fit-gate.ts'
import { printAblation, printForced } from './forced.ts'
import { printKinds } from './kinds.ts'
import { whereToGetThem, type PublicCorpora } from './public-corpora.ts'
import { printSizeCurve } from './size-curve.ts'

export interface Measured {
  readonly corpora: PublicCorpora | undefined
  readonly save: (name: string, figures: readonly Figure[]) => void
}

const parts = { curve: printSizeCurve, forced: printForced, ablation: printAblation, fit: fitGate }

/** The exit status: 1 if the public corpora are missing for what was asked. */
export function measure(given: Pick<Given, 'isOn'>, { corpora, save }: Measured): number {
  if (given.isOn('kinds')) {
    printKinds({ wrong: given.isOn('wrong') })
    return 0
  }
  const part = Object.entries(parts).find(([name]) => given.isOn(name))
  const own = part === undefined ? printOwnCorpora() : []
  if (corpora === undefined) {
    console.log(`\n${whereToGetThem}`)
    return part !== undefined || given.isOn('save') ? 1 : 0
  }
  const [name, print] = part ?? ['', printPublicCorpora]
  const figures = [...own, ...print(corpora)]
  if (given.isOn('save')) save(name === '' ? 'bench-nlp' : `bench-nlp-${name}`, figures)
  return 0
}

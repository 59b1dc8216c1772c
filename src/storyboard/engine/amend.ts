/** Corrects slots that the scene has filled already, by values of the present message: "make it Friday". */
import type { AskAction } from '../schema/actions.ts'
import { normalise } from '../texts.ts'
import { contentWords } from './near-question.ts'
import { isOpen, isValid } from './find-slot-value.ts'
import { asksOfKind, use } from './hear.ts'
import type { Run } from './run.ts'
import { kindsOf } from './scene-questions.ts'
import { holdsCorrection } from './taken-back.ts'

/** Whether a slot has another value now. A value that a question still to come asks for is left to it. */
export function amend(run: Run, { ask, root }: { readonly ask: AskAction; readonly root: string }): boolean {
  const given = normalise(run.input.turn.text ?? '')
  const says = holdsCorrection(given)
  // Where any text fits, it is a correction only if it says nothing else.
  if (isOpen(ask) && !(says && contentWords(run, root).length <= 1)) return false
  let isChanged = false
  for (const one of run.heard) {
    const { name: kind, value, message, isUsed } = one
    if (message !== run.message || isUsed || kindsOf(ask).includes(kind)) continue
    if (countable.includes(kind) && !says) continue
    const asks = asksOfKind(run, { root, kind })
    if (asks.some((other) => !run.filled.includes(other.ask))) continue
    const slot = run.filled.findLast((filled) => asks.some((other) => other.ask === filled))
    const earlier = asks.find((other) => other.ask === slot)
    if (slot === undefined || earlier === undefined || !isValid(run, earlier, value)) continue
    use(run, one)
    isChanged ||= JSON.stringify(run.slots[slot]) !== JSON.stringify(value)
    run.slots[slot] = value
  }
  return isChanged
}

/** Numbers stand in many texts: "on the terrace for 2 hours" changes no number of guests. */
const countable: readonly string[] = ['number', 'money']

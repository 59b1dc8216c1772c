/** A message while a question waits: a slot value, a cancel word, a change of mind, or a message that does not fit. */
import type { AskAction } from '../schema/actions.ts'
import { normalise } from '../texts.ts'
import { amend } from './amend.ts'
import { askBack } from './ask-back.ts'
import { checkCode } from './contact-code.ts'
import { findSlotValue, isOpen } from './find-slot-value.ts'
import { emitText } from './emit.ts'
import { keywordRank, type Match, tapRank } from './match.ts'
import type { Waiting } from './context.ts'
import { askAt, giveUp, performAfter, performBranch, verifyAt } from './perform.ts'
import { putQuestion } from './question.ts'
import { useValue } from './hear.ts'
import { findLikelyIntents } from './likely-intents.ts'
import { isNearQuestion } from './near-question.ts'
import { fillSlot, type Run, textOf } from './run.ts'

export const cancelWords = ['cancel', 'stop', 'never mind', 'nevermind', 'forget it', 'abbrechen', 'egal']
const defaultAttempts = 3

/** True when the turn was handled here. False when the question is left and the turn is handled like any other. */
export async function awaitSlotValue(
  run: Run,
  { waiting, match, mayAskBack }: { waiting: Waiting; match: Match | undefined; mayAskBack: boolean },
) {
  const ask = askAt(run, waiting)
  run.context = { ...run.context, waiting: undefined }
  if (ask === undefined) return leave(run)
  if (waiting.contact !== undefined) {
    const proof = await checkCode(run, { action: verifyAt(run, waiting), contact: waiting.contact })
    if (proof === 'right') {
      run.questionEnd = 'filled'
      await performAfter(run, waiting)
    } else if (proof === 'over') await fail(run, { ask, waiting })
    else if (proof === 'wrong') askForCodeAgain(run, { ask, waiting })
    if (proof !== undefined) return true
  }
  const found = waiting.contact === undefined ? findSlotValue(run, ask) : undefined
  if (found?.isCertain) return fill(run, { waiting, value: found.value })
  if (isCancel(run, ask)) {
    await cancel(run, { ask, waiting })
    return true
  }
  const other =
    match !== undefined && isChangeOfMind(run, { ask, match, waiting, isFound: found !== undefined })
      ? match
      : undefined
  if (other !== undefined && mayLeaveFor(run, other)) return leave(run)
  const isAmended = amend(run, { ask, root: waiting.root })
  // A greeting is no value of a question that any text fits.
  const isValue = found !== undefined && other === undefined && !(isAmended && isOpen(ask))
  if (isValue) return fill(run, { waiting, value: found.value })
  if (mayAskBack && !isAmended && other === undefined && askedBack(run, { ask, waiting, match })) return true
  await askAgain(run, { ask, waiting, isAmended })
  return true
}

/** False for a scene such as a greeting, which does not end what the customer was asked. */
function mayLeaveFor(run: Run, { rank, scene }: Match): boolean {
  return rank >= tapRank || run.definition.scenes[scene]?.change_of_mind !== false
}

/** The question no longer waits, and the turn is handled like any other. */
function leave(run: Run): false {
  run.questionEnd = 'left'
  return false
}

/** Asks the question that waits again, as after a message that does not fit. False: the storyboard has changed since. */
export async function repeatQuestion(run: Run, waiting: Waiting): Promise<boolean> {
  const ask = askAt(run, waiting)
  run.context = { ...run.context, waiting: undefined }
  if (ask === undefined) return false
  await askAgain(run, { ask, waiting, isAmended: false })
  return true
}

/** Where the text may be about another topic, and it is not clear which one. The question stays open meanwhile. */
function askedBack(
  run: Run,
  { ask, waiting, match }: { ask: AskAction; waiting: Waiting; match: Match | undefined },
): boolean {
  if (!(ask.change_of_mind ?? run.definition.questions?.change_of_mind ?? true)) return false
  if (isNearQuestion(run, { ask, root: waiting.root })) return false
  const intents = findLikelyIntents(run, { match, within: [waiting.root, run.began] })
  if (intents === undefined || !askBack(run, intents)) return false
  run.context = { ...run.context, waiting }
  return true
}

async function fill(run: Run, { waiting, value }: { waiting: Waiting; value: Run['slots'][string] }) {
  const ask = askAt(run, waiting)
  if (ask !== undefined) useValue(run, { ask, value })
  fillSlot(run, { slot: waiting.slot, value })
  run.questionEnd = 'filled'
  await performAfter(run, waiting)
  return true
}

/**
 * A cancel word alone. Where not every text fits, also with one or two words around it: "cancel please", but not "Bus
 * stop Oakwood".
 */
function isCancel(run: Run, ask: AskAction): boolean {
  const { text, payload } = run.input.turn
  if (text === undefined || payload !== undefined) return false
  const given = normalise(text)
  const words = ask.cancel ?? run.definition.questions?.cancel ?? cancelWords
  return words.some((word) => {
    const cancelling = normalise(word)
    if (cancelling === '') return text.trim() === word.trim()
    const isNear = given.split(' ').length <= cancelling.split(' ').length + 2
    return given === cancelling || (!isOpen(ask) && isNear && ` ${given} `.includes(` ${cancelling} `))
  })
}

async function cancel(run: Run, { ask, waiting }: { ask: AskAction; waiting: Waiting }): Promise<void> {
  run.questionEnd = 'cancelled'
  if (ask.on_cancel !== undefined) {
    await performBranch(run, { ...waiting, branch: 'on_cancel' })
    return
  }
  const { cancelled } = run.definition.questions ?? {}
  emitText(run, cancelled === undefined ? 'OK.' : textOf(run, cancelled))
}

interface Doubt {
  readonly ask: AskAction
  readonly match: Match
  readonly waiting: Waiting
  readonly isFound: boolean
}

/**
 * A tap on something else is a change of mind. So is a keyword or a confident intent if the message does not fit the
 * question. Where any text fits, only a keyword alone or a confident intent is one.
 */
function isChangeOfMind(run: Run, { ask, match, waiting, isFound }: Doubt): boolean {
  const { questions } = run.definition
  if (!(ask.change_of_mind ?? questions?.change_of_mind ?? true)) return false
  if (match.rank >= tapRank) return true
  // A text that means the scene that asks is no other topic: a start anew would forget the values that it has.
  if (match.scene === waiting.root || match.scene === run.began) return false
  if (isFound && !isOpen(ask)) return false
  if (match.rank < keywordRank && !isFound && isNearQuestion(run, { ask, root: waiting.root })) return false
  const isSure = (run.input.understanding.intent?.confidence ?? 0) >= (questions?.change_at_least ?? 0.7)
  if (match.rank < keywordRank) return isSure && match.rank >= keywordRank - 10
  return !isFound || isSure || normalise(run.input.turn.text ?? '').split(' ').length <= 2
}

interface Again {
  readonly ask: AskAction
  readonly waiting: Waiting
  /** The message corrected another slot: it is no miss, and the question is asked as before. */
  readonly isAmended: boolean
}

async function askAgain(run: Run, { ask, waiting, isAmended }: Again): Promise<void> {
  run.questionEnd = 'again'
  if (isAmended) {
    putQuestion(run, { ask, text: ask.question })
    run.context = { ...run.context, waiting: { ...waiting } }
    return
  }
  const misses = waiting.misses + 1
  run.outcome = 'not_understood'
  if (misses >= (ask.attempts ?? run.definition.questions?.attempts ?? defaultAttempts)) {
    await fail(run, { ask, waiting })
    return
  }
  putQuestion(run, { ask, text: ask.again ?? ask.question })
  run.context = { ...run.context, waiting: { ...waiting, misses } }
}

async function fail(run: Run, { ask, waiting }: { ask: AskAction; waiting: Waiting }): Promise<void> {
  run.outcome = 'not_understood'
  run.questionEnd = 'given_up'
  if (ask.on_failure !== undefined) await performBranch(run, { ...waiting, branch: 'on_failure' })
  else await giveUp(run)
}

/** The table of codes counts the wrong ones. */
function askForCodeAgain(run: Run, { ask, waiting }: { ask: AskAction; waiting: Waiting }): void {
  run.outcome = 'not_understood'
  run.questionEnd = 'again'
  putQuestion(run, { ask, text: ask.again ?? ask.question })
  run.context = { ...run.context, waiting: { ...waiting } }
}

/** The code of a `verify`: it is sent by a hub of the brand, and the customer writes it. */
import { plainSigns } from '../../domain/plain-signs.ts'
import type { ProvedContact } from '../../domain/reply.ts'
import type { AskAction, VerifyAction } from '../schema/actions.ts'
import { defaultBudgetMs } from './consult-hub.ts'
import { codeSlot } from '../schema/verify.ts'
import { rendered, type Run } from './run.ts'

const defaultMinutes = 10
const defaultAttempts = 3

/** What the code proves; undefined: none was sent. */
export async function sendCode(run: Run, action: VerifyAction): Promise<ProvedContact | undefined> {
  const { verify: kind, of, sent_by: name, minutes = defaultMinutes } = action
  const spec = run.definition.hubs?.[name]
  const written = rendered(run, of)
  if (spec === undefined || written === undefined) return undefined
  const { turn, understanding, now } = run.input
  const made = await run.codes?.create({ turn, kind, written, minutes, now })
  if (made === undefined) return undefined
  const response = await run.hub({
    hub: { name, url: spec.url, secret: spec.secret, budgetMs: spec.budget_ms ?? defaultBudgetMs },
    verify: { ...made.contact, code: made.code, minutes },
    turn,
    understanding,
    profile: run.profile,
    context: { ...run.definition.variables, ...run.variables },
    slots: { ...run.slots },
    recent: run.input.recent,
  })
  return 'silent' in response ? undefined : made.contact
}

/** Undefined: the message holds no code. A right one is no value for another question. */
export async function checkCode(
  run: Run,
  { action, contact }: { readonly action: VerifyAction | undefined; readonly contact: ProvedContact },
): Promise<'right' | 'wrong' | 'over' | undefined> {
  const code = codeIn(run.input.turn.text)
  if (action === undefined || code === undefined || run.codes === undefined) return undefined
  const { turn, now } = run.input
  const { attempts = defaultAttempts } = action
  run.heard = run.heard.filter(({ message }) => message !== run.message)
  const proof = await run.codes.check({ turn, contact, code, attempts, now })
  if (proof === 'right') run.proved = [...run.proved, contact]
  return proof
}

/** Six digits, in those of any script: `123456`, `123 456`, "it is 123-456". */
function codeIn(text: string | undefined): string | undefined {
  const [found] = /(?<![\d.,])\d(?:[ -]?\d){5}(?![\d.,]*\d)/.exec(plainSigns(text ?? '').slice(0, 200)) ?? []
  return found?.replaceAll(/\D/g, '')
}

/** So that cancelling, a change of mind and a message without a code are the same as for any question. */
export function toCodeQuestion({ question, again, on_failure, on_cancel }: VerifyAction): AskAction {
  return {
    ask: codeSlot,
    question,
    type: 'number',
    ...(again === undefined ? {} : { again }),
    ...(on_failure === undefined ? {} : { on_failure }),
    ...(on_cancel === undefined ? {} : { on_cancel }),
  }
}

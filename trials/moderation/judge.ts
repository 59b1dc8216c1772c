/** What was hidden against what should have been, rule by rule. */
import type { Judgement } from '../report.ts'
import type { MadeComment } from './comments.ts'
import { type RuleName, ruleNames } from './rules.ts'

/** A comment at the end of a phase. */
export interface FoundComment extends MadeComment {
  readonly id: string
  /** At Facebook. */
  readonly isHidden: boolean
  /** The rule that the tables name for it. */
  readonly hiddenBy: string | undefined
}

/** The least share of what a rule hid that it should have hidden, and of what it should have hidden that it hid. */
const least: Readonly<Record<RuleName, { readonly precision: number; readonly recall: number }>> = {
  words: { precision: 1, recall: 0.98 },
  links: { precision: 1, recall: 0.98 },
  numbers: { precision: 1, recall: 0.98 },
  pictures: { precision: 1, recall: 1 },
  /** The local understanding has a few examples. */
  spam: { precision: 0.9, recall: 0.8 },
}

export function judgeRules(comments: readonly FoundComment[], judgement: Judgement): void {
  const disagreeing = comments.filter(({ isHidden, hiddenBy }) => isHidden !== (hiddenBy !== undefined))
  judgement.line('hidden at Facebook', comments.filter(({ isHidden }) => isHidden).length)
  judgement.line('hidden at Facebook and not in the table, or reverse', disagreeing.length)
  judgement.expect(disagreeing.length === 0, 'the table moderation says something else than Facebook')
  for (const rule of ruleNames) {
    const should = comments.filter(({ breaks }) => breaks === rule)
    const did = comments.filter(({ hiddenBy }) => hiddenBy === rule)
    const right = did.filter(({ breaks }) => breaks === rule).length
    const precision = did.length === 0 ? 1 : right / did.length
    const recall = should.length === 0 ? 1 : right / should.length
    judgement.line(
      `rule ${rule}`,
      `${should.length} should be hidden, ${did.length} were: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
    )
    judgement.expect(
      precision >= least[rule].precision && recall >= least[rule].recall,
      `rule ${rule} is below precision ${least[rule].precision} or recall ${least[rule].recall}: ${mistakesOf(comments, rule)}`,
    )
  }
}

/** The texts are of this trial, not of customers. */
function mistakesOf(comments: readonly FoundComment[], rule: RuleName): string {
  return comments
    .filter(({ breaks, hiddenBy }) => (breaks === rule) !== (hiddenBy === rule))
    .slice(0, 5)
    .map(({ text, hiddenBy = 'nothing' }) => `${JSON.stringify(text)} by ${hiddenBy}`)
    .join('; ')
}

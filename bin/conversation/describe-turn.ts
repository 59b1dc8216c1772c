import type { TurnSummary } from '../../src/db/conversation/conversation-summary.ts'

/** What a turn of `conversation show` was understood as, and what replied to it: names and confidences, no texts. */
export function describeTurn({
  scene,
  alsoScene,
  understanding,
  askedIntents,
  meantIntent,
}: TurnSummary): readonly string[] {
  const { intent, alternatives = [] } = understanding ?? {}
  const also = alsoScene === undefined ? '' : ` and ${alsoScene}`
  const hasText = understanding !== undefined && understanding.provider !== 'none'
  return [
    ...(scene === undefined ? [] : [`scene ${scene}${also}`]),
    ...(hasText ? [intent === undefined ? 'no intent' : `intent ${rated(intent)}`] : []),
    ...alternatives.map((one) => `${one.isAlso === true ? 'also' : 'or'} ${rated(one)}`),
    ...(askedIntents.length === 0 ? [] : [`asked: ${askedIntents.join(' or ')}`]),
    ...(meantIntent === undefined ? [] : [`the customer chose ${meantIntent}`]),
  ]
}

function rated({ name, confidence }: { readonly name: string; readonly confidence: number }): string {
  return `${name} ${confidence.toFixed(2)}`
}

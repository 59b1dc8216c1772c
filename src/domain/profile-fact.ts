/** Where a value of `profile` comes from, and how far it is trusted. */
import type { CustomerKey } from './identity-link.ts'

/** `brand`: the brand's own system said so. A value without a fact counts as that. */
export type FactStrength = 'brand' | 'verified' | 'attested' | 'claimed'

export type FactSourceKind =
  | 'profile'
  | 'storyboard'
  | 'hub'
  | 'interaction'
  | 'lead'
  | 'import'
  | 'agent'
  | 'outbound'

export interface ProfileFact {
  /** The id of which it is known. */
  readonly of: CustomerKey
  /** A column of `profile`, also one of the brand's own. */
  readonly name: string
  /** As a text, also where the column holds a number. Null: there is none. */
  readonly value: string | null
  readonly strength: FactStrength
  /** When it was known, ms. */
  readonly ts: number
  readonly source: { readonly kind: FactSourceKind; readonly id: string }
}

/** Why a value merges nobody, or may though it would not. */
export type SharedReason = 'listed' | 'cleared' | 'counted' | 'bad_value' | 'page'

const strengths: readonly FactStrength[] = ['claimed', 'attested', 'verified', 'brand']

/** The greater, the more it is trusted. */
export function rankOf(strength: FactStrength): number {
  return strengths.indexOf(strength)
}

/**
 * Words that this project does not use, and what to write. Each has one meaning and one word, so that a reader learns it once.
 * Code in backticks, quoted names and the seed's table and column names are not read.
 */
interface Unwanted {
  readonly pattern: RegExp
  readonly write: string
}

const unwanted: readonly Unwanted[] = [
  { pattern: /\bso many\b/i, write: 'this number of …, or the name of the value' },
  { pattern: /\bwhoever\b/i, write: 'the actor: customer, agent, operator, worker' },
  { pattern: /\b(?:somebody|someone|anybody)\b/i, write: 'the actor: customer, agent, operator' },
  { pattern: /\b(?:person|people|man) of the Page\b/i, write: 'agent' },
  {
    pattern: /\bpersons?\b(?![:="] ?)/i /* but the key of transcripts and of addresses */,
    write: 'customer, agent or operator',
  },
  {
    pattern: /\b(?:has|have|had|takes?|took|gets?|got|gives?) (?:back )?the word\b/i,
    write: 'controls the thread',
  },
  { pattern: /\bthe word (?:again|earlier|back)\b/i, write: 'thread control' },
  { pattern: /\bquarantin/i, write: 'dead letter' },
  { pattern: /\bculprits?\b/i, write: 'the item that fails' },
  {
    pattern: /\b(?:open|retried|dropped) letters?\b|(?<!dead )\bletters? (?:in|back|up)\b/i,
    write: 'dead letter',
  },
  { pattern: /\bout-?box\b/i, write: 'outbound message, table `outbound`' },
  { pattern: /\bbeat(?:s|en|ing)?\b/i, write: 'heartbeat, or faster than' },
  { pattern: /\bpoison(?:ous|ed)?\b/i, write: 'an item that kills its process' },
  { pattern: /\bfor so long\b/i, write: 'the duration with its unit' },
  { pattern: /\b(?:what|who) waits\b/i, write: 'the actor: waiting turns, waiting messages' },
  { pattern: /\bWho (?:writes|comes|loses|misses|only)\b/, write: 'the actor: a customer who' },
  { pattern: /\bof Pages are out of reach\b/i, write: 'cannot read Page pauses' },
  { pattern: /\b(?:a|the|its|their) holds?\b(?! of (?:the|a) row)|\bholds of\b/i, write: 'pause' },
  {
    pattern: /\b(?:an|the|its|his|their|our|every|each|no|later|old|late|public) answers?\b/i,
    write: 'reply, or response',
  },
  { pattern: /\bmessenger profile\b/, write: 'Messenger Profile' },
  { pattern: /\bset-ups?\b/i, write: 'Messenger Profile, or setup' },
  { pattern: /(?<!Bull )\bboards?\b/i, write: 'queue monitor; definition, for the storyboard in memory' },
  { pattern: /\b(?:minds|its mind|the mind)\b/i, write: 'context' },
  { pattern: /\b(?:theatre|troupe|plot)\b/i, write: 'a word of the field' },
  { pattern: /\bcross the same road\b|\btells? first\b/i, write: 'subject, verb, object' },
]

/** Every unwanted word of a text, with what to write. */
export function unwantedIn(text: string): { readonly found: string; readonly write: string }[] {
  return unwanted.flatMap(({ pattern, write }) => {
    const found = pattern.exec(text)?.[0]
    return found === undefined ? [] : [{ found, write }]
  })
}

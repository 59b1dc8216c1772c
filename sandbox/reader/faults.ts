/** What can go wrong with a reader, by name: usual share, what happens, and how long it takes in ms. */
export const readerFaults = {
  reset: [1, 'the connection is reset after the request'],
  silent: [1, 'the request is taken, and no response ever comes'],
  slow: [1, 'the response comes late', 10_000],
  drip: [1, 'the response comes one character at a time, with this pause between them', 100],
  cut: [1, 'the connection is reset half-way through the response'],
  'wrong-json': [1, 'half of the JSON'],
  'wrong-shape': [1, 'JSON of another shape'],
  html: [1, 'an HTML page with status 200'],
  huge: [1, 'a response of 8 MiB'],
  redirect: [1, 'status 307, to another path'],
  unauthorized: [1, 'status 401'],
  throttled: [1, 'status 429 with Retry-After: 2'],
  error: [1, 'status 500 with an HTML page'],
  'not-numbers': [1, 'a vector with null, a text and a number beyond all'],
  'wrong-dimension': [1, 'a vector of another length'],
  'wrong-count': [1, 'one vector too few'],
  zeros: [1, 'a vector without direction'],
  'outside-list': [1, 'an intent that is not in the list'],
  'other-keys': [1, 'the intent, and a reply to the customer beside it'],
  'long-reply': [1, 'ten thousand characters of prose'],
  'no-list': [1, 'the intent as prose, without JSON'],
} as const

export type ReaderFaultName = keyof typeof readerFaults

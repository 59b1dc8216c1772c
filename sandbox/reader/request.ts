/** The texts that a request is about: its inputs, or the message of its user. */
export function textsOf(body: string): readonly string[] {
  const { input } = toRecord(parse(body))
  if (Array.isArray(input)) return input.filter((text) => typeof text === 'string')
  const { message } = userPartOf(body)
  return typeof message === 'string' ? [message] : []
}

/** Of a request for more examples: those that are there. */
export function examplesOf(body: string): readonly string[] {
  const { examples } = userPartOf(body)
  return Array.isArray(examples) ? examples.filter((text) => typeof text === 'string') : []
}

function userPartOf(body: string): Readonly<Record<string, unknown>> {
  const request = toRecord(parse(body))
  const messages = Array.isArray(request['messages']) ? request['messages'].map(toRecord) : []
  const content = messages.findLast(({ role }) => role === 'user')?.['content']
  return typeof content === 'string' ? toRecord(parse(content)) : {}
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

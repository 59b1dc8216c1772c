/** Payloads that the storyboard makes itself. A customer cannot send one that no customer was shown. */
const scenePrefix = 'scene:'

/** The payload of a quick reply, button or menu item with `go`. */
export function payloadOfScene(scene: string): string {
  return `${scenePrefix}${scene}`
}

export function sceneOfPayload(payload: string | undefined): string | undefined {
  return payload?.startsWith(scenePrefix) ? payload.slice(scenePrefix.length) : undefined
}

/** The payload of choice number `index` of a question. */
export function payloadOfChoice(slot: string, index: number): string {
  return `choice:${slot}:${index}`
}

export function choiceOfPayload(
  payload: string | undefined,
): { readonly slot: string; readonly index: number } | undefined {
  const match = /^choice:(?<slot>\w+):(?<index>\d{1,2})$/.exec(payload ?? '')?.groups
  return match === undefined ? undefined : { slot: match['slot'] ?? '', index: Number(match['index']) }
}

const meaningPrefix = 'meant:'

/** The payload of a quick reply that names an intent; without one, it means something else. */
export function payloadOfMeaning(intent = ''): string {
  return `${meaningPrefix}${intent}`
}

/** Undefined: it is no such payload. */
export function meaningOfPayload(
  payload: string | undefined,
): { readonly intent: string | undefined } | undefined {
  if (payload?.startsWith(meaningPrefix) !== true) return undefined
  const intent = payload.slice(meaningPrefix.length)
  return { intent: intent === '' ? undefined : intent }
}

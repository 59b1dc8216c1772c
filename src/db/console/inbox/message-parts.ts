/** Attachments, buttons and links of messages, from Facebook's JSON. Values of another shape are left out. */
import type { MessageAttachment } from './message.ts'

type Fields = Readonly<Record<string, unknown>>

export function fieldsOf(json: string | null): Fields {
  if (json === null) return {}
  try {
    return toFields(JSON.parse(json))
  } catch {
    return {}
  }
}

export function toFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(toFields) : []
}

/** The message in the event as it came, or as it was sent (`{"sent": …}`). */
export function messageIn(raw: Fields): Fields {
  return toFields(raw['sent'] ?? raw['message'] ?? raw['postback'] ?? raw)
}

/** `attachments`: the JSON list of `chanFacebookMessenger`. */
export function attachmentsOf(attachments: string | null): MessageAttachment[] {
  if (attachments === null) return []
  try {
    return listOf(JSON.parse(attachments)).map(toAttachment)
  } catch {
    return []
  }
}

export function toAttachment(attachment: Fields): MessageAttachment {
  const payload = toFields(attachment['payload'])
  const [card] = listOf(payload['elements'])
  return {
    type: textOf(attachment['type']) ?? 'unknown',
    ...known({
      url: webAddress(payload['url'] ?? attachment['url'] ?? card?.['image_url']),
      title: textOf(payload['title'] ?? attachment['title'] ?? payload['text'] ?? card?.['title']),
    }),
  }
}

export function feedAttachments({
  photo,
  photos,
  link,
}: {
  readonly photo: string | null
  readonly photos: string | null
  readonly link: string | null
}): MessageAttachment[] {
  const more = photos === null ? [] : parseList(photos)
  const pictures = [...new Set([photo, ...more].flatMap((url) => webAddress(url) ?? []))]
  const target = pictures.length === 0 ? webAddress(link) : undefined
  return [
    ...pictures.map((url) => ({ type: 'image', url })),
    ...(target === undefined ? [] : [{ type: 'link', url: target }]),
  ]
}

function parseList(json: string): unknown[] {
  try {
    const value: unknown = JSON.parse(json)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

/** Titles of quick replies, and of the buttons of templates. */
export function buttonsOf(message: Fields): string[] {
  const attachments = [toFields(message['attachment']), ...listOf(message['attachments'])]
  const payloads = attachments.map(({ payload }) => toFields(payload))
  const buttons = payloads.flatMap((payload) => [
    ...listOf(payload['buttons']),
    ...listOf(payload['elements']).flatMap((element) => listOf(element['buttons'])),
  ])
  return [...listOf(message['quick_replies']), ...buttons].flatMap(({ title }) => textOf(title) ?? [])
}

/** Only addresses of the web: the page makes links of them. */
export function webAddress(value: unknown): string | undefined {
  const text = textOf(value)
  return text !== undefined && /^https?:\/\//i.test(text) ? text : undefined
}

/** The object without what is undefined. */
export function known<Value extends object>(
  value: Value,
): { [Name in keyof Value]?: Exclude<Value[Name], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [Name in keyof Value]?: Exclude<Value[Name], undefined>
  }
}

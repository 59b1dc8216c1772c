/** Quick replies, buttons and cards as the Send API takes them, cut to its limits. */
import type { Button, Card, QuickReply } from '../../domain/reply.ts'
import { payloadOfScene } from '../payloads.ts'
import { platformLimits as limits } from '../platform-limits.ts'
import type { ButtonSpec, CardSpec, QuickReplySpec } from '../schema/messages.ts'
import type { HubChoice } from '../storyboard.ts'
import { fit } from '../texts.ts'
import { rendered, type Run, textOf } from './run.ts'

export function toQuickReplies(run: Run, specs: readonly QuickReplySpec[]): QuickReply[] {
  return specs.flatMap((spec) => toQuickReply(run, spec)).slice(0, limits.quickReplies)
}

function toQuickReply(run: Run, spec: QuickReplySpec): QuickReply[] {
  if (typeof spec !== 'string' && 'request' in spec) {
    return [{ content_type: spec.request === 'email' ? 'user_email' : 'user_phone_number' }]
  }
  const title = textOf(run, typeof spec === 'string' ? spec : spec.title)
  if (title === undefined) return []
  if (typeof spec === 'string') return [quickReply({ title })]
  const payload = spec.go === undefined ? spec.payload : payloadOfScene(spec.go)
  const image = addressOf(run, spec.image_url)
  return [
    quickReply({
      title,
      ...(payload === undefined ? {} : { payload }),
      ...(image === undefined ? {} : { image }),
    }),
  ]
}

interface QuickReplyParts extends HubChoice {
  readonly image?: string
}

/** Without a payload, the shown title is the payload: `hasMeaning` then knows that its text is to be understood. */
export function quickReply({ title, payload, image }: QuickReplyParts): QuickReply {
  const shown = fit(title, limits.quickReplyTitle)
  return {
    content_type: 'text',
    title: shown,
    payload: fit(payload ?? shown, limits.payload),
    ...(image === undefined ? {} : { image_url: image }),
  }
}

export function toButtons(run: Run, specs: readonly ButtonSpec[]): Button[] {
  return specs.flatMap((spec) => toButton(run, spec)).slice(0, limits.buttons)
}

function toButton(run: Run, spec: ButtonSpec): Button[] {
  if ('log_out' in spec) return [{ type: 'account_unlink' }]
  if ('log_in' in spec) {
    const url = addressOf(run, spec.log_in)
    return url === undefined ? [] : [{ type: 'account_link', url }]
  }
  const rendition = textOf(run, spec.title)
  if (rendition === undefined) return []
  const title = fit(rendition, limits.buttonTitle)
  if ('url' in spec) {
    const url = addressOf(run, spec.url)
    return url === undefined ? [] : [{ type: 'web_url', title, url }]
  }
  if ('phone' in spec) return [{ type: 'phone_number', title, payload: spec.phone }]
  return [{ type: 'postback', title, payload: 'go' in spec ? payloadOfScene(spec.go) : spec.payload }]
}

export function toCards(run: Run, specs: readonly CardSpec[]): Card[] {
  return specs.flatMap((spec) => toCard(run, spec)).slice(0, limits.cards)
}

/** No card without a title, or with only a title: Facebook would refuse it. */
function toCard(run: Run, spec: CardSpec): Card[] {
  const title = textOf(run, spec.title)
  const subtitle = spec.subtitle === undefined ? undefined : textOf(run, spec.subtitle)
  const image = addressOf(run, spec.image)
  const buttons = toButtons(run, spec.buttons ?? [])
  if (title === undefined || (subtitle === undefined && image === undefined && buttons.length === 0))
    return []
  return [
    {
      title: fit(title, limits.cardTitle),
      ...(subtitle === undefined ? {} : { subtitle: fit(subtitle, limits.cardSubtitle) }),
      ...(image === undefined ? {} : { image_url: image }),
      ...(buttons.length === 0 ? {} : { buttons }),
    },
  ]
}

/** The address that a template made; undefined when it is not valid, since Facebook would refuse the whole message. */
export function addressOf(run: Run, source: string | undefined): string | undefined {
  if (source === undefined) return undefined
  const address = rendered(run, source)
  return address !== undefined &&
    /^https?:\/\/\S+$/.test(address) &&
    address.length <= 2_000 &&
    URL.canParse(address)
    ? address
    : undefined
}

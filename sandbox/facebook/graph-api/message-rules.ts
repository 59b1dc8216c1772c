/** The Send API's limits on a message: each broken one is code 100, as is all that is misspelt. */
import { isBag, isList, textOf } from './call.ts'
import type { Json, JsonBag } from './call.ts'
import { badParameter } from './graph-error.ts'

const limits = {
  text: 2000,
  quickReplies: 13,
  title: 20,
  payload: 1000,
  elements: 10,
  cardTitle: 80,
  buttonText: 640,
  metadata: 1000,
}
const mediaTypes = ['image', 'audio', 'video', 'file']

/** Throws GraphError 100 for a message that Facebook would not take. */
export function checkMessage(message: JsonBag): void {
  const text = textOf(message, 'text')
  const attachment = message['attachment']
  if (text === undefined && attachment === undefined)
    throw badParameter('Message cannot be empty, must provide valid attachment or text')
  if (text !== undefined && attachment !== undefined)
    throw badParameter('Message cannot have both text and attachment')
  if (text !== undefined) {
    if (text.trim() === '')
      throw badParameter('Message cannot be empty, must provide valid attachment or text')
    atMost(text, 'message[text]', limits.text)
  }
  const metadata = textOf(message, 'metadata')
  if (metadata !== undefined) atMost(metadata, 'message[metadata]', limits.metadata)
  if (attachment !== undefined) checkAttachment(attachment)
  if (message['quick_replies'] !== undefined) checkQuickReplies(message['quick_replies'])
}

function checkQuickReplies(replies: Json): void {
  if (!isList(replies) || replies.length === 0)
    throw badParameter('Param message[quick_replies] must be a non-empty array')
  if (replies.length > limits.quickReplies) throw tooLong('message[quick_replies]', limits.quickReplies)
  for (const [index, reply] of replies.entries()) {
    const where = `message[quick_replies][${index}]`
    if (!isBag(reply)) throw badParameter(`Param ${where} must be an object`)
    const type = textOf(reply, 'content_type')
    if (type === 'user_email' || type === 'user_phone_number') continue
    if (type !== 'text')
      throw badParameter(`Param ${where}[content_type] must be one of {TEXT, USER_EMAIL, USER_PHONE_NUMBER}`)
    atMost(required(reply, 'title', where), `${where}[title]`, limits.title)
    atMost(required(reply, 'payload', where), `${where}[payload]`, limits.payload)
  }
}

function checkAttachment(attachment: Json): void {
  if (!isBag(attachment)) throw badParameter('Param message[attachment] must be an object')
  const type = textOf(attachment, 'type')
  const payload = attachment['payload']
  if (!isBag(payload)) throw badParameter('Param message[attachment][payload] must be an object')
  if (type === 'template') return checkTemplate(payload)
  if (type === undefined || !mediaTypes.includes(type))
    throw badParameter('Param message[attachment][type] must be one of {AUDIO, FILE, IMAGE, TEMPLATE, VIDEO}')
  const url = textOf(payload, 'url')
  if (url === undefined && textOf(payload, 'attachment_id') === undefined)
    throw badParameter('Upload attachment failure.', 2018047)
  if (url !== undefined && !/^https?:\/\//.test(url))
    throw badParameter('Failed to fetch the file from the url', 2018008)
}

function checkTemplate(payload: JsonBag): void {
  const kind = textOf(payload, 'template_type')
  if (kind === 'button') {
    atMost(required(payload, 'text', 'button template'), 'text', limits.buttonText)
    return checkButtons(payload['buttons'], 'button template')
  }
  if (kind === 'generic') return checkCards(payload['elements'])
  if (kind === 'media' || kind === 'receipt' || kind === 'image_grid') return
  throw badParameter('Param message[attachment][payload][template_type] is not a valid template type')
}

function checkCards(elements: Json | undefined): void {
  if (!isList(elements) || elements.length === 0)
    throw badParameter('Param elements must be a non-empty array')
  if (elements.length > limits.elements) throw tooLong('elements', limits.elements)
  for (const [index, card] of elements.entries()) {
    const where = `elements[${index}]`
    if (!isBag(card)) throw badParameter(`Param ${where} must be an object`)
    atMost(required(card, 'title', where), `${where}[title]`, limits.cardTitle)
    const subtitle = textOf(card, 'subtitle')
    if (subtitle !== undefined) atMost(subtitle, `${where}[subtitle]`, limits.cardTitle)
    const others = ['subtitle', 'image_url', 'default_action', 'buttons'].filter(
      (key) => card[key] !== undefined,
    )
    if (others.length === 0) throw badParameter(`${where} needs at least one property beside its title`)
    if (card['buttons'] !== undefined) checkButtons(card['buttons'], where)
  }
}

function checkButtons(buttons: Json | undefined, where: string): void {
  if (!isList(buttons) || buttons.length === 0)
    throw badParameter(`${where}: buttons must be a non-empty array`)
  if (buttons.length > 3) throw tooLong(`${where}[buttons]`, 3)
  for (const [index, button] of buttons.entries()) {
    const path = `${where}[buttons][${index}]`
    if (!isBag(button)) throw badParameter(`Param ${path} must be an object`)
    const type = textOf(button, 'type')
    if (
      type === undefined ||
      !['postback', 'web_url', 'phone_number', 'account_link', 'account_unlink'].includes(type)
    )
      throw badParameter(`Param ${path}[type] must be one of {POSTBACK, WEB_URL, PHONE_NUMBER, ...}`)
    if (type.startsWith('account_')) continue
    atMost(required(button, 'title', path), `${path}[title]`, limits.title)
    if (type === 'web_url') required(button, 'url', path)
    else atMost(required(button, 'payload', path), `${path}[payload]`, limits.payload)
  }
}

function required(bag: JsonBag, key: string, where: string): string {
  const value = textOf(bag, key)
  if (value === undefined || value === '')
    throw badParameter(`Param ${where}[${key}] must be a non-empty string`)
  return value
}

export function atMost(text: string, where: string, most: number): void {
  if (text.length > most) throw tooLong(where, most)
}

function tooLong(where: string, most: number) {
  return badParameter(`Length of param ${where} must be less than or equal to ${most}`)
}

/** The Send API's limits on a message: each broken one is code 100, as is all that is misspelt. */
import { isBag, isList, textOf, type Json, type JsonBag } from './call.ts'
import { badParameter } from './graph-error.ts'

const limits = {
  text: 2000,
  quickReplies: 13,
  title: 20,
  payload: 1000,
  elements: 10,
  buttons: 3,
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
  const where = 'message[quick_replies]'
  for (const [index, reply] of requireBags(replies, where, limits.quickReplies).entries()) {
    const path = `${where}[${index}]`
    const type = textOf(reply, 'content_type')
    if (type === 'user_email' || type === 'user_phone_number') continue
    if (type !== 'text')
      throw badParameter(`Param ${path}[content_type] must be one of {TEXT, USER_EMAIL, USER_PHONE_NUMBER}`)
    atMost(required(reply, 'title', path), `${path}[title]`, limits.title)
    atMost(required(reply, 'payload', path), `${path}[payload]`, limits.payload)
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
  for (const [index, card] of requireBags(elements, 'elements', limits.elements).entries()) {
    const where = `elements[${index}]`
    atMost(required(card, 'title', where), `${where}[title]`, limits.cardTitle)
    atMost(textOf(card, 'subtitle') ?? '', `${where}[subtitle]`, limits.cardTitle)
    const others = ['subtitle', 'image_url', 'default_action', 'buttons']
    if (others.every((key) => card[key] === undefined))
      throw badParameter(`${where} needs at least one property beside its title`)
    if (card['buttons'] !== undefined) checkButtons(card['buttons'], where)
  }
}

const buttonTypes = ['postback', 'web_url', 'phone_number', 'account_link', 'account_unlink']

function checkButtons(buttons: Json | undefined, of: string): void {
  for (const [index, button] of requireBags(buttons, `${of}[buttons]`, limits.buttons).entries()) {
    const path = `${of}[buttons][${index}]`
    const type = textOf(button, 'type') ?? ''
    if (!buttonTypes.includes(type))
      throw badParameter(`Param ${path}[type] must be one of {POSTBACK, WEB_URL, PHONE_NUMBER, ...}`)
    if (type.startsWith('account_')) continue
    atMost(required(button, 'title', path), `${path}[title]`, limits.title)
    if (type === 'web_url') required(button, 'url', path)
    else atMost(required(button, 'payload', path), `${path}[payload]`, limits.payload)
  }
}

/** A list of objects, one at least. */
function requireBags(value: Json | undefined, where: string, most: number): readonly JsonBag[] {
  if (!isList(value) || value.length === 0) throw badParameter(`Param ${where} must be a non-empty array`)
  if (value.length > most) throw tooLong(where, most)
  const bags = value.filter(isBag)
  if (bags.length < value.length) throw badParameter(`Param ${where} must be an array of objects`)
  return bags
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

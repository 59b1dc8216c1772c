import { z } from 'zod'
import { count, days } from './config-values.ts'
import { variable } from './config-variable.ts'

/** A part of `variables` (`config.ts`): how long data are kept. */
export const privacyVariables = {
  PAGEBEAT_RECEIPT_DAYS: variable(
    count,
    'days for which receipts are kept; the times on the messages stay',
    '30',
  ),
  PAGEBEAT_TEXT_DAYS: variable(
    days,
    'days after which the words of interactions are masked; 0 keeps them for ever',
    '0',
  ),
  PAGEBEAT_TURN_DAYS: variable(
    days,
    'days for which turns are kept, with the messages of the bot that they led to; 0 keeps them for ever',
    '0',
  ),
  PAGEBEAT_OUTBOUND_DAYS: variable(
    days,
    "days for which the bot's messages are kept in `outbound`; 0 keeps them for ever",
    '0',
  ),
  PAGEBEAT_LEAD_DAYS: variable(
    days,
    'days for which leads are kept with what the customer filled in; 0 keeps them for ever',
    '0',
  ),
  PAGEBEAT_DEAD_LETTER_DAYS: variable(
    days,
    'days for which dead letters are kept that were retried or dropped; 0 keeps them for ever',
    '90',
  ),
  PAGEBEAT_FORGOTTEN_CUSTOMERS: variable(
    z.enum(['until_they_write', 'for_ever'], 'must be until_they_write or for_ever'),
    'customers who were forgotten: `until_they_write` records what they write later, `for_ever` does not',
    'until_they_write',
  ),
} as const

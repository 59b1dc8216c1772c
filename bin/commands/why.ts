/** `pagebeat why`: one event told in plain words, from its delivery to its reply, or why there was none. */
import type { Command } from 'commander'
import { wholeNumberUpTo } from '../command-line/read-number.ts'
import { printWhy } from '../why/print-why.ts'

export function registerWhy(program: Command): void {
  program
    .command('why <what>')
    .description('tell what became of an event, from its delivery to its reply, or why there was none')
    .option('--limit <count>', 'events of a customer or with these words, 1 to 100', wholeNumberUpTo(100), 5)
    .option('--texts', 'also print what people wrote')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
<what> is the id of a message (mid), a comment, a post or a customer (PSID, e-mail, phone, your number), the number of
an outbound message, or words that the customer wrote. A kind in front decides: mid:, comment:, post:, interaction:,
turn:, outbound:, text:, and those of customers (facebook:, email:, phone:, customer:).

All of it is read from the tables, also for events of last month. Where something is not kept any more, it says so.

Examples:
  pagebeat why m_abc123
  pagebeat why 1122334455_667788
  pagebeat why customer:4711 --limit 3
  pagebeat why "where is my order" --texts`,
    )
    .action(printWhy)
}

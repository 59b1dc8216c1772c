/** `pagebeat conversation`: customers who need an agent, and the control of a customer's thread. */
import type { Command } from 'commander'
import { numberUpTo, wholeNumberUpTo } from '../command-line/read-number.ts'
import {
  passThread,
  pauseThread,
  releaseThread,
  requestThread,
  resumeThread,
  showOwner,
  takeThread,
} from '../conversation/control-thread.ts'
import { listWaiting } from '../conversation/list-waiting.ts'
import { showThread } from '../conversation/show-thread.ts'

const mostHours = 365 * 24
const local = ['--local', 'change only Pagebeat; do not ask Facebook'] as const

export function registerConversation(program: Command): void {
  const conversation = program
    .command('conversation')
    .description(
      'list customers who need an agent; show, pause and resume a thread, and move its control at Facebook',
    )
    .addHelpText(
      'after',
      '\nThe PSID of a customer is in the column chanFacebookMessenger.senderId.\n' +
        '\nExamples:\n  pagebeat conversation list --waiting\n  pagebeat conversation pause 1122334455 7654321 --hours 48',
    )
  conversation
    .command('list')
    .description('list customers who wait for an agent, the longest wait first, without texts')
    .option('--waiting', 'only those who wait for an agent (needed)')
    .option('--page <pageId>', 'only of this Page')
    .option('--limit <count>', 'rows, 1 to 100000', wholeNumberUpTo(100_000), 50)
    .option('--json', 'print JSON')
    .action(listWaiting)
  conversation
    .command('show <pageId> <psid>')
    .description(
      'who controls the thread, its last 10 turns and its last 10 outbound messages, without their text',
    )
    .action(showThread)
  conversation
    .command('pause <pageId> <psid>')
    .description('keep the bot silent in this thread, and say who controls it at Facebook')
    .option('--hours <count>', `hours, above 0 to ${mostHours}`, numberUpTo(mostHours), 24)
    .option('--pass', 'also pass thread control to the inbox of the Page')
    .option(...local)
    .action(pauseThread)
  conversation
    .command('resume <pageId> <psid>')
    .description('let the bot reply again: take thread control at Facebook, or say why that failed')
    .option(...local)
    .action(resumeThread)
  conversation
    .command('owner <pageId> <psid>')
    .description('ask Facebook whether this app may write in the thread')
    .action(showOwner)
  conversation
    .command('take <pageId> <psid>')
    .description('take thread control for this app; Facebook allows it to the default app only')
    .action(takeThread)
  conversation
    .command('pass <pageId> <psid>')
    .description('pass thread control to the inbox of the Page, or to another app; the bot is silent then')
    .option('--to <appId>', 'id of the other app (default: the inbox)')
    .action(passThread)
  conversation
    .command('release <pageId> <psid>')
    .description('give up thread control: the default app replies or, without one, every app may')
    .action(releaseThread)
  conversation
    .command('request <pageId> <psid>')
    .description('ask the app that controls the thread to pass it to this app')
    .action(requestThread)
}

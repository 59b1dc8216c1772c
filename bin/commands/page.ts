/** `pagebeat page`: the Facebook Pages of this installation, from the access token to the menu. */
import type { Command } from 'commander'
import { addPage, replaceToken } from '../page/keep-token.ts'
import { listPages } from '../page/list-pages.ts'
import { publishProfile } from '../page/publish-profile.ts'
import { removePage } from '../page/remove-page.ts'
import { showCheck } from '../page/show-check.ts'
import { showListeners } from '../page/show-listeners.ts'
import { subscribePage } from '../page/subscribe-page.ts'

const json = ['--json', 'print JSON'] as const

export function registerPage(program: Command): void {
  const page = program
    .command('page')
    .description('add, subscribe, publish, check and remove Facebook Pages')
    .addHelpText(
      'after',
      '\nA new Page, step by step:\n' +
        '  pagebeat page add 1122334455 --name "Coffee House" < token.txt\n' +
        '  pagebeat page subscribe 1122334455 --callback https://hooks.example.com/webhook\n' +
        '  pagebeat page publish 1122334455 --storyboard storyboard.yaml\n' +
        '  pagebeat page check 1122334455',
    )
  page
    .command('listeners <host>')
    .description(
      'print what to type into the webhook forms of the App Dashboard; <host> is the host of the receiver',
    )
    .option(...json)
    .action(showListeners)
  page
    .command('add <pageId>')
    .description('add a Page; reads its access token from standard input and stores it encrypted')
    .option('--name <name>', 'name to show in lists (default: its name at Facebook)')
    .option('--no-check', 'do not ask Facebook whether the token is valid')
    .option(...json)
    .action(addPage)
  page
    .command('list')
    .description('list the Pages that were added or that sent events')
    .option(...json)
    .action(listPages)
  page
    .command('token <pageId>')
    .description(
      'replace the access token by the one on standard input; messages that waited for it are sent',
    )
    .option('--no-check', 'do not ask Facebook whether the token is valid')
    .option(...json)
    .action(replaceToken)
  page
    .command('subscribe <pageId>')
    .description('subscribe the app and the Page to all webhook fields')
    .option('--callback <url>', 'webhook of the receiver, https://<your host>/webhook (default: unchanged)')
    .option(...json)
    .action(subscribePage)
  page
    .command('publish <pageId>')
    .description(
      'write greeting, Get Started, ice breakers and menu of the storyboard to Facebook; prints the changes',
    )
    .option('--storyboard <file>', 'storyboard file (default: STORYBOARD)')
    .option('--dry-run', 'only print the changes')
    .option(...json)
    .action(publishProfile)
  page
    .command('check <pageId>')
    .description('find what is wrong with a Page and print each fix; exits with 1 when something is wrong')
    .option('--storyboard <file>', 'compare the Messenger Profile with this file (default: STORYBOARD)')
    .option(...json)
    .action(showCheck)
  page
    .command('remove <pageId>')
    .description('unsubscribe a Page and delete its token; its tracked events stay')
    .option('--no-unsubscribe', 'only delete the token; do not call Facebook')
    .option(...json)
    .action(removePage)
}

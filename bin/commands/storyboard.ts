import { asProfileId } from '../../src/domain/ids.ts'
import type { Command } from 'commander'
import { readAmount } from '../command-line/read-number.ts'
import { readTime } from '../command-line/read-time.ts'
import { checkStoryboardFile } from '../storyboard/check.ts'
import { drawStoryboardFile } from '../storyboard/draw.ts'
import { playInTerminal } from '../storyboard/play.ts'
import { testStoryboard } from '../storyboard/test.ts'
import { storyboardJsonSchema } from '../../src/storyboard/json-schema.ts'
import { printText, writeBytes } from '../command-line/terminal.ts'

interface PlayOptions {
  readonly name?: string
  readonly locale?: string
  readonly points?: number
  readonly now?: number
  readonly explain?: true
}

export function registerStoryboard(program: Command): void {
  const storyboard = program
    .command('storyboard')
    .description('check, try, test and draw a storyboard: what the Page says and when')
  storyboard
    .command('check <file>')
    .description(
      'find mistakes in the file and its transcripts, with line and column; exits with 65 when there is one',
    )
    .action((file: string) => checkStoryboardFile(file, { log: printText }))
  storyboard
    .command('play <file>')
    .description('chat with the bot in the terminal, without network')
    .option('--name <name>', 'your first name, as the bot sees it')
    .option('--locale <locale>', 'your locale, for example de_DE')
    .option('--points <points>', 'your loyalty points, 0 or more', readAmount)
    .option(
      '--now <time>',
      'the time at the start, for example 2026-12-24T18:00Z (default: the present)',
      readTime,
    )
    .option('--explain', 'print after each message how it was understood, with confidences')
    .action((file: string, options: PlayOptions) =>
      playInTerminal(file, {
        ...(options.now === undefined ? {} : { now: options.now }),
        explain: options.explain === true,
        profile: {
          pId: asProfileId('1'),
          ...(options.name === undefined ? {} : { firstName: options.name }),
          ...(options.locale === undefined ? {} : { locale: options.locale }),
          ...(options.points === undefined ? {} : { loyaltyPoints: options.points }),
        },
        input: process.stdin,
        output: process.stdout,
      }),
    )
  storyboard
    .command('test <file> [transcripts...]')
    .description('play the transcripts and print what differs; exits with 1 when something differs')
    .action(async (file: string, transcripts: string[]) => {
      if (!(await testStoryboard({ file, transcripts }, { log: printText }))) process.exitCode = 1
    })
  storyboard
    .command('draw <file>')
    .description(
      'draw the flow (SVG), and a page with the played transcripts for the App Review (HTML); exits with 1 when one differs',
    )
    .option('--out <folder>', 'folder to write to (default: the folder of the storyboard)')
    .action(async (file: string, { out }: { out?: string }) => {
      const request = { file, ...(out === undefined ? {} : { out }) }
      if (!(await drawStoryboardFile(request, { log: printText }))) process.exitCode = 1
    })
  storyboard
    .command('schema')
    .description('print the JSON Schema of the format, for editors')
    .action(() => writeBytes(Buffer.from(storyboardJsonSchema())))
}

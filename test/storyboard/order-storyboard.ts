// oxlint-disable unicorn/no-thenable -- `then` is a word of the format, and a list
/** A storyboard that takes an order: questions with choices, inside a branch, with a number and a free text. */
import { storyboardWith } from './small-storyboard.ts'

export const order = storyboardWith({
  intents: {
    order: ['i want coffee', 'a coffee please', 'bring me coffee'],
    hours: ['when do you open', 'opening hours', 'are you open now'],
  },
  entities: { size: { values: { small: ['little'], large: ['big'] } } },
  scenes: {
    order: {
      on: [{ intent: 'order' }],
      do: [
        {
          ask: 'size',
          question: 'Which size?',
          entity: 'size',
          again: 'Small or large?',
          choices: ['small', 'large'],
          attempts: 2,
        },
        {
          if: "slots.size == 'large'",
          then: [
            {
              ask: 'cups',
              question: 'How many?',
              type: 'number',
              valid: 'value >= 1 and value <= 9',
              on_cancel: [{ say: 'None then.' }],
            },
            {
              set: {
                'context.last': '{{ slots.cups }} {{ slots.size }}',
                'profile.favoriteProduct': 'Coffee',
              },
            },
          ],
        },
        { ask: 'name', question: 'Your name?' },
        { say: '{{ slots.cups | default: 1 }} {{ slots.size }} for {{ slots.name }}.' },
      ],
    },
    hours: { on: [{ intent: 'hours' }], do: [{ say: 'Nine to six.' }] },
    menu: { on: [{ payload: 'MENU' }, { payload: 'MENU_*' }], do: [{ say: 'Coffee.' }] },
  },
})

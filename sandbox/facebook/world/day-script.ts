/** The story of the day: an invented coffee shop, invented people. Read it from top to bottom. */
import { comment, editComment, react, removeComment, toggleComment } from './comment-actions.ts'
import { publish } from './post-actions.ts'
import {
  editMessage,
  otherMessaging,
  pageInboxApp,
  unsendMessage,
  writeMessage,
} from './messenger-actions.ts'
import { lead, mention, rate } from './page-actions.ts'
import { createTelling } from './day-steps.ts'
import type { Teller } from './day-steps.ts'

export function tellDay(teller: Teller): void {
  const { studio, page, person, beat } = teller
  const ines = person('Inês Duarte')
  const tomasz = person('Tomasz Wilk')
  const misaki = person('佐藤 美咲')
  const amara = person('Amara Nwosu')
  const lars = person('Lars Ødegård')
  const neha = person('नेहा वर्मा')
  const layla = person('ليلى حداد')
  const sunny = person('Sunny 🌻 Park')
  const oleh = person('Олег Бондар')
  const grace = person('Grace O’Malley')
  const everyone = [ines, tomasz, misaki, amara, lars, neha, layla, sunny, oleh, grace]
  const { posts, says, answers, chat, reacts, crowd } = createTelling(teller)

  // Morning: the shop opens, the cardamom buns are news.
  const buns = posts('status', 'Good morning! Cardamom buns are out of the oven ☕️🥐', 5)
  crowd(everyone.slice(0, 5), buns, ['love', 'like', 'wow', 'care', 'love'])
  const still = says(ines, buns, 'Are there any left at eight?', 240)
  answers(still, 'We hide two for you 😉', 60)
  says(tomasz, buns, 'Na śniadanie? Biegnę!', 90)
  const typo = says(lars, buns, 'Best bums in town', 200)
  beat('Lars Ødegård edits the comment: "Best buns in town"', 12, () =>
    editComment(studio, page, typo, 'Best buns in town'),
  )
  teller.swapLast()
  reacts(grace, typo, 'haha')
  reacts(ines, typo, 'haha')
  chat(amara, [
    ['in', 'Hi, do you have oat milk?'],
    ['out', 'Good morning Amara! Oat, soy and almond.'],
    ['in', 'Perfect, see you soon 💛'],
  ])
  teller.again('Facebook delivers the last message once more')

  chat(ines, [
    ['in', 'Vocês têm grãos para moer em casa?'],
    ['out', 'Sim! Etiópia e Guatemala, 250 g ou 1 kg.'],
    ['in', 'Guatemala, 1 kg. Passo aí à tarde.'],
  ])

  // Noon: a photo, a crowd, an order in Messenger.
  const wall = posts('photo', 'The photo wall is up. Find yourself!', 5400)
  crowd([misaki, neha, layla, sunny, oleh, grace], wall, ['love', 'wow', 'like', 'love', 'like', 'care'])
  says(misaki, wall, '素敵!右上が私です 📷', 100)
  const mother = says(layla, wall, 'صورة أمي جميلة جدا', 60)
  reacts(amara, mother, 'love')
  answers(mother, 'Thank you Layla ❤️', 100)
  beat('नेहा वर्मा changes her reaction to love', 40, () => react(studio, neha, wall, 'love'))
  beat('Олег Бондар takes his reaction back', 15, () => react(studio, oleh, wall))
  beat('Sunny 🌻 Park taps "Order a cake" in Messenger', 600, () =>
    otherMessaging(studio, page, {
      type: 'postback',
      contact: sunny,
      isInboundMessage: true,
      values: { payload: 'ORDER_CAKE' },
      body: { postback: { mid: studio.ids.message(), title: 'Order a cake', payload: 'ORDER_CAKE' } },
    }),
  )
  chat(sunny, [
    ['out', 'Lovely! For how many people?'],
    ['in', 'For 12, on Friday 🎂', { quickReply: 'CAKE_12' }],
    ['out', 'Carrot, chocolate or plum?'],
    ['in', 'Plum please', {}],
    [
      'in',
      'like this one',
      {
        attachments: [
          { type: 'image', payload: { url: 'https://scontent.xx.fbcdn.net/v/plum-cake.jpg?oh=1&oe=2' } },
        ],
      },
    ],
    ['out', 'Noted: plum, 12 people, Friday 10:00 ✅'],
  ])
  const wrong = beat('Sunny 🌻 Park in Messenger: "Oh, make it 11:00"', 30, () =>
    writeMessage(studio, sunny, { text: 'Oh, make it 11:00' }),
  )
  beat('Sunny 🌻 Park edits it: "Oh, make it 11:30"', 20, () =>
    editMessage(studio, sunny, wrong, 'Oh, make it 11:30'),
  )
  beat('A lead form comes in', 300, () => lead(studio, page))
  beat('Somebody mentions Kestrel & Crumb in a post of their own', 200, () =>
    mention(studio, page, 'Met old friends at Kestrel & Crumb today'),
  )

  // Afternoon: something goes wrong, and is put right.
  const visitor = beat(
    'Grace O’Malley writes on the Page: "Waited 30 minutes for a flat white. Not great."',
    3600,
    () =>
      publish(studio, page, {
        item: 'post',
        message: 'Waited 30 minutes for a flat white. Not great.',
        visitor: grace,
      }),
  )
  reacts(tomasz, visitor, 'sad')
  const sorry = beat(
    'Kestrel & Crumb comments: "So sorry, Grace. The machine broke down. May we write to you?"',
    120,
    () =>
      comment(studio, page, visitor, undefined, {
        message: 'So sorry, Grace. The machine broke down. May we write to you?',
      }),
  )
  reacts(grace, sorry, 'like')
  chat(
    grace,
    [
      ['out', 'Grace, your next coffee is on us. Code KESTREL-1.'],
      ['in', 'That is kind. All forgiven 😊'],
    ],
    pageInboxApp,
  )
  const spam = says(oleh, visitor, 'WIN A PHONE http://spam.example', 60)
  beat('Kestrel & Crumb hides the spam under the post', 20, () => toggleComment(studio, page, spam))
  beat('Олег Бондар deletes the comment', 90, () => removeComment(studio, page, spam))
  beat('Олег Бондар apologises: "Sorry, my account was hacked"', 200, () =>
    comment(studio, page, visitor, oleh, { message: 'Sorry, my account was hacked' }),
  )
  beat('नेहा वर्मा recommends the Page', 900, () =>
    rate(studio, neha, 'Warm place, warm people. ज़रूर जाइए!', true),
  )
  const whisper = beat('Tomasz Wilk in Messenger: "psst, is Grace still angry?"', 300, () =>
    writeMessage(studio, tomasz, { text: 'psst, is Grace still angry?' }),
  )
  beat('Tomasz Wilk unsends it', 25, () => unsendMessage(studio, tomasz, whisper))

  chat(
    oleh,
    [
      ['in', 'Ви шукаєте баристу?'],
      ['out', 'Yes! Come and make us a flat white tomorrow at nine.'],
      ['in', 'Буду о дев’ятій 💪'],
      ['out', 'Дякуємо! Bring your favourite cup.'],
    ],
    pageInboxApp,
  )

  // Evening: music, and good night.
  const music = posts('video', 'Tonight at six: Lars plays the accordion 🎶', 3600)
  crowd(everyone, music, ['love', 'like', 'love', 'wow', 'love', 'like', 'haha', 'love', 'like', 'love'])
  const nervous = says(lars, music, 'No pressure then…', 60)
  const cheer = beat('Inês Duarte answers Lars: "You will be great!"', 30, () =>
    comment(studio, page, music, ines, { message: 'You will be great!', parent: nervous }),
  )
  reacts(lars, cheer, 'care')
  says(neha, music, 'मैं आ रही हूँ', 45)
  chat(misaki, [
    ['in', '席は予約できますか?'],
    ['out', 'はい、18時に2名様でお取りしました。'],
    ['in', 'ありがとうございます 🙏'],
  ])
  chat(layla, [
    ['in', 'هل يوجد مكان للأطفال؟'],
    ['out', 'نعم، أهلا بكم جميعا 👨‍👩‍👧'],
  ])
  says(ines, music, 'Encore! Encore!', 3000)
  reacts(lars, music, 'wow')
  const night = posts('share', 'What a day. Thank you all, see you tomorrow 🌙', 3600)
  crowd([ines, amara, sunny, grace], night, ['love', 'love', 'like', 'love'])
  says(grace, night, 'And the flat white was perfect.', 60)
}

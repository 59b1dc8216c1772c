/** The events of the day, from morning to evening: an invented coffee shop, invented people. */
import { cdn } from './attachments.ts'
import { changeComment, reactOnFeed } from './comment-actions.ts'
import type { DaySteps } from './day-steps.ts'
import { emitOther } from './messenger-actions.ts'
import { lead, mention, recommend } from './page-actions.ts'
import { openThread } from './world.ts'

export function playDayScript(day: DaySteps): void {
  const { world, page, person, step, posts, comments, replies, reacts, allReact, chat, chatWithAgent } = day
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

  // Morning: the shop opens, the cardamom buns are news.
  const buns = posts('status', 'Good morning! Cardamom buns are out of the oven ☕️🥐', 5)
  allReact(everyone.slice(0, 5), buns, ['love', 'like', 'wow', 'care', 'love'])
  const still = comments(ines, buns, 'Are there any left at eight?', 240)
  replies('page', still, 'We hide two for you 😉', 60)
  comments(tomasz, buns, 'Na śniadanie? Biegnę!', 90)
  const typo = comments(lars, buns, 'Best bums in town', 200)
  step('Lars Ødegård edits the comment: "Best buns in town"', 12, () =>
    changeComment(world, typo, { verb: 'edited', text: 'Best buns in town' }),
  )
  day.swapLast()
  reacts(grace, typo, 'haha')
  reacts(ines, typo, 'haha')
  chat(amara, [
    ['in', 'Hi, do you have oat milk?'],
    ['out', 'Good morning Amara! Oat, soy and almond.'],
    ['in', 'Perfect, see you soon 💛'],
  ])
  day.again('Facebook delivers the last message once more')
  chat(ines, [
    ['in', 'Vocês têm grãos para moer em casa?'],
    ['out', 'Sim! Etiópia e Guatemala, 250 g ou 1 kg.'],
    ['in', 'Guatemala, 1 kg. Passo aí à tarde.'],
  ])

  // Noon: a photo, a crowd, an order in Messenger.
  const wall = posts('photo', 'The photo wall is up. Find yourself!', 5400)
  allReact([misaki, neha, layla, sunny, oleh, grace], wall, ['love', 'wow', 'like', 'love', 'like', 'care'])
  comments(misaki, wall, '素敵!右上が私です 📷', 100)
  const mother = comments(layla, wall, 'صورة أمي جميلة جدا', 60)
  reacts(amara, mother, 'love')
  replies('page', mother, 'Thank you Layla ❤️', 100)
  step('नेहा वर्मा changes her reaction to love', 40, () =>
    reactOnFeed(world, neha, { target: wall, reaction: 'love' }),
  )
  step('Олег Бондар takes his reaction back', 15, () =>
    reactOnFeed(world, oleh, { target: wall, reaction: undefined }),
  )
  step('Sunny 🌻 Park taps "Order a cake" in Messenger', 600, () => {
    const payload = 'ORDER_CAKE'
    const body = { postback: { mid: world.ids.message(), title: 'Order a cake', payload } }
    const thread = openThread(world, page, sunny)
    void emitOther(world, { type: 'postback', of: thread, isInboundMessage: true, values: { payload }, body })
  })
  chat(sunny, [
    ['out', 'Lovely! For how many people?'],
    ['in', 'For 12, on Friday 🎂', { quickReply: 'CAKE_12' }],
    ['out', 'Carrot, chocolate or plum?'],
    ['in', 'Plum please'],
    [
      'in',
      'like this one',
      { attachments: [{ type: 'image', payload: { url: `${cdn}/v/plum-cake.jpg?oh=1&oe=2` } }] },
    ],
    ['out', 'Noted: plum, 12 people, Friday 10:00 ✅'],
  ])
  const wrong = day.writes(sunny, 'Oh, make it 11:00', 30)
  day.edits(sunny, wrong, 'Oh, make it 11:30', 20)
  step('A lead form comes in', 300, () => lead(world, page))
  step('A customer mentions Kestrel & Crumb in a post of their own', 200, () => {
    const postId = `${world.ids.object()}_${world.ids.object()}`
    mention(world, { page, text: 'Met old friends at Kestrel & Crumb today', postId })
  })

  // Afternoon: something goes wrong, and is put right.
  const visitor = day.postsOnPage(grace, 'Waited 30 minutes for a flat white. Not great.', 3600)
  reacts(tomasz, visitor, 'sad')
  const sorry = comments(
    'page',
    visitor,
    'So sorry, Grace. The machine broke down. May we write to you?',
    120,
  )
  reacts(grace, sorry, 'like')
  chatWithAgent(grace, [
    ['out', 'Grace, your next coffee is on us. Code KESTREL-1.'],
    ['in', 'That is kind. All forgiven 😊'],
  ])
  const spam = comments(oleh, visitor, 'WIN A PHONE http://spam.example', 60)
  step('Kestrel & Crumb hides the spam under the post', 20, () =>
    changeComment(world, spam, { verb: 'hide' }),
  )
  step('Олег Бондар deletes the comment', 90, () => changeComment(world, spam, { verb: 'remove' }))
  comments(oleh, visitor, 'Sorry, my account was hacked', 200)
  step('नेहा वर्मा recommends the Page', 900, () => {
    const text = 'Warm place, warm people. ज़रूर जाइए!'
    recommend(world, neha, { page, text, isPositive: true, storyId: world.ids.object() })
  })
  const whisper = day.writes(tomasz, 'psst, is Grace still angry?', 300)
  day.unsends(tomasz, whisper, 25)
  chatWithAgent(oleh, [
    ['in', 'Ви шукаєте баристу?'],
    ['out', 'Yes! Come and make us a flat white tomorrow at nine.'],
    ['in', 'Буду о дев’ятій 💪'],
    ['out', 'Дякуємо! Bring your favourite cup.'],
  ])

  const flood = comments(oleh, wall, 'Is this still up?', 30)
  for (const verb of ['hide', 'unhide', 'hide'] as const)
    step(`Kestrel & Crumb ${verb}s a comment under the photo`, 20, () =>
      changeComment(world, flood, { verb }),
    )
  step('Sunny 🌻 Park stops the weekly news', 60, () => {
    const optin = {
      type: 'notification_messages',
      payload: 'WEEKLY',
      notification_messages_status: 'STOP NOTIFICATIONS',
    }
    void emitOther(world, { type: 'optin_stopped', of: openThread(world, page, sunny), body: { optin } })
  })

  // Evening: music, and good night.
  const music = posts('video', 'Tonight at six: Lars plays the accordion 🎶', 3600)
  allReact(everyone, music, ['love', 'like', 'love', 'wow', 'love', 'like', 'haha', 'love', 'like', 'love'])
  const nervous = comments(lars, music, 'No pressure then…', 60)
  const cheer = replies(ines, nervous, 'You will be great!', 30)
  reacts(lars, cheer, 'care')
  comments(neha, music, 'मैं आ रही हूँ', 45)
  chat(misaki, [
    ['in', '席は予約できますか?'],
    ['out', 'はい、18時に2名様でお取りしました。'],
    ['in', 'ありがとうございます 🙏'],
  ])
  chat(layla, [
    ['in', 'هل يوجد مكان للأطفال؟'],
    ['out', 'نعم، أهلا بكم جميعا 👨‍👩‍👧'],
  ])
  comments(ines, music, 'Encore! Encore!', 3000)
  reacts(lars, music, 'wow')
  const night = posts('share', 'What a day. Thank you all, see you tomorrow 🌙', 3600)
  allReact([ines, amara, sunny, grace], night, ['love', 'love', 'like', 'love'])
  comments(grace, night, 'And the flat white was perfect.', 60)
}

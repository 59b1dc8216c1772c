import type { Random } from './random.ts'

/** Invented names and sentences in many scripts: what people are called and write in the simulated world. */
const given = list(`
  Ada|Björn|Chloé|Dušan|Émile|Fatoumata|Göran|Hélène|İpek|João|Łucja|Māra|Niño|Øystein|Þórunn|
  Ștefan|Zoë|Дмитро|Ольга|Ελένη|Νίκος|נועה|יונתן|ليلى|محمد|आरती|रोहन|অনিতা|தமிழ்|สมชาย|မောင်|ნინო|
  Անի|小雨|太郎|지우|Nguyễn|🌻Sunny`)
const family = list(`
  Okafor|Lindqvist|O'Brien|García Márquez|Müller-Lüdenscheidt|Šimić|Çelik|Fernández|Kowalska|
  Шевченко|Παππάς|כהן|الهاشمي|शर्मा|চক্রবর্তী|ศรีสุข|ბერიძე|Սարգսյան|王|山田|김|Trần|☕️|van der Berg|
  MacLeod|de la Croix|Ng`)
const openings = list(`
  Do you open on Sunday?|Is the oat milk back?|Hi there!|Können Sie das auch verschicken?|
  Bonjour ☀️|¿Cuánto cuesta?|お店はどこですか|营业时间是几点到几点?|متى تفتحون؟|Сколько стоит доставка?|yes|👍🏽|ok 👌|
  Is there a discount? 50% would be nice :)|mail me at ana@example.org|
  see https://example.org/menu/today?x=1&y=2|if a < b && b > c then "quote" \\ backslash|
  Family of 4 👨‍👩‍👧‍👦 on Friday?|🇮🇹🇯🇵 please|Спасибо!`)
const remarks = list(`
  Love this|Best coffee in town ❤️|Too loud for me|Wunderschön!|Trop bon 😋|Quiero uno|最高|好吃|رائع|
  Where is that?|Tagging my sister|I had three of these 😅|Not again…|100|😂😂😂|
  link: http://example.com/a/b|meh`)
const pageReplies = list(`
  Yes, from 9 to 17 🙂|It is!|Hello! How can we help?|Gerne, einen Moment bitte.|À bientôt !|
  Thank you so much ❤️|We will look into it and write back today.|ご来店をお待ちしております|That is 4.50 €|
  Please see https://example.org/faq`)
const news = list(`
  New on the menu: cardamom buns|Closed on Monday for repairs|Live music tonight 🎶|
  Neue Sorten ab Freitag|本日のおすすめ|Happy birthday to us! 🎂|We are looking for a barista|
  Rainy day = 20% off|Photo wall is up`)
export const personName = (random: Random) => `${random.pick(given)} ${random.pick(family)}`
/** With what must survive escaping, and no longer than the platform allows. */
export const opening = (random: Random) => vary(random, [...openings, 'two\nlines', 'tab\there'], 2000)
export const remark = (random: Random) => vary(random, remarks, 8000)
export const pageReply = (random: Random) => vary(random, pageReplies, 2000)
export const newsItem = (random: Random) => vary(random, news, 20_000)

/** Most texts end in a number, so that a mix-up of two texts shows; a rare one is as long as the platform allows. */
function vary(random: Random, texts: readonly string[], longest: number): string {
  const text = random.pick(texts)
  const draw = random.next()
  if (draw < 0.15) return text
  if (draw < 0.998) return `${text} #${random.below(1_000_000)}`
  const unit = `${text} ${random.below(1000)} `
  return unit
    .repeat(Math.ceil(longest / unit.length))
    .slice(0, longest - 1)
    .trimEnd()
    .replace(/[\ud800-\udbff]$/, '')
}

function list(text: string): string[] {
  return text.split('|').map((each) => each.trim())
}

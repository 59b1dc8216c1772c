/** Customers of the stub: ordinary ones, and those whose names and texts try to break the page. */
export interface Person {
  readonly name?: string
  readonly says: readonly string[]
  readonly bot?: string
}

/** Letters with a tower of marks above and below. */
const zalgo = 'Where is my order'
  .split('')
  .map((letter) => letter + '\u0301\u0323\u030a\u0331'.repeat(12))
  .join('')

export const people: readonly Person[] = [
  {
    name: 'Mira Sol',
    says: ['I was charged twice for order 48213', 'Please look at this, it is urgent'],
    bot: 'I hand this over to a colleague.',
  },
  { name: 'Jonas Berg', says: ['Ist die Filiale am Markt heute offen?', 'Ich stehe vor der Tür …'] },
  { name: 'Aylin Demir', says: ['My loyalty points are gone since the update'] },
  {
    name: 'Ada Winter',
    says: ['How long is a gift card valid?'],
    bot: 'Gift cards are valid for three years.',
  },
  {
    name: 'Tomás Herrera',
    says: ['Do you ship the autumn roast to Spain?'],
    bot: 'Yes, in three to five days.',
  },
  { name: 'Léa Fontaine', says: ['Bonjour, avez-vous du décaféiné ?'] },
  { name: 'Noor Haddad', says: ['Can I change the delivery address of my order?'] },
  { name: 'Piotr Zieliński', says: ['The grinder makes a strange noise'] },
]

export const hostile: readonly Person[] = [
  {
    name: '<img src=x onerror=alert(1)>',
    says: ['<script>alert(document.cookie)</script> <b>bold?</b> {{ constructor }}', "javascript:alert('x')"],
  },
  {
    name: 'مريم الحداد',
    says: ['هل لديكم قهوة بدون كافيين؟ order ABC-123 من فضلك', '\u202egnp.exe\u202c right to left'],
  },
  { name: zalgo.slice(0, 120), says: [zalgo, '👍🏽', '🎉🎉❤️'] },
  { says: ['I have no name', 'w'.repeat(400), `${'A long story, told slowly. '.repeat(200)}The end.`] },
]

/** German: who customers are. */
import { deIdentity } from './de-identity.ts'
import type { Texts } from './shape.ts'

export const deCustomers: Pick<Texts, 'customers'> = {
  customers: {
    title: 'Kunden',
    skip: 'Zur Suche springen',
    search: 'Name, E-Mail, Telefon oder Kennung',
    hint: 'Suchen Sie nach einem Teil eines Namens, oder nach einer ganzen E-Mail, Telefonnummer, PSID oder Kundennummer.',
    none: ['Niemand passt', 'Kennungen müssen ganz sein; von einem Namen genügt ein Teil.'],
    failed: 'Die Kunden konnten nicht geladen werden.',
    choose: 'Wählen Sie einen Kunden',
    back: 'Zurück zur Suche',
    missing: 'Diesen Kunden gibt es nicht.',
    conversations: 'Gespräche',
    openConversation: (page) => `Gespräch mit ${page}`,
    identity: 'Kennungen und ihre Belege',
    shared: 'von vielen geteilt: führt niemanden zusammen',
    and: 'und',
    revoked: 'widerrufen',
    profile: 'Profil',
    from: (strength, source) => (source === '' ? strength : `${strength}, ${source}`),
    timeline: 'Was geschah',
    nothing: 'Nichts ist aufgezeichnet.',
    ads: 'Anzeigen und Links, über die der Kunde kam',
    channels: { facebookFeed: 'Kommentare', facebookMessenger: 'Messenger', lead: 'Formular' },
    directions: { in: 'Kunde', out: 'Seite' },
    ...deIdentity,
    all: 'Alles über diesen Kunden',
    strengths: {
      brand: 'von der Marke',
      verified: 'geprüft',
      attested: 'von Facebook bestätigt',
      claimed: 'vom Kunden behauptet',
    },
  },
}

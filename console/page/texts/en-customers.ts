/** English: who customers are. Evidence is told in the server's own words. */
import { enIdentity } from './en-identity.ts'

export const enCustomers = {
  customers: {
    title: 'Customers',
    skip: 'Skip to the search',
    search: 'Name, e-mail, phone or id',
    hint: 'Search for a part of a name, or for a whole e-mail, phone, PSID or customer number.',
    none: ['Nobody fits', 'Ids have to be whole; a part of a name is enough.'],
    failed: 'The customers could not be loaded.',
    choose: 'Choose a customer',
    back: 'Back to the search',
    missing: 'There is no such customer.',
    conversations: 'Conversations',
    openConversation: (page: string) => `Conversation with ${page}`,
    identity: 'Ids and their evidence',
    shared: 'shared by many: merges nobody',
    and: 'and',
    revoked: 'revoked',
    profile: 'Profile',
    from: (strength: string, source: string) => (source === '' ? strength : `${strength}, ${source}`),
    timeline: 'What happened',
    nothing: 'Nothing is recorded.',
    ads: 'Ads and links that brought them',
    channels: { facebookFeed: 'Comments', facebookMessenger: 'Messenger', lead: 'Lead form' },
    directions: { in: 'Customer', out: 'Page' },
    ...enIdentity,
    all: 'All about this customer',
    strengths: {
      brand: 'from the brand',
      verified: 'verified',
      attested: 'attested by Facebook',
      claimed: 'claimed by the customer',
    },
  },
}

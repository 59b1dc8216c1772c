/** German. */
import { deCustomers } from './de-customers.ts'
import { deHealth } from './de-health.ts'
import { deInsights } from './de-insights.ts'
import { deConversation } from './de-conversation.ts'
import { deRefusals } from './de-refusals.ts'
import { deTroubles } from './de-troubles.ts'
import { deWhy } from './de-why.ts'
import { deWords } from './de-words.ts'
import type { Texts } from './shape.ts'

export const de: Texts = {
  ...deConversation,
  ...deInsights,
  ...deHealth,
  ...deCustomers,

  server: { words: deWords, why: deWhy, troubles: deTroubles, refusals: deRefusals },

  // The shell
  skipToList: 'Zur Liste springen',
  skipToConversation: 'Zum Gespräch springen',
  inbox: 'Posteingang',
  screens: 'Bereiche',
  settings: 'Einstellungen',
  signOut: 'Abmelden',
  close: 'Schließen',
  cancel: 'Abbrechen',
  back: 'Zurück zur Liste',
  tryAgain: 'Noch einmal versuchen',
  broken: 'Das konnte nicht angezeigt werden. Ihre Eingaben bleiben erhalten.',
  reload: 'Seite neu laden',
  connecting: 'Verbindet …',
  noConnection:
    'Keine Verbindung. Ihre Eingaben bleiben erhalten und werden gesendet, sobald die Verbindung wieder da ist.',
  isBack: 'Wieder verbunden',
  serverTrouble: (says) => `Der Server hat ein Problem: ${says}`,
  stale: 'Die Datenbank antwortet nicht. Was Sie sehen, kann alt sein.',
  unreachable: 'Der Server antwortet nicht. Die Seite versucht es von selbst wieder.',
  waitingTitle: (count, name) => `(${count}) ${name}`,
  newWaiting: (count) => (count === 1 ? 'Ein weiterer Kunde wartet' : `${count} weitere Kunden warten`),

  // Sign-in
  signInTitle: 'Bei Pagebeat anmelden',
  signInAgain: 'Ihre Sitzung ist zu Ende. Melden Sie sich wieder an: Ihre Eingaben bleiben erhalten.',
  email: 'E-Mail',
  password: 'Passwort',
  signIn: 'Anmelden',
  signInWithProvider: 'Mit dem Firmenkonto anmelden',
  wrongPassword: 'E-Mail oder Passwort ist falsch.',
  tooManyTries: 'Zu viele Versuche. Warten Sie eine Minute und versuchen Sie es dann wieder.',

  // States
  states: 'Gespräche nach Zustand',
  state: {
    waiting: 'Wartend',
    not_understood: 'Nicht verstanden',
    trouble: 'Probleme',
    window_closing: 'Fenster schließt',
    agent: 'Beim Team',
    bot: 'Beim Bot',
    done: 'Erledigt',
    all: 'Alle',
  },
  emptyState: {
    waiting: ['Niemand wartet auf Sie', 'Neue Kunden erscheinen hier von selbst.'],
    not_understood: ['Der Bot hat alle verstanden', 'Texte ohne passende Absicht erscheinen hier.'],
    trouble: ['Keine Antwort hat ein Problem', 'Gescheiterte und ungeklärte Antworten erscheinen hier.'],
    window_closing: [
      'Kein Fenster schließt bald',
      'Kunden, deren 24 Stunden in weniger als zwei Stunden enden, erscheinen hier.',
    ],
    agent: ['Niemand im Team hat ein Gespräch', 'Übernehmen Sie eines, dann steht es hier.'],
    bot: ['Der Bot spricht mit niemandem', 'Gespräche erscheinen hier, wenn der Bot antwortet.'],
    done: ['Noch nichts ist erledigt', 'Markieren Sie ein Gespräch als erledigt, dann steht es hier.'],
    all: ['Es gibt noch kein Gespräch', 'Die erste Nachricht oder der erste Kommentar erscheint hier.'],
  },
  emptyFiltered: [
    'Nichts passt zu diesen Filtern',
    'Versuchen Sie andere Wörter, oder entfernen Sie einen Filter.',
  ],
  lookInAll: 'In allen Gesprächen suchen',
  listFailed: 'Die Liste konnte nicht geladen werden.',

  // The list
  list: 'Gespräche',
  search: 'Texte und Namen suchen',
  filters: 'Filter',
  clearFilters: 'Filter entfernen',
  loadMore: 'Mehr laden',
  filter: {
    page: 'Seite',
    channel: 'Kanal',
    language: 'Sprache',
    intent: 'Absicht',
    scene: 'Szene',
    ad: 'Anzeige',
    assigned: 'Zugewiesen',
    text: 'Text',
  },
  anyValue: 'Alle',
  messenger: 'Messenger',
  feed: 'Kommentare',
  me: 'Mir',
  mine: 'Nur meine',
  nobody: 'Niemandem',
  apply: 'Anzeigen',
  noName: 'Kunde ohne Namen',
  waitsSince: (duration) => `wartet seit ${duration}`,
  by: { customer: '', bot: 'Bot: ', agent: 'Team: ', app: 'App: ' },
  noText: 'Kein Text',
  draft: 'Entwurf',
  unanswered: (count) => (count === 1 ? '1 Nachricht ohne Antwort' : `${count} Nachrichten ohne Antwort`),
  underMinute: 'unter einer Minute',

  // Keys and settings
  shortcuts: 'Tasten',
  shortcutsHint:
    'Tasten wirken, wenn kein Textfeld den Fokus hat. In den Einstellungen lassen sie sich abschalten.',
  keys: {
    next: 'Nächstes Gespräch',
    previous: 'Voriges Gespräch',
    open: 'Öffnen',
    reply: 'Antworten',
    takeOver: 'Übernehmen',
    giveBack: 'An den Bot zurückgeben',
    done: 'Erledigt, und weiter zum nächsten',
    note: 'Notiz schreiben',
    search: 'Suchen',
    why: 'Warum: zur gewählten oder letzten Nachricht',
    customer: 'Daten des Kunden',
    undo: 'Zurücknehmen: eine Nachricht, die noch nicht gesendet ist, oder Erledigt',
    assignMe: 'Mir zuweisen',
    message: 'Nachricht wählen, dann mit Tab zu ihren Knöpfen',
    saved: 'Textbausteine',
    goState:
      'Zu einem Zustand: w wartend, u nicht verstanden, t Probleme, c Fenster, g Team, b Bot, d erledigt, a alle; k Kunden, n Auswertung, h Zustand',
    help: 'Tasten zeigen',
    escape: 'Feld verlassen, schließen, zurück',
    send: 'Senden (im Feld)',
  },
  prefLanguage: 'Sprache',
  prefSound: 'Ton, wenn ein Kunde zu warten beginnt',
  prefShortcuts: 'Tasten für alles',
  prefEnter: 'Enter sendet, Umschalt+Enter beginnt eine Zeile',
  signedInAs: (name, role) => `${name}, ${role}`,
  roles: { viewer: 'nur lesen', agent: 'Team', admin: 'Verwaltung' },
  actFailed: (says) => `Das ging nicht: ${says}`,
  didTakeOver: 'Das Gespräch ist bei Ihnen. Der Bot schweigt.',
  didGiveBack: 'Der Bot antwortet wieder.',
  didDone: 'Als erledigt markiert.',
  didReopen: 'Nicht mehr erledigt.',
}

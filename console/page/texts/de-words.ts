/** German: single words of the server, as states, outcomes and kinds, where they stand in a sentence. */
import type { TurnKind } from '../../../src/domain/turn.ts'
import type { OutboundState } from '../../../src/domain/outbound.ts'
import type { OutboundReason, SilenceReason, TurnOutcome } from '../../../src/domain/reasons.ts'
import type { ReplyAction } from '../../../src/domain/reply.ts'

type Word =
  | TurnKind
  | OutboundState
  | Exclude<TurnOutcome, `silent_${string}`>
  | SilenceReason
  | `silent_${SilenceReason}`
  | Exclude<OutboundReason, `silent_${string}`>
  | ReplyAction['do']

export const deWords = {
  // Kinds
  message: 'Nachricht',
  postback: 'Knopfdruck',
  referral: 'Klick auf Link oder Anzeige',
  optin: 'Einwilligung',
  lead: 'Formular',
  optin_stopped: 'Abbestellung',
  optin_resumed: 'neue Einwilligung',
  message_reaction: 'Reaktion',
  edited_message: 'geänderte Nachricht',
  comment: 'Kommentar',
  edited_comment: 'geänderter Kommentar',
  visitor_post: 'Beitrag eines Besuchers',
  edited_post: 'geänderter Beitrag',
  mention: 'Erwähnung',
  rating: 'Bewertung',
  post_reaction: 'Reaktion auf einen Beitrag',

  // Kinds of other events, and Facebook’s verbs
  echo: 'Nachricht der Seite',
  reaction: 'Reaktion',
  account_linking: 'Anmeldung',
  order: 'Bestellung',
  unsend: 'Rücknahme',
  read: 'Lesebestätigung',
  delivery: 'Zustellbestätigung',
  status: 'Beitrag',
  post: 'Beitrag',
  photo: 'Foto',
  video: 'Video',
  share: 'geteilter Beitrag',
  event: 'Ereignis',
  add: 'neu',
  edit: 'geändert',
  edited: 'geändert',
  remove: 'entfernt',
  unlike: 'gefällt nicht mehr',

  // States
  pending: 'wartet auf den Versand',
  sending: 'wird gesendet',
  sent: 'gesendet',
  unknown: 'unklar',
  failed: 'gescheitert',
  expired: 'zu spät',
  suppressed: 'nicht erlaubt',
  held: 'ungeklärt',
  skipped: 'nicht nötig',
  scheduled: 'wird später gesendet',

  // What a message led to
  answered: 'beantwortet',
  acted: 'gehandelt',
  not_understood: 'nicht verstanden',
  asked_back: 'zurückgefragt',
  hub_silent: 'Hub ohne Antwort',
  too_late: 'zu spät',
  moderated: 'moderiert',
  waiting: 'wartet',
  partly_failed: 'teilweise gescheitert',
  message_unsent: 'zurückgenommen',
  content_removed: 'entfernt',
  content_hidden: 'verborgen',
  window_closed: 'Fenster geschlossen',
  private_reply_too_late: 'zu alt für eine private Antwort',
  loop_guard: 'Schleife vermutet',
  gathered: 'mit der letzten Nachricht beantwortet',
  same_click: 'derselbe Klick',
  same_words: 'derselbe Text',
  same_content: 'derselbe Inhalt',
  no_scene: 'keine Szene',
  nothing_to_say: 'nichts zu sagen',
  storyboard_failed: 'Fehler im Storyboard',

  // Who was silent, and why
  person: 'das Team schrieb',
  other_app: 'eine andere App',
  ours_again: 'zurück bei dieser App',
  handed_over: 'übergeben',
  paused_by_hand: 'von Hand angehalten',
  taken_over: 'übernommen',
  silent_person: 'das Team schrieb',
  silent_other_app: 'eine andere App',
  silent_ours_again: 'zurück bei dieser App',
  silent_handed_over: 'übergeben',
  silent_paused_by_hand: 'von Hand angehalten',
  silent_taken_over: 'übernommen',

  // Why a message is in its state
  service_trouble: 'Facebook hat Probleme',
  outcome_unclear: 'Ausgang unklar',
  throttled: 'von Facebook begrenzt',
  near_limit: 'nahe an der Grenze',
  policy_block: 'von Facebook gesperrt',
  token: 'Schlüssel ungültig',
  person_unavailable: 'nicht erreichbar',
  unknown_person: 'Kunde unbekannt',
  opted_out: 'abbestellt oder blockiert',
  profile_unavailable: 'kein Profil',
  not_found: 'nicht gefunden',
  permission: 'Berechtigung fehlt',
  already_replied: 'schon beantwortet',
  other_app_in_control: 'eine andere App hat das Gespräch',
  media: 'Bild nicht geladen',
  duplicate: 'doppelt',
  parameter: 'Angabe abgelehnt',
  unrecognised: 'unbekannter Fehler',
  worker_died: 'Versand unterbrochen',
  safe_to_repeat: 'wird wiederholt',
  was_not_sent: 'war nicht gesendet',
  not_needed: 'nicht nötig',
  customer_wrote: 'der Kunde schrieb',
  agent_wrote: 'das Team schrieb',
  resent_by_hand: 'von Hand noch einmal gesendet',
  given_up_by_hand: 'von Hand verworfen',
  undone: 'zurückgenommen',
  seen_by_hand: 'von Hand bestätigt',
  in_control: 'hatte das Gespräch schon',
  bug: 'Fehler in Pagebeat',

  // Of a dead letter, and roles
  retried: 'noch einmal versucht',
  dropped: 'verworfen',
  viewer: 'Leser',
  agent: 'Mitarbeiter',
  admin: 'Admin',

  // What is done
  say: 'Nachricht senden',
  private_reply: 'privat antworten',
  hide: 'verbergen',
  unhide: 'wieder zeigen',
  delete: 'löschen',
  like: 'Gefällt mir',
  block: 'blockieren',
  hand_over: 'übergeben',
  take_thread: 'Gespräch übernehmen',
  give_back: 'an den Bot zurückgeben',
} as const satisfies Readonly<Partial<Record<Word, string>>> & Readonly<Record<string, string>>

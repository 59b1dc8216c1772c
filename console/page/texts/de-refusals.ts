/** German: why the server refuses a request. */
import type { RefusalCode } from '../../api/refusals.ts'

const database =
  'Die Datenbank antwortet nicht oder lehnt ab. Nichts wurde geändert. Versuchen Sie es noch einmal.'

/** `says`: the server's text, in English. The last ones are codes of errors of the server's own. */
export const deRefusals: Readonly<
  Record<
    RefusalCode | 'not_valid' | 'review_refused' | 'database_busy' | 'database_refused' | 'timed_out',
    string
  >
> = {
  wrong_password: 'E-Mail oder Passwort ist falsch.',
  too_many_guesses: 'Zu viele falsche Passwörter für diesen Nutzer. Das richtige gilt weiter.',
  too_many_sign_ins: 'Gerade melden sich zu viele an. Versuchen Sie es gleich noch einmal.',
  signed_out: 'Ihre Sitzung ist zu Ende. Melden Sie sich wieder an.',
  csrf: 'Diese Seite ist veraltet. Laden Sie sie neu, und wiederholen Sie es dann.',
  role_too_low: 'Dazu brauchen Sie die Rolle {needed} und haben die Rolle {role}. Ein Admin kann das ändern.',
  other_host:
    'Öffnen Sie die Konsole unter localhost oder 127.0.0.1, oder setzen Sie CONSOLE_URL auf ihre Adresse.',
  other_origin: 'Die Anfrage kommt nicht von der Seite der Konsole.',
  not_found: 'Das gibt es nicht mehr, oder Sie sind einer alten Adresse gefolgt.',
  bad_request: 'Das ist keine gültige Anfrage.',
  not_json: 'Das ist keine gültige Anfrage.',
  too_large: 'Das ist zu groß: höchstens 64 KiB.',
  too_many_streams: 'Sie haben die Konsole {most}-mal offen. Schließen Sie einen Tab.',
  database_trouble: database,
  failed: 'Die Konsole hat einen Fehler. Ihr Log nennt dem Betreiber den Grund.',
  too_many: 'Es gibt schon {most} gespeicherte Antworten. Entfernen Sie zuerst eine.',
  same_text: 'Eine andere gespeicherte Antwort hat schon diesen Text.',
  nothing_new: 'Das Storyboard kennt alle diese Sätze schon.',
  no_storyboard:
    'Setzen Sie STORYBOARD für `pagebeat console`: Die Texte werden mit seinen Absichten verglichen.',
  busy: 'Gerade gruppiert jemand anderes die Texte. Versuchen Sie es noch einmal.',
  no_queues: 'Die Konsole hat keine REDIS_URL. Führen Sie `pagebeat dead retry {id}` aus.',
  no_job: 'Seine Bytes sind kein Auftrag, kein Worker kann sie verarbeiten. Verwerfen Sie ihn.',
  not_open: 'Das ist schon erledigt ({state}).',
  not_valid: 'Der Server nimmt eine Angabe nicht an ({says}).',
  review_refused: 'Die Texte lassen sich nicht gruppieren ({says}).',
  database_busy: database,
  database_refused: database,
  timed_out: database,
}

/** German: how the installation is. */
import type { Texts } from './shape.ts'

export const deHealth: Pick<Texts, 'health'> = {
  health: {
    title: 'Zustand',
    skip: 'Zu dem springen, was Sie braucht',
    well: 'Alles läuft',
    wrong: (count) => (count === 1 ? '1 Sache braucht Sie' : `${count} Sachen brauchen Sie`),
    failed: 'Der Zustand konnte nicht geladen werden. Die Seite versucht es von selbst wieder.',
    needs: 'Was Sie braucht',
    copy: 'Befehl kopieren',
    copied: 'Kopiert',
    pages: 'Seiten',
    noPages: 'Noch hat keine Seite ein Ereignis gesendet.',
    page: 'Seite',
    lastEvent: 'Letztes Ereignis',
    checked: 'Geprüft',
    state: 'Zustand',
    ago: (duration) => `vor ${duration}`,
    justNow: 'gerade eben',
    never: 'nie',
    fine: 'in Ordnung',
    paused: (time) => `angehalten bis ${time}`,
    silent: (duration) => `still seit ${duration}`,
    notAdded: 'nicht hinzugefügt',
    queues: 'Warteschlangen',
    queuesUnseen: 'Die Warteschlangen sind nicht zu sehen',
    stage: 'Stufe',
    waiting: 'Wartend',
    oldest: 'Älteste',
    active: 'In Arbeit',
    failedJobs: 'Gescheitert',
    workers: 'Worker',
    deadLetters: 'Unzustellbares',
    deadCount: (count) =>
      count === 1
        ? '1 Auftrag konnte nicht verarbeitet werden.'
        : `${count} Aufträge konnten nicht verarbeitet werden.`,
    noDead: 'Keines.',
    why: 'Warum',
    tries: 'Versuche',
    last: 'Zuletzt',
    retry: 'Noch einmal',
    drop: 'Verwerfen',
    didRetry: 'Ein Worker versucht es noch einmal.',
    didDrop: 'Es ist verworfen.',
    held: 'Ungeklärte Nachrichten',
    heldCount: (count) =>
      count === 1
        ? '1 Nachricht ist ungeklärt: Niemand weiß, ob sie gesendet wurde.'
        : `${count} Nachrichten sind ungeklärt: Niemand weiß, ob sie gesendet wurden.`,
    openConversation: 'Gespräch öffnen',
    database: (ms) => `Die Datenbank antwortet in ${ms} ms.`,
  },
}

import type { ShellTexts } from '../en/shell.ts';
import { errors } from './errors.ts';
import { metrics } from './metrics.ts';

/** German. */
export const shell: ShellTexts = {
  ...errors,
  ...metrics,
  tray: {
    refused: 'Nicht angezeigte Mitteilungen',
    collect: 'Diesen Rechner erfassen',
    attention: 'Braucht Aufmerksamkeit',
    host: '{host}: {reason}',
    offline: 'offline',
    open: 'Öffnen',
    sync: 'Jetzt abgleichen',
    settings: 'Einstellungen',
    login: 'Bei der Anmeldung starten',
    quit: 'Beenden',
    pause: {
      title: 'Benachrichtigungen anhalten',
      hours: 'Für {n} Stunde | Für {n} Stunden',
      tomorrow: 'Bis morgen',
      end: 'Benachrichtigungen fortsetzen',
    },
    icon: {
      title: 'Symbol',
      colour: 'Farbig',
      white: 'Weiß, für eine dunkle Leiste',
      black: 'Schwarz, für eine helle Leiste',
    },
    tooltip: {
      online: '{online} von {hosts} online',
      alerts: '{n} Warnung | {n} Warnungen',
      failing: '{source} ist nicht lesbar: {reason}',
      unread: 'Grund unbekannt',
      collector: 'Dieser Rechner wird nicht erfasst: {reason}',
    },
  },
  menu: {
    file: 'Datei',
    edit: 'Bearbeiten',
    view: 'Ansicht',
    window: 'Fenster',
    help: 'Hilfe',
    settings: 'Einstellungen',
    settingsMac: 'Einstellungen …',
    sync: 'Jetzt abgleichen',
    updates: 'Nach Updates suchen …',
    logs: 'Protokolle öffnen',
    about: 'Über {app}',
    services: 'Dienste',
    hide: '{app} ausblenden',
    hideOthers: 'Andere ausblenden',
    unhide: 'Alle einblenden',
    quit: 'Beenden',
    quitMac: '{app} beenden',
    close: 'Fenster schließen',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    delete: 'Löschen',
    selectAll: 'Alles auswählen',
    resetZoom: 'Originalgröße',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    fullScreen: 'Vollbild ein/aus',
    developerTools: 'Entwicklerwerkzeuge ein/aus',
    minimize: 'Minimieren',
    zoom: 'Zoomen',
    front: 'Alle nach vorne bringen',
  },
  notice: {
    reminder: 'Weiterhin: {title}',
    acknowledge: 'Bestätigen',
    snooze: '1 Stunde zurückstellen',
    snoozeTomorrow: 'Bis morgen zurückstellen',
    metricAt: '{metric} bei {value}',
    offline: {
      one: '{host} ist offline',
      many: '{n} Host ist offline | {n} Hosts sind offline',
      why: 'Seit {n} Minute keine Messung. | Seit {n} Minuten keine Messung.',
    },
    back: {
      one: '{host} ist zurück',
      many: '{n} Host ist zurück | {n} Hosts sind zurück',
      why: 'Es kommen wieder Messungen an.',
    },
    filling: {
      one: '{host}: Platte voll {when}',
      many: '{n} Platte läuft voll | {n} Platten laufen voll',
      host: '{host} {when}',
      between: 'in {days} bis {n} Tag | in {days} bis {n} Tagen',
      from: 'frühestens in {n} Tag | frühestens in {n} Tagen',
      why: 'Wenn sie weiter wächst wie in den letzten Wochen.',
    },
    slower: {
      one: '{host}: {function} dauert {percent} % länger | {host}: {function} dauern bis zu {percent} % länger',
      many: 'Funktionen dauern auf {n} Host länger | Funktionen dauern auf {n} Hosts länger',
      host: '{host}: {function} {percent} %',
      why: 'Verglichen mit den eigenen letzten Wochen.',
    },
    cost: {
      one: '{source} hat diesen Monat {cost} gekostet',
      many: 'Lesen kostet bei {n} Quelle mehr als erlaubt | Lesen kostet bei {n} Quellen mehr als erlaubt',
      source: '{source} {cost}',
      why: 'Die Grenze ist {limit}. Gezählt wird, was dieses Programm seit Monatsbeginn gelesen und geschrieben hat.',
    },
    unusual: {
      one: '{host}: {metric} ungewöhnlich bei {value}',
      many: '{n} Host ist ungewöhnlich | {n} Hosts sind ungewöhnlich',
      host: '{host}: {metric} {value}',
      why: {
        most: 'Zu dieser Stunde der Woche sonst höchstens {limit}.',
        least: 'Zu dieser Stunde der Woche sonst mindestens {limit}.',
      },
    },
    rebooted: {
      one: '{host} wurde neu gestartet',
      many: '{n} Host wurde neu gestartet | {n} Hosts wurden neu gestartet',
      why: 'Das System ist neu gestartet.',
    },
    metric: {
      one: '{host}: {metric} bei {value} seit {n} Minute | {host}: {metric} bei {value} seit {n} Minuten',
      why: 'Die Schwelle liegt bei {threshold}.',
      many: {
        above: '{n} Host: {metric} über {threshold} | {n} Hosts: {metric} über {threshold}',
        below: '{n} Host: {metric} unter {threshold} | {n} Hosts: {metric} unter {threshold}',
      },
      manyOwn: {
        above: '{n} Host: {metric} über der Schwelle | {n} Hosts: {metric} über ihren Schwellen',
        below: '{n} Host: {metric} unter der Schwelle | {n} Hosts: {metric} unter ihren Schwellen',
      },
      host: '{host} bei {value}',
    },
    hosts: { separator: ', ', more: '{hosts} und {n} weiterer | {hosts} und {n} weitere' },
    summary: {
      filling: '{n} Platte läuft voll | {n} Platten laufen voll',
      slower: 'Funktionen dauern auf {n} Host länger | Funktionen dauern auf {n} Hosts länger',
      slowerHost: '{host}: Funktionen dauern länger',
      fillingHost: '{host}: Eine Platte läuft voll',
      unusualHost: '{host} ist ungewöhnlich',
      title: 'Während Sie weg waren',
      separator: '; ',
      offlineHost: {
        back: '{host} war offline und ist zurück',
        still: '{host} ging offline und ist es noch',
      },
      offline: {
        back: '{n} Host war offline und ist zurück | {n} Hosts waren offline, alle sind zurück',
        still:
          '{n} Host ging offline und ist es noch | {n} Hosts gingen offline, alle sind es noch',
        some: '{hosts} Hosts gingen offline, {n} ist es noch | {hosts} Hosts gingen offline, {n} sind es noch',
      },
      alertHost: {
        above: '{host}: {metric} über der Schwelle',
        below: '{host}: {metric} unter der Schwelle',
      },
      alerts: '{metric}: {n} Warnung | {metric}: {n} Warnungen',
    },
  },
  app: {
    inTray: {
      title: 'Py-Perf Desktop läuft weiter',
      text: 'Öffnen oder beenden Sie es über sein Symbol im Infobereich. Wo keines zu sehen ist, öffnet es ein neuer Start.',
    },
    login: {
      title: 'Der Start bei der Anmeldung ließ sich nicht ändern',
      linux:
        'Die Autostart-Datei in Ihrem Konfigurationsordner ließ sich nicht schreiben oder entfernen.',
      mac: 'Sehen Sie in den Systemeinstellungen unter „Allgemein“, „Anmeldeobjekte“ nach, ob Py-Perf Desktop dort erlaubt ist.',
      windows:
        'Sehen Sie im Task-Manager unter „Autostart von Apps“ nach, ob Py-Perf Desktop dort erlaubt ist.',
    },
    fault: {
      title: 'Etwas ist schiefgegangen',
      text: 'Py-Perf Desktop läuft weiter, aber ein Teil davon funktioniert vielleicht erst nach einem Neustart wieder. Einzelheiten stehen im Protokoll (Hilfe, Protokolle öffnen).',
    },
    logs: 'Der Ordner der Protokolle konnte nicht geöffnet werden. Er liegt hier:',
    cannotStart: 'Py-Perf Desktop kann nicht starten',
  },
  updates: {
    ok: 'OK',
    notNow: 'Nicht jetzt',
    there: {
      title: 'Version {version} ist da',
      text: 'Dies ist Version {current}. Nichts wird installiert, bevor Sie zustimmen.',
      download: 'Herunterladen',
    },
    announced: {
      title: '{app} {version} ist da',
      text: 'Klicken Sie, um zu sehen, was zu tun ist. Nichts wird installiert, bevor Sie zustimmen.',
    },
    ready: {
      title: 'Version {version} kann installiert werden',
      text: 'Die App endet, wird ersetzt und startet wieder. „Nach Updates suchen …“ bietet es erneut an.',
      install: 'Installieren und neu starten',
    },
    busy: {
      title: 'Einen Augenblick',
      looking: 'Nach Updates wird gesucht.',
      offering: 'Version {version} wird gerade angeboten.',
      downloading: 'Version {version} wird heruntergeladen.',
      installing: 'Version {version} kann installiert werden.',
    },
    none: { title: 'Es gibt keine neuere Version', text: 'Dies ist Version {current}.' },
    failed: {
      look: 'Nach Updates konnte nicht gesucht werden',
      download: 'Version {version} konnte nicht heruntergeladen werden',
      install: 'Das Update konnte nicht installiert werden',
    },
    unable: {
      title: 'Updates werden nicht von hier installiert',
      source: 'Diese Kopie läuft aus ihrem Quellordner. Aktualisieren Sie stattdessen den Ordner.',
      package:
        'Diese Kopie gehört zu einem Paket des Systems. Installieren Sie ein neueres Paket, um sie zu aktualisieren.',
      portable:
        'Das portable Programm kann sich nicht selbst ersetzen. Legen Sie ein neueres an seine Stelle.',
      feed: 'Diese Kopie wurde ohne eine Adresse gebaut, unter der nach Updates gesucht werden kann.',
    },
  },
};

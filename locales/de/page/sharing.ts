import type { sharing as En } from '../../en/page/sharing.ts';

/** German. */
export const sharing: typeof En = {
  sharing: {
    title: 'Mit dem Team geteilt',
    text: 'Dieselben Labels, Regeln, Wartungen und Kanäle auf allen Rechnern, über die Registry-Tabelle einer Quelle.',
    share: '{name} teilen',
    off: 'Was hier eingestellt ist, bleibt hier.',
    waiting: 'Noch nicht gelesen.',
    shared: 'Aktuell {at}.',
    'read-only':
      'Gelesen {at}. Die Registry darf nicht geschrieben werden: Ihre Änderungen bleiben auf diesem Rechner.',
    failing: 'Was vorher galt, gilt hier weiter.',
    pending: 'Was hier geändert wurde, wird beim nächsten Abruf gesendet.',
    cost: '{kb} KB in der Registry: {units} Leseeinheiten je Abruf.',
    notWhole: 'Nur was ihre Hosts betrifft: Regeln und Kanäle gehören zur ersten geteilten Quelle.',
    confirm: {
      title: '{name} mit dem Team teilen?',
      what: 'Geteilt werden Labels, Warnregeln, Ausnahmen, Wartungen, Kanäle, Bestätigungen, Notizen und wer was geändert hat ({example}).',
      never:
        'Nicht geteilt werden Geheimnisse, Zugangsdaten, Ruhezeiten und Ansichten. Kanäle von anderen bleiben aus, bis Sie sie einschalten.',
      who: 'Lesen kann es, wer die Registry-Tabelle lesen darf.',
      rights:
        'Nötig ist das Recht, dort Zeilen namens #py-perf-desktop/… zu schreiben; ohne es lesen Sie mit.',
      cost: 'Es kostet etwa eine zehntel Leseeinheit je Abruf, eine ganze für die Labels von 1.000 Hosts.',
      action: 'Teilen',
    },
    conflicts: 'Von zwei Personen geändert: Was soll gelten?',
    by: '{who}, {at}',
    holds: 'gilt jetzt',
    choose: 'Behalten',
    chosen: 'Für alle entschieden.',
    removed: 'entfernt',
    kept: 'bleibt',
    on: 'an',
    no: 'aus',
    problem: 'Nicht übernommen: {field}: {reason}',
    channelOff: '{name} kam vom Team und ist hier aus. Einschalten können Sie ihn unter Kanäle.',
    channelMissing: '{name} fehlen hier seine Geheimnisse: Tragen Sie sie unter Kanäle ein.',
    part: {
      note: 'Notiz',
      label: 'Label',
      rule: 'Regel',
      override: 'Ausnahme',
      maintenance: 'Wartung',
      channel: 'Kanal',
    },
    export: 'Exportieren…',
    exported: 'Gespeichert.',
    import: 'Importieren…',
    importTitle: '{n} Änderung importieren? | {n} Änderungen importieren?',
    importText: 'Was die Datei nennt, ersetzt das Eingestellte; alles andere bleibt.',
    importNothing: 'Die Datei ändert nichts.',
    importAction: 'Importieren',
    imported: 'Importiert.',
    more: 'und {n} weitere',
  },
};

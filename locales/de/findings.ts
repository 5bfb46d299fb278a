import type { FindingTexts } from '../texts.ts';

/** Texts of the findings of `doctor`. */
export const findings: FindingTexts = {
  finding: {
    'credentials-identity': 'Zugangsdaten gefunden: {arn}.',
    'credentials-key': 'Zugangsdaten gefunden: Zugriffsschlüssel …{end}.',
    region: 'Region {region}.',
    endpoint: 'Region {region}, unter {endpoint}.',
    proxy: 'Anfragen gehen über den Proxy {proxy}.',
    'table-readable': 'Die Tabelle {table} ist lesbar.',
    'legacy-missing': 'Eine Tabelle {table} gibt es nicht: Kein Rechner schreibt das alte Format.',
    'functions-missing':
      'Eine Tabelle {table} gibt es nicht: Kein Programm lädt Läufe der py-perf-Bibliothek hoch.',
    'functions-denied':
      'Die Tabelle der Läufe {table} darf nicht gelesen werden: Nur die Seiten der Funktionen brauchen sie.',
    'functions-grow':
      'Die Tabelle der Läufe {table} hat {n} MiB und kostet etwa {cost} $ im Monat. Sie hat keine TTL und wächst immer weiter.',
    'clock-agrees': 'Die Uhr dieses Rechners stimmt mit der des Servers überein.',
    'store-packing': 'Der Speicher einer älteren Version wird gepackt: {n} % sind fertig.',
    'fleet-cost':
      '{n} Host kostet on demand (us-east-1) etwa {now} US-Dollar im Monat, die Hälfte davon für Registry-Zeilen. Mit einer Registry-Zeile alle 3 Minuten: {registry}. Mit bereitgestellten Tabellen von {writeUnits} Schreib- und {readUnits} Leseeinheiten, abzüglich des kostenlosen Kontingents: {provisioned}. In der Klasse Standard-IA: {infrequent}. | {n} Hosts kosten on demand (us-east-1) etwa {now} US-Dollar im Monat, die Hälfte davon für Registry-Zeilen. Mit einer Registry-Zeile alle 3 Minuten: {registry}. Mit bereitgestellten Tabellen von {writeUnits} Schreib- und {readUnits} Leseeinheiten, abzüglich des kostenlosen Kontingents: {provisioned}. In der Klasse Standard-IA: {infrequent}.',
    'source-replicated':
      'Diese Quelle liest dieselbe Flotte wie {other}: Ihr {n} Host erscheint von dort. | Diese Quelle liest dieselbe Flotte wie {other}: Ihre {n} Hosts erscheinen von dort.',
    'source-unconfigured': 'Nicht verbunden.',
    'table-missing': 'Die Tabelle {table} gibt es nicht.',
    'registry-missing':
      'Die Tabelle {table} gibt es nicht. Hosts werden durch Durchlaufen der Messwerte gefunden, das kostet mehr.',
    'table-denied': 'Der Zugriff auf die Tabelle {table} wurde verweigert.',
    'legacy-denied': 'Der Zugriff auf die alte Tabelle {table} wurde verweigert.',
    'table-creating': 'Die Tabelle {table} wird gerade angelegt.',
    'table-failing': 'Die Tabelle {table} lässt sich nicht lesen.',
    'table-unknown': 'Die Tabelle {table} wurde noch nicht geprüft.',
    'table-ttl-off':
      'Der Ablauf (TTL) ist für die Tabelle {table} aus: Messungen werden nie gelöscht, der Speicher wächst.',
    'functions-index-missing':
      'Die Tabelle {table} hat keinen Index: neue Läufe werden gefunden, indem die ganze Tabelle durchlaufen wird.',
    'legacy-index-missing':
      'Die Tabelle {table} hat keinen Index: Verlauf wird gelesen, indem die ganze Tabelle durchlaufen wird, und jedem Host wird einzeln gefolgt.',
    'legacy-index-creating':
      'Der Index der Tabelle {table} wird gefüllt; bis dahin wird Verlauf durch Durchlaufen der Tabelle gelesen.',
    'table-ttl-other':
      'Der Ablauf (TTL) der Tabelle {table} folgt dem Attribut {attribute} statt ttl: Messungen werden nie gelöscht, der Speicher wächst.',
    'clock-ahead': 'Die Uhr dieses Rechners geht gegenüber dem Server {n} s vor.',
    'clock-behind': 'Die Uhr dieses Rechners geht gegenüber dem Server {n} s nach.',
    'bad-items':
      '{n} Eintrag ergab keinen Sinn und wurde übergangen. | {n} Einträge ergaben keinen Sinn und wurden übergangen.',
    'hosts-silent':
      '{n} von {hosts} Hosts meldet sich nicht. | {n} von {hosts} Hosts melden sich nicht.',
    'hosts-unread':
      'Über {n} von {hosts} Hosts ist nichts bekannt, seit seine Quelle zuletzt gelesen wurde. | Über {n} von {hosts} Hosts ist nichts bekannt, seit ihre Quelle zuletzt gelesen wurde.',
    'hosts-duplicate':
      '{n} Name ist wahrscheinlich ein und derselbe Rechner: {names}. | {n} Namen sind wahrscheinlich ein und derselbe Rechner: {names}.',
    'hosts-duplicate-more':
      'In {n} weiteren Gruppe stimmen Namen vor dem ersten Punkt überein. | In {n} weiteren Gruppen stimmen Namen vor dem ersten Punkt überein.',
    'hostname-shared-more':
      '{n} weiterer Host hat einen Namen, den viele Rechner haben. | {n} weitere Hosts haben einen Namen, den viele Rechner haben.',
    'hostname-shared':
      'Viele Rechner heißen {hostname}: Sind zwei der Ihren darunter, überschreiben sie sich gegenseitig die Messungen.',
    'minutes-overwritten':
      'Auch ein anderes Programm schreibt die Messungen von {hostname}: In {n} Minute der letzten zwei Stunden fehlt, was nur die Erfassung liefert. | Auch ein anderes Programm schreibt die Messungen von {hostname}: In {n} Minuten der letzten zwei Stunden fehlt, was nur die Erfassung liefert.',
    'outbox-long':
      '{n} Messung dieses Rechners wartet auf das Senden. | {n} Messungen dieses Rechners warten auf das Senden.',
    'store-disk-full':
      'Der Datenträger der lokalen Datenbank ist voll: Gelesenes bleibt im Arbeitsspeicher, Alarme werden trotzdem gemeldet.',
    'store-mended':
      '{n} Zeile der lokalen Datenbank war beschädigt und wurde wiederhergestellt: {where}. | {n} Zeilen der lokalen Datenbank waren beschädigt und wurden wiederhergestellt: {where}.',
    'store-quarantined': 'Eine beschädigte Datenbank wurde als {file} beiseitegelegt.',
  },
  findingHint: {
    'source-replicated':
      'Vermutlich zwei Regionen einer globalen Tabelle. Jeder Host erscheint einmal. Lässt sich {other} zehn Minuten lang nicht lesen, tritt diese Quelle an ihre Stelle. Wer diesen Ersatz nicht braucht, entfernt eine der beiden: Beide zu lesen kostet das Doppelte.',
    'fleet-cost':
      '„Registry-Zeile alle“ in den Einstellungen jeder Erfassung legt die Minuten fest; docs/aws.md nennt die Befehle für die Tabellen und was dagegen spricht.',
    'source-unconfigured':
      'Nichts zu tun, wenn nur dieser Rechner erfasst wird. Sonst wählen Sie in den Einstellungen ein Profil oder einen Endpunkt, oder setzen Sie AWS_PROFILE.',
    'table-missing':
      'Prüfen Sie Region und Tabellennamen in den Einstellungen; „collect --create-tables“ auf einem erfassten Rechner legt sie an.',
    'registry-missing': '„collect --create-tables“ auf einem erfassten Rechner legt sie an.',
    'table-denied':
      'Geben Sie diesem Benutzer die kleinste Richtlinie: Sie steht in der Diagnose und in docs/aws.md.',
    'legacy-denied': 'Nur nötig, wo Rechner noch das alte Format schreiben: siehe docs/aws.md.',
    'table-creating': 'Prüfen Sie in einer Minute erneut.',
    'table-failing':
      'Prüfen Sie ihren Namen in den Einstellungen; der Fehler der Quelle, falls einer da ist, sagt mehr.',
    'table-unknown': 'Gleichen Sie ab und prüfen Sie dann erneut.',
    'table-ttl-off': 'So schalten Sie ihn ein: {command}',
    'functions-index-missing':
      'Die Diagnose zeigt, was er kostet, und legt ihn an, ebenso „legacy-index --functions --create“. Oder mit der AWS CLI: {command}',
    'legacy-index-missing':
      'Die Diagnose zeigt, was er kostet, und legt ihn an, ebenso „legacy-index --create“. Oder mit der AWS CLI: {command}',
    'legacy-index-creating': 'Nichts zu tun: er wird benutzt, sobald er bereit ist.',
    'table-ttl-other':
      'Schalten Sie TTL für diese Tabelle aus, warten Sie eine Stunde und schalten Sie es für ttl ein. Die Tabelle kann zu einem anderen Programm gehören.',
    'clock-ahead':
      'Schalten Sie die Zeitsynchronisierung (NTP) ein. Ab 300 s weist AWS Anfragen ab.',
    'clock-behind':
      'Schalten Sie die Zeitsynchronisierung (NTP) ein. Ab 300 s weist AWS Anfragen ab.',
    'bad-items':
      'Die Liste der übergangenen Einträge nennt jeden mit seinem Fehler. Meist ist ein Programm schuld, das falsch schreibt.',
    'hosts-silent':
      'Sehen Sie nach, ob die Rechner und ihre Erfassung laufen. Entfernen Sie Rechner, die es nicht mehr gibt, aus der Flotte.',
    'hosts-unread': 'Gleichen Sie ab. Schlägt eine Quelle fehl, sagt ihr Fehler, was zu tun ist.',
    'hosts-duplicate':
      'Entfernen Sie den alten Namen aus der Flotte und legen Sie den Namen mit „collect --hostname“ fest.',
    'hostname-shared': 'Geben Sie jedem Rechner mit „collect --hostname“ einen eigenen Namen.',
    'hosts-duplicate-more': 'Klären Sie zuerst die genannten, dann prüfen Sie erneut.',
    'hostname-shared-more': 'Geben Sie jedem Rechner mit „collect --hostname“ einen eigenen Namen.',
    'minutes-overwritten':
      'Wahrscheinlich ist es der Python-Daemon. Beenden Sie einen von beiden: den Daemon oder die Erfassung dieses Rechners („collect --uninstall-service“ oder im Infobereich „Diesen Rechner erfassen“).',
    'outbox-long':
      'Sie werden gesendet, sobald die Quelle erreichbar ist; ihr Fehler sagt, warum sie es nicht ist.',
    'store-disk-full':
      'Schaffen Sie Platz, dann wird es gespeichert. Endet das Programm vorher, geht verloren, was nur im Arbeitsspeicher liegt.',
    'store-mended':
      'Was dabei verloren ging, kommt mit dem nächsten Abgleich zurück, soweit DynamoDB es noch hat. Prüfen Sie den Datenträger: er ist die Ursache, oder ein Programm, das in die Datei schreibt.',
    'store-quarantined':
      'Ihr Inhalt wurde erneut geholt. Löschen Sie die Datei, wenn nichts fehlt.',
  },
};

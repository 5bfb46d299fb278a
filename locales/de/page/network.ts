/** Texts about proxies and certificates. */
export const network = {
  network: {
    title: 'Netzwerk',
    text: 'Wie die App AWS, Kanäle und Updates erreicht. Mail geht direkt an ihren Server.',
    proxy: {
      label: 'Proxy',
      help: 'Leer: der aus HTTPS_PROXY, sonst der des Systems, auch mit PAC-Skript.',
    },
    noProxy: {
      label: 'Ohne den Proxy',
      help: 'Namen samt Subdomains, Name:Port, Netze; * für alles. Wie in NO_PROXY, das ebenfalls gilt.',
    },
    user: 'Benutzer des Proxys',
    password: 'Passwort',
    kept: 'Nur wenn der Proxy danach fragt (Basic). Beides wird verschlüsselt gespeichert, nur für diesen Proxy. Befehle und der Kollektor-Dienst können es nicht verwenden.',
    stored: 'Benutzer und Passwort von {proxy} sind verschlüsselt gespeichert.',
    caFile: {
      label: 'Zertifizierungsstelle',
      choose: 'Datei wählen …',
      help: 'Eine PEM-Datei Ihres Unternehmens, der zusätzlich zu den Stellen des Systems vertraut wird.',
    },
    reached: '{host} antwortet, ohne Proxy.',
    reachedOver: '{host} antwortet, über {proxy}.',
    saved: 'Netzwerk-Einstellungen gespeichert.',
  },
};

/** Texts about proxies and certificates. */
export const network = {
  network: {
    title: 'Network',
    text: 'How the app reaches AWS, channels and updates. Mail goes straight to its server.',
    proxy: {
      label: 'Proxy',
      help: 'Empty: HTTPS_PROXY, else the system’s proxy, including PAC scripts.',
    },
    noProxy: {
      label: 'Without the proxy',
      help: 'Names (with their subdomains), name:port, networks; * for everything. Same form as NO_PROXY, which applies too.',
    },
    user: 'Proxy user',
    password: 'Password',
    kept: 'Only if the proxy asks for them (Basic). They are stored encrypted, for this proxy only. Commands and the collector service cannot use them.',
    stored: 'User and password of {proxy} are stored encrypted.',
    caFile: {
      label: 'Certificate authority',
      choose: 'Choose a file…',
      help: 'Your company’s PEM file, trusted in addition to the system’s authorities.',
    },
    reached: '{host} answers, without a proxy.',
    reachedOver: '{host} answers, through {proxy}.',
    saved: 'Network settings saved.',
  },
};

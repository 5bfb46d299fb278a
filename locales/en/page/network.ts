/** Texts about proxies and certificates. */
export const network = {
  network: {
    title: 'Network',
    text: 'How the app reaches AWS, channels and updates. Mail goes straight to its server.',
    proxy: {
      label: 'Proxy',
      help: 'Empty: the one of HTTPS_PROXY, else that of the system, PAC scripts included.',
    },
    noProxy: {
      label: 'Without the proxy',
      help: 'Names with their subdomains, name:port, networks; * for everything. As in NO_PROXY, which counts as well.',
    },
    user: 'User of the proxy',
    password: 'Password',
    kept: 'Only if the proxy asks for them (Basic). They are kept encrypted, for this proxy alone. Commands and the collector service cannot use them.',
    stored: 'User and password of {proxy} are stored encrypted.',
    caFile: {
      label: 'Certificate authority',
      choose: 'Choose a file…',
      help: 'A PEM file of your company, trusted besides the authorities of the system.',
    },
    reached: '{host} answers, without a proxy.',
    reachedOver: '{host} answers, over {proxy}.',
    saved: 'Network settings saved.',
  },
};

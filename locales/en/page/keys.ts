/** Texts about access keys. */
export const keys = {
  keys: {
    label: 'Credentials',
    kind: { chain: 'AWS configuration', stored: 'Separate access key' },
    id: 'Access key ID',
    secret: 'Secret access key',
    token: 'Session token',
    tokenHelp: 'Only for temporary credentials.',
    stored: 'Key …{end}, stored encrypted on this machine.',
    storedShort: 'Access key …{end}',
    missingShort: 'Access key missing',
    kept: 'The key is stored encrypted and never shown again. Commands and the collector service cannot use it: give them a profile.',
    replace: 'Replace',
    keep: 'Keep the stored key',
    remove: 'Remove',
    removed: 'The stored key …{end} is deleted when you save.',
    refusal: {
      'no-keyring':
        'An access key cannot be stored on this machine: the app found no keyring, and it never stores a key unencrypted.',
      refused:
        'An access key cannot be stored on this machine: the keychain refused, and the app never stores a key unencrypted.',
    },
    instead:
      'Use a profile of the AWS configuration instead, or set up a keyring (GNOME Keyring, KWallet) and restart the app.',
    problem: {
      accessKeyId: '16 to 128 capital letters and digits.',
      secretAccessKey: '20 to 128 characters without spaces.',
      sessionToken: '16 to 8192 characters without spaces.',
    },
  },
};

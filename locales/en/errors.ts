import type { ErrorTexts } from '../texts.ts';

/** Texts of the error codes. */
export const errors: ErrorTexts = {
  error: {
    'invalid-input': {
      title: 'The app refused what was entered.',
      hint: 'Correct it and try again.',
    },
    'forbidden-sender': {
      title: 'The request came from a page that is not allowed to send it.',
      hint: 'Restart the app.',
    },
    'not-configured': {
      title: 'Nothing is set up for this yet.',
      hint: 'Add a source in the settings.',
    },
    'no-credentials': {
      title: 'No AWS credentials were found.',
      hint: 'Sign in to AWS, choose a profile, or enter keys in the settings of the source.',
    },
    'sign-in-needed': {
      title: 'You are not signed in to AWS.',
      hint: 'Sign in: the browser opens.',
    },
    'mfa-needed': {
      title: 'AWS asks for a multi-factor authentication code.',
      hint: 'Enter the code that your device shows.',
    },
    'credentials-rejected': {
      title: 'AWS rejected the credentials.',
      hint: 'They may have expired: sign in again, or enter new keys.',
    },
    'credentials-unreadable': {
      title: 'The stored keys cannot be read.',
      hint: 'Enter them again in the settings of the source.',
    },
    'encryption-unavailable': {
      title: 'Keys cannot be kept encrypted on this computer.',
      hint: 'Unlock or install a keyring, or use a profile.',
    },
    'access-denied': {
      title: 'AWS refused access.',
      hint: 'Diagnostics has the least policy you need.',
    },
    'table-missing': {
      title: 'A table does not exist.',
      hint: 'Check names and region, or let a collector create the tables.',
    },
    'table-layout': {
      title: 'A table does not have the expected layout.',
      hint: 'Check the name of the table in the settings.',
    },
    throttled: {
      title: 'AWS is limiting the requests.',
      hint: 'The app slows down and continues automatically.',
    },
    network: {
      title: 'AWS could not be reached.',
      hint: 'Check the network. The app retries automatically.',
    },
    timeout: {
      title: 'AWS did not answer in time.',
      hint: 'The app retries automatically.',
    },
    'service-failure': {
      title: 'AWS reported an internal failure.',
      hint: 'The app retries automatically.',
    },
    'bad-answer': {
      title: 'The answer did not come from AWS.',
      hint: 'The network may want you to sign in, or the endpoint is wrong. The app retries automatically.',
    },
    aborted: { title: 'Stopped.', hint: 'You can start it again at any time.' },
    'disk-full': {
      title: 'The disk of this computer is full.',
      hint: 'Free some space, or keep less data: Settings, Retention.',
    },
    'store-busy': {
      title: 'The local database is in use by another process.',
      hint: 'Close other windows of the app and try again.',
    },
    'store-damaged': {
      title: 'The local database is damaged.',
      hint: 'The app has started a new one and is fetching history again.',
    },
    'store-moved': {
      title: 'The local database was moved away or removed while the app ran.',
      hint: 'The app now uses another one, and fetches again what AWS still holds.',
    },
    'outbox-damaged': {
      title: 'The file of samples waiting for upload was damaged.',
      hint: 'At its next start the collector renames it, and uploads what can still be read.',
    },
    'settings-damaged': {
      title: 'The settings cannot be read or saved.',
      hint: 'Check the settings file in the data folder.',
    },
    'newer-data': {
      title: 'This version cannot read the data directory.',
      hint: 'A newer version wrote it: install the newest version. Nothing was changed.',
    },
    'already-running': {
      title: 'This is already running.',
      hint: 'Wait until it ends, or stop it first.',
    },
    'not-found': { title: 'Not found.', hint: 'It may have been removed in the meantime.' },
    unavailable: { title: 'This is not available right now.', hint: 'Try again in a moment.' },
    internal: {
      title: 'Something went wrong in the app.',
      hint: 'Try again. If it keeps happening, restart the app and report it.',
    },
  },
  errorDetail: 'Details: {text}',
};

import type { ErrorTexts } from '../texts.ts';

/** Texts of the error codes. */
export const errors: ErrorTexts = {
  error: {
    'invalid-input': {
      title: 'The app refused what was entered.',
      hint: 'Correct it and try again.',
    },
    'forbidden-sender': {
      title: 'The request came from a page that may not ask.',
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
      title: 'AWS wants a code of multi-factor authentication.',
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
      hint: 'The least policy that is needed is in Diagnostics.',
    },
    'table-missing': {
      title: 'A table does not exist.',
      hint: 'Check names and region, or let a collector create the tables.',
    },
    'table-layout': {
      title: 'A table has another layout than expected.',
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
      title: 'AWS reported a failure of its own.',
      hint: 'The app retries automatically.',
    },
    'bad-answer': {
      title: 'What came back is no answer of AWS.',
      hint: 'The network may want you to sign in, or the endpoint is wrong. The app retries automatically.',
    },
    aborted: { title: 'It was stopped.', hint: 'It can be started again at any time.' },
    'disk-full': {
      title: 'The disk of this computer is full.',
      hint: 'Make room, or keep less in the settings under Retention.',
    },
    'store-busy': {
      title: 'The local database is in use by another process.',
      hint: 'Close other windows of the app and try again.',
    },
    'store-damaged': {
      title: 'The local database is damaged.',
      hint: 'A new one has been started; history is fetched again.',
    },
    'store-moved': {
      title: 'The local database was moved away or removed while the app ran.',
      hint: 'Another one is used from now on; what AWS holds is fetched again.',
    },
    'outbox-damaged': {
      title: 'The file of samples that wait to be uploaded was damaged.',
      hint: 'The collector renames it at its next start and uploads what can be read of it.',
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
      title: 'This is running already.',
      hint: 'Wait until it has ended, or stop it first.',
    },
    'not-found': { title: 'It was not found.', hint: 'It may have been removed meanwhile.' },
    unavailable: { title: 'This is not available right now.', hint: 'Try again in a moment.' },
    internal: {
      title: 'Something went wrong in the app.',
      hint: 'Try again. If it keeps happening, restart the app and report it.',
    },
  },
  errorDetail: 'In detail: {text}',
};

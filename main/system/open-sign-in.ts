import { shell } from 'electron';
import { signInPage } from '../../platform/aws/sign-in-page.ts';

/** Opens a sign-in page in the user's browser: the only address that the app opens. Rejects for any other. */
export async function openSignIn(address: string): Promise<void> {
  const page = signInPage(address);
  if (page === null) throw new Error('this is no page of a sign-in');
  await shell.openExternal(page.href);
}

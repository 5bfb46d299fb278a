import { Command } from 'commander';
import { appFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';
import { sourceConfigSchema } from '../../contract/settings.ts';
import { dropEmptyVariables } from '../../platform/aws/config.ts';
import { loginCommandOf, loginSessionOf } from '../../platform/aws/login-session.ts';
import { mfaRoleOf } from '../../platform/aws/mfa.ts';
import { profileName } from '../../platform/aws/profiles.ts';
import { ssoSessionOf, type SsoSession } from '../../platform/aws/sso-session.ts';
import { systemClock } from '../../platform/clock.ts';
import { dataDir } from '../../platform/fs/data-dir.ts';
import { loadSettings } from '../../platform/fs/settings-file.ts';
import { useNetworkSettings } from '../../platform/net/settings.ts';
import { askForCode } from '../mfa-prompt.ts';
import { checkedBy } from '../options.ts';
import { say, tell } from '../print.ts';

/** The command `login`. */
export function loginCommand(): Command {
  return new Command('login')
    .description('Sign in to AWS with a profile: in a browser, or with a code of its MFA device.')
    .option(
      '--profile <name>',
      'profile of the shared AWS configuration (default: AWS_PROFILE, or "default")',
      checkedBy(sourceConfigSchema.shape.profile),
    )
    .addHelpText('after', HELP)
    .action(async ({ profile }: { profile?: string }) => {
      dropEmptyVariables();
      useNetworkSettings(loadSettings(dataDir()).network);
      await login(profileName(profile));
    });
}

const HELP = `
What it brings is kept where the AWS CLI keeps it, so that it serves the app, the collector service and other tools:
  a token of IAM Identity Center (sso_session, sso_start_url) in ~/.aws/sso/cache
  the session of a role with mfa_serial in ~/.aws/cli/cache

Examples:
  py-perf login --profile fleet
  oathtool --totp --base32 SECRET | py-perf login --profile fleet`;

async function login(profile: string): Promise<void> {
  const session = await ssoSessionOf(profile);
  if (session !== null) await signIn(session);
  // A role with an MFA device may build on a session.
  const role = await mfaRoleOf(profile);
  if (role !== null) await askForCode(role);
  const own = session === null && role === null ? await loginSessionOf(profile) : null;
  if (own !== null)
    throw appFailure(
      'not-configured',
      `The profile "${safeText(own.profile, 100)}" signs in with "aws login", which only the AWS CLI can do.`,
      `Run "${loginCommandOf(own)}": its session is used at once.`,
    );
  if (session === null && role === null)
    throw appFailure(
      'not-configured',
      `The profile "${safeText(profile, 100)}" has neither an sso_session nor an MFA device: there is nothing to sign in to.`,
      'Name another profile, or run "aws configure sso".',
    );
  say(`Signed in with the profile ${safeText(profile, 100)}.\n`);
}

/** Waits until the sign-in is confirmed in a browser, on this machine or another. Ctrl-C ends it. */
async function signIn(session: SsoSession): Promise<void> {
  const { beginDeviceSignIn } = await import('../../platform/aws/sign-in.ts');
  const { prompt, finish } = await beginDeviceSignIn(session, systemClock);
  tell(
    `Open this page in a browser, and confirm the code ${prompt.userCode}:\n\n  ${prompt.address}\n\nWaiting…\n`,
  );
  const ending = new AbortController();
  const stop = (): void => {
    ending.abort();
  };
  process.once('SIGINT', stop);
  try {
    await finish(ending.signal);
  } finally {
    process.removeListener('SIGINT', stop);
  }
}

import type { Command } from 'commander';
import type { CliStart } from '../../contract/cli.ts';
import { alertsCommand } from './alerts.ts';
import { doctorCommand } from './doctor.ts';
import { forgetCommand } from './forget.ts';
import { functionsCommand, runsCommand } from './functions.ts';
import { historyCommand } from './history.ts';
import { legacyIndexCommand } from './legacy-index.ts';
import { loginCommand } from './login.ts';
import { policyCommand } from './policy.ts';
import { shareCommand } from './share.ts';
import { statusCommand } from './status.ts';
import { trafficCommand } from './traffic.ts';
import { watchCommand } from './watch.ts';

/** The commands that read the fleet. `start` is how a service starts the command line. */
export function viewerCommands(version: string, start: CliStart): Command[] {
  return [
    statusCommand(version),
    historyCommand(version),
    functionsCommand(version),
    runsCommand(version),
    trafficCommand(version),
    alertsCommand(version),
    shareCommand(version),
    doctorCommand(version),
    forgetCommand(version),
    legacyIndexCommand(version),
    policyCommand(),
    loginCommand(),
    watchCommand(version, start),
  ];
}

import { Command, InvalidArgumentError, Option } from 'commander';
import { isRegionName } from '../../contract/aws-regions.ts';
import { appFailure } from '../../contract/errors.ts';
import {
  PARTITIONS,
  collectorPolicy,
  hostCollectorPolicy,
  legacyIndexPolicy,
  partitionOf,
  viewerPolicy,
  watcherPolicy,
  type Partition,
  type Policy,
  type PolicyHost,
  type PolicyPlace,
} from '../../contract/policies.ts';
import { safeJson } from '../../contract/safe-text.ts';
import type { SourceConfig } from '../../contract/settings.ts';
import { dataDir } from '../../platform/fs/data-dir.ts';
import { loadSettings } from '../../platform/fs/settings-file.ts';
import { print } from '../print.ts';

const ROLES = ['viewer', 'collector', 'watcher', 'legacy-index'] as const;

const POLICIES = {
  viewer: viewerPolicy,
  collector: collectorPolicy,
  watcher: watcherPolicy,
  'legacy-index': legacyIndexPolicy,
} as const satisfies Record<(typeof ROLES)[number], unknown>;

/** The flags of `policy`. */
export interface PolicyFlags {
  role?: (typeof ROLES)[number];
  host?: string;
  hostTag?: string;
  hostUser?: boolean;
  source?: string;
  region?: string;
  account?: string;
  partition?: Partition;
}

/** The command `policy`. */
export function policyCommand(): Command {
  return new Command('policy')
    .description(
      'Print the least IAM policy for a viewer, a watcher, a collector, or for "legacy-index".',
    )
    .addOption(
      new Option('--role <role>', 'for whom; with --host only collector').choices([...ROLES]),
    )
    .addOption(
      new Option('--host <name>', 'allow writing the rows of this host only').conflicts([
        'hostTag',
        'hostUser',
      ]),
    )
    .addOption(
      new Option(
        '--host-tag <key>',
        'allow writing the rows of the host named by this tag of the principal; x509Subject/CN for IAM Roles Anywhere',
      )
        .argParser(tagKey)
        .conflicts('hostUser'),
    )
    .option('--host-user', 'allow writing the rows of the host with the name of the IAM user')
    .option('--source <id>', 'source of the table names (default: the first)')
    .option('--region <region>', 'region of the tables (default: any)', region)
    .option('--account <id>', 'account of the tables, 12 digits (default: any)', account)
    .addOption(
      new Option('--partition <name>', 'AWS partition (default: that of the region)').choices([
        ...PARTITIONS,
      ]),
    )
    .addHelpText('after', HELP)
    .action((flags: PolicyFlags) => {
      const { sources } = loadSettings(dataDir());
      print(`${safeJson(policyFor(flags, sources), 2)}\n`);
    });
}

const HELP = `
A policy for one host needs tables that exist, in the v2 layout.

Examples:
  py-perf policy --role viewer
  py-perf policy --host web-01 --region eu-central-1 --account 123456789012
  py-perf policy --host-tag x509Subject/CN`;

/** The policy that the flags ask for. Throws `AppFailure` (`invalid-input`, `not-found`). */
export function policyFor(flags: PolicyFlags, sources: readonly SourceConfig[]): Policy {
  const source =
    flags.source === undefined ? sources[0] : sources.find(({ id }) => id === flags.source);
  if (source === undefined)
    throw appFailure(
      'not-found',
      `There is no source "${flags.source ?? ''}".`,
      `Name one of: ${sources.map(({ id }) => id).join(', ')}.`,
    );
  const { region = source.region ?? '*', account: owner = '*' } = flags;
  const place: PolicyPlace = {
    partition: flags.partition ?? partitionOf(region),
    region,
    account: owner,
  };
  const host = hostOf(flags);
  if (host === null) return POLICIES[flags.role ?? 'viewer'](source.tables, place);
  if (flags.role !== undefined && flags.role !== 'collector')
    throw appFailure(
      'invalid-input',
      flags.role === 'legacy-index'
        ? 'An index covers all hosts of a table.'
        : `A ${flags.role} reads all hosts of a table.`,
      'Leave out the host, or choose --role collector.',
    );
  return hostCollectorPolicy(source.tables, host, place);
}

function hostOf({ host, hostTag, hostUser }: PolicyFlags): PolicyHost | null {
  if (host !== undefined) return { by: 'name', hostname: host };
  if (hostTag !== undefined) return { by: 'tag', tag: hostTag };
  return hostUser === true ? { by: 'user' } : null;
}

/** A tag key that IAM accepts. */
function tagKey(text: string): string {
  if (/^[\w .:/=+@-]{1,128}$/u.test(text)) return text;
  throw new InvalidArgumentError('It must be 1 to 128 letters, digits, spaces or any of _.:/=+-@');
}

function region(text: string): string {
  if (isRegionName(text)) return text;
  throw new InvalidArgumentError('It must be a region name, e.g. eu-central-1.');
}

function account(text: string): string {
  if (/^\d{12}$/u.test(text)) return text;
  throw new InvalidArgumentError('It must be 12 digits.');
}

import type { FindingTexts } from '../texts.ts';

/** Texts of the findings of `doctor`. */
export const findings: FindingTexts = {
  finding: {
    'credentials-identity': 'Credentials found: {arn}.',
    'credentials-key': 'Credentials found: access key …{end}.',
    region: 'Region {region}.',
    endpoint: 'Region {region}, at {endpoint}.',
    proxy: 'Requests go over the proxy {proxy}.',
    'table-readable': 'Table {table} can be read.',
    'legacy-missing': 'There is no table {table}: no machine writes the legacy layout.',
    'functions-missing':
      'There is no table {table}: no program uploads runs of the py-perf library.',
    'functions-denied':
      'No permission to read {table}, the table of runs. Only the Functions pages need it.',
    'functions-grow':
      '{table}, the table of runs, holds {n} MiB, about ${cost} a month. It has no TTL, so it keeps growing.',
    'clock-agrees': 'This machine’s clock agrees with the server’s.',
    'store-packing': 'Packing the store of an earlier version: {n} % done.',
    'fleet-cost':
      '{n} host costs about {now} US dollars a month on demand (us-east-1), half of it for registry rows. With a registry row every 3 minutes: {registry}. In provisioned tables of {writeUnits} write and {readUnits} read units, less the free tier: {provisioned}. In the class Standard-IA: {infrequent}. | {n} hosts cost about {now} US dollars a month on demand (us-east-1), half of it for registry rows. With a registry row every 3 minutes: {registry}. In provisioned tables of {writeUnits} write and {readUnits} read units, less the free tier: {provisioned}. In the class Standard-IA: {infrequent}.',
    'source-replicated':
      'This source reads the same fleet as {other}: its {n} host is shown from there. | This source reads the same fleet as {other}: its {n} hosts are shown from there.',
    'source-unconfigured': 'Not connected.',
    'table-missing': 'Table {table} does not exist.',
    'registry-missing':
      'Table {table} does not exist. Hosts are found by scanning, which costs more.',
    'table-denied': 'Access to table {table} was denied.',
    'legacy-denied': 'Access to the legacy table {table} was denied.',
    'table-creating': 'Table {table} is still being created.',
    'table-failing': 'Table {table} cannot be read.',
    'table-unknown': 'Table {table} has not been checked.',
    'table-ttl-off':
      'Expiry (TTL) is off for table {table}: samples are never deleted, and storage grows.',
    'functions-index-missing':
      'Table {table} has no index: new runs are found by scans of the whole table.',
    'legacy-index-missing':
      'Table {table} has no index: history is read by scans of the whole table, and live hosts by their markers.',
    'legacy-index-creating':
      'DynamoDB is filling the index of table {table}. Until it is ready, history is read by scans.',
    'table-ttl-other':
      'Expiry (TTL) of table {table} follows the attribute {attribute}, not ttl: samples are never deleted, and storage grows.',
    'clock-ahead': 'This machine’s clock is {n} s ahead of the server’s.',
    'clock-behind': 'This machine’s clock is {n} s behind the server’s.',
    'bad-items':
      '{n} item could not be read and was skipped. | {n} items could not be read and were skipped.',
    'hosts-silent': '{n} of {hosts} hosts is silent. | {n} of {hosts} hosts are silent.',
    'hosts-unread':
      'Nothing is known of {n} of {hosts} hosts since its source was last read. | Nothing is known of {n} of {hosts} hosts since their source was last read.',
    'hosts-duplicate':
      '{n} name is likely one machine: {names}. | {n} names are likely one machine: {names}.',
    'hosts-duplicate-more':
      '{n} more group of names agrees before the first dot. | {n} more groups of names agree before the first dot.',
    'hostname-shared-more':
      '{n} more host has a name that many machines have. | {n} more hosts have a name that many machines have.',
    'hostname-shared':
      '{hostname} is a common default name. If two of your machines use it, they overwrite each other’s samples.',
    'minutes-overwritten':
      'Another program writes the samples of {hostname} too: {n} minute of the last two hours lacks what the collector adds. | Another program writes the samples of {hostname} too: {n} minutes of the last two hours lack what the collector adds.',
    'outbox-long':
      '{n} sample of this machine waits to be uploaded. | {n} samples of this machine wait to be uploaded.',
    'store-disk-full':
      'The disk of the local database is full. New data is kept in memory, and alerts are still sent.',
    'store-mended':
      '{n} row of the local database was damaged and mended: {where}. | {n} rows of the local database were damaged and mended: {where}.',
    'store-quarantined': 'A damaged database was renamed to {file}.',
  },
  findingHint: {
    'source-replicated':
      'They look like two regions of a global table. Each host is shown and counted once. If {other} cannot be read for ten minutes, this source takes over. If you do not need that, remove one of them: reading both costs twice as much.',
    'fleet-cost':
      '“Registry row every” in the Settings of each collector sets the minutes. docs/aws.md has the commands for the tables, and their drawbacks.',
    'source-unconfigured':
      'Nothing to do if you only monitor this machine. Otherwise choose a profile or an endpoint in Settings, or set AWS_PROFILE.',
    'table-missing':
      'Check the region and the table names in Settings. “collect --create-tables” creates the table.',
    'registry-missing': '“collect --create-tables” creates it.',
    'table-denied': 'Give this user the least policy, from Diagnostics or docs/aws.md.',
    'legacy-denied': 'Needed only where machines still write the legacy layout: see docs/aws.md.',
    'table-creating': 'Run the checks again in a minute.',
    'table-failing':
      'Check its name in Settings. The error of the source, if there is one, says more.',
    'table-unknown': 'Sync, then run the checks again.',
    'table-ttl-off': 'Turn it on: {command}',
    'functions-index-missing':
      'Diagnostics shows what it costs and creates it, as “legacy-index --functions --create” does. Or by the AWS CLI: {command}',
    'legacy-index-missing':
      'Diagnostics shows what it costs and creates it, as “legacy-index --create” does. Or by the AWS CLI: {command}',
    'legacy-index-creating': 'Nothing to do. It is used as soon as it is ready.',
    'table-ttl-other':
      'Turn TTL off for this table, wait an hour, and turn it on for ttl. The table may belong to another program.',
    'clock-ahead':
      'Turn on time synchronization (NTP). AWS refuses requests when clocks differ by 300 s or more.',
    'clock-behind':
      'Turn on time synchronization (NTP). AWS refuses requests when clocks differ by 300 s or more.',
    'bad-items':
      'The list of skipped items names each one and its problem. The usual cause is a faulty writer.',
    'hosts-silent':
      'Check that the machines and their collectors are running. Remove machines that no longer exist.',
    'hosts-unread': 'Sync now. If a source fails, its error says what to do.',
    'hosts-duplicate':
      'Remove the old name from the fleet, and fix the name with “collect --hostname”.',
    'hostname-shared': 'Give each machine a name of its own with “collect --hostname”.',
    'hosts-duplicate-more': 'Fix the ones listed first, then run the checks again.',
    'hostname-shared-more': 'Give each machine a name of its own with “collect --hostname”.',
    'minutes-overwritten':
      'It is most likely the Python daemon. Stop one of the two: the daemon, or this machine’s collector (“collect --uninstall-service”, or “Collect this machine” in the tray).',
    'outbox-long':
      'They are uploaded as soon as the source can be reached. Its error says why it cannot.',
    'store-disk-full':
      'Free some space, and it is saved. Until then, data in memory is lost when the program ends.',
    'store-mended':
      'The next sync fetches what was lost, if DynamoDB still has it. Check the disk: the damage came from it, or from another program that wrote to the file.',
    'store-quarantined':
      'Its content was fetched again. Delete the file once you see that nothing is missing.',
  },
};

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
      'The table of runs {table} may not be read: only the pages of functions need it.',
    'functions-grow':
      'The table of runs {table} has {n} MiB, for about ${cost} a month. It has no TTL and grows for ever.',
    'clock-agrees': 'This machine’s clock agrees with the server’s.',
    'store-packing': 'The store of an earlier version is being packed: {n} % are done.',
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
      'Table {table} has no index: history is read by scans of the whole table, and hosts are followed marker by marker.',
    'legacy-index-creating':
      'The index of table {table} is being filled; until then history is read by scans.',
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
      'Many machines are called {hostname}: where two of yours are, they overwrite each other’s samples.',
    'minutes-overwritten':
      'Another program writes the samples of {hostname} too: {n} minute of the last two hours lacks what the collector adds. | Another program writes the samples of {hostname} too: {n} minutes of the last two hours lack what the collector adds.',
    'outbox-long':
      '{n} sample of this machine waits to be uploaded. | {n} samples of this machine wait to be uploaded.',
    'store-disk-full':
      'The disk of the local database is full: what is read is kept in memory, and alerts are told all the same.',
    'store-mended':
      '{n} row of the local database was damaged and mended: {where}. | {n} rows of the local database were damaged and mended: {where}.',
    'store-quarantined': 'A damaged database was renamed to {file}.',
  },
  findingHint: {
    'source-replicated':
      'They look like two regions of a global table. Each host is shown, judged and counted once. If {other} is not read for ten minutes, this source takes its place. Without that spare, remove one of them: reading both costs twice.',
    'fleet-cost':
      '“Registry row every” in Settings of each collector sets the minutes; docs/aws.md has the commands for the tables and what speaks against them.',
    'source-unconfigured':
      'Nothing to do where only this machine is collected. Otherwise choose a profile or an endpoint in Settings, or set AWS_PROFILE.',
    'table-missing':
      'Check region and table names in Settings; a collector with “collect --create-tables” creates it.',
    'registry-missing': 'A collector with “collect --create-tables” creates it.',
    'table-denied': 'Give this user the least policy: Diagnostics has it, and docs/aws.md.',
    'legacy-denied': 'Needed only where machines still write the legacy layout: see docs/aws.md.',
    'table-creating': 'Run the checks again in a minute.',
    'table-failing':
      'Check its name in Settings; the error of the source, if there is one, says more.',
    'table-unknown': 'Sync, then run the checks again.',
    'table-ttl-off': 'Turn it on: {command}',
    'functions-index-missing':
      'Diagnostics shows what it costs and creates it, as “legacy-index --functions --create” does. Or by the AWS CLI: {command}',
    'legacy-index-missing':
      'Diagnostics shows what it costs and creates it, as “legacy-index --create” does. Or by the AWS CLI: {command}',
    'legacy-index-creating': 'Nothing to do: it is used as soon as it is ready.',
    'table-ttl-other':
      'Turn TTL off for this table, wait an hour, and turn it on for ttl. The table may belong to another program.',
    'clock-ahead': 'Turn on time synchronization (NTP). AWS refuses requests from 300 s on.',
    'clock-behind': 'Turn on time synchronization (NTP). AWS refuses requests from 300 s on.',
    'bad-items':
      'The list of skipped items names each with its problem. A writer that is out of order is the usual cause.',
    'hosts-silent':
      'See whether the machines and their collectors run. Remove machines that are gone from the fleet.',
    'hosts-unread': 'Sync. Where a source fails, its error says what to do.',
    'hosts-duplicate':
      'Remove the old name from the fleet, and fix the name with “collect --hostname”.',
    'hostname-shared': 'Give each machine a name of its own with “collect --hostname”.',
    'hosts-duplicate-more': 'See those that are named first; then run the checks again.',
    'hostname-shared-more': 'Give each machine a name of its own with “collect --hostname”.',
    'minutes-overwritten':
      'It is most likely the Python daemon. Stop one of the two: the daemon, or this machine’s collector (“collect --uninstall-service”, or “Collect this machine” in the tray).',
    'outbox-long':
      'They are uploaded as soon as the source can be reached; its error says why it cannot.',
    'store-disk-full':
      'Free some space: it is stored then. What is in memory is lost with the program that holds it.',
    'store-mended':
      'What was lost of them comes back with the next sync, where DynamoDB still has it. Check the disk: this is its doing, or that of a program that writes the file.',
    'store-quarantined': 'Its content was fetched again. Delete the file when nothing is missing.',
  },
};

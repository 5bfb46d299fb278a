import { isDeepStrictEqual } from 'node:util';
import type { AccessKeys } from '../contract/credentials.ts';
import { AppFailure, appFailure } from '../contract/errors.ts';
import type { Result } from '../contract/result.ts';
import type { SourceConfig } from '../contract/settings.ts';
import { createDynamoClients, type DynamoClients } from '../platform/aws/dynamo-client.ts';

/** The keys of each source that has its own, by the source's id, or why they cannot be used. */
export type SourceCredentials = ReadonlyMap<string, Result<AccessKeys>>;

/** Says where to use a profile instead. */
const USE_A_PROFILE =
  'Give it a profile of the AWS configuration instead: in Settings, or with --profile NAME for one command.';

/** Opens the connections of sources, those with keys of their own by the keys that the app has handed over. */
export class SourceKeys {
  readonly #insideApp: boolean;
  #credentials: SourceCredentials | null = null;

  constructor(insideApp: boolean) {
    this.#insideApp = insideApp;
  }

  /** Takes over the keys of all sources; answers the ids of those whose keys are others than before. */
  replace(credentials: SourceCredentials): string[] {
    const before = this.#credentials;
    this.#credentials = credentials;
    return [...new Set([...(before?.keys() ?? []), ...credentials.keys()])].filter(
      (id) => !isDeepStrictEqual(before?.get(id), credentials.get(id)),
    );
  }

  /** Connects with `keys`, else with what the source is set to use. Throws `AppFailure`. */
  async connect(source: SourceConfig, keys?: AccessKeys): Promise<DynamoClients> {
    if (keys !== undefined) return createDynamoClients(source, keys);
    if (source.credentials !== 'stored') return createDynamoClients(source);
    return createDynamoClients(source, this.#keysOf(source));
  }

  #keysOf({ id, name }: SourceConfig): AccessKeys {
    if (!this.#insideApp) throw outsideApp(name);
    if (this.#credentials === null)
      throw appFailure(
        'no-credentials',
        `The access keys of ${name} have not been decrypted yet.`,
        'Unlock the keyring of this system if it asks; the source is read right after.',
      );
    const result = this.#credentials.get(id);
    if (result === undefined)
      throw appFailure(
        'no-credentials',
        `No access keys are stored for ${name}.`,
        'Enter them in Settings, Sources, or let the source use the AWS configuration of this machine.',
      );
    if (!result.ok) throw new AppFailure(result.error);
    return result.value;
  }
}

/** Why a source cannot be used by the command line and the collector service. */
export function outsideApp(name: string): AppFailure {
  return appFailure(
    'no-credentials',
    `The access keys of ${name} are stored by the app, encrypted, and can only be used inside the app.`,
    USE_A_PROFILE,
  );
}

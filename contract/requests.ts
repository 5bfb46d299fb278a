import { z } from 'zod';
import type { AppInfo } from './answers.ts';
import { ANNOTATION_REQUESTS } from './annotations.ts';
import type { DaemonThresholds } from './alerts.ts';
import {
  channelSchema,
  channelSecretsSchema,
  type ChannelSecretsState,
  type ChannelsState,
} from './channels.ts';
import type { CollectorState } from './collector.ts';
import { accessKeysSchema, type CredentialsState } from './credentials.ts';
import { FLEET_REQUESTS } from './fleet-requests.ts';
import { FUNCTION_REQUESTS } from './function-requests.ts';
import {
  nothing,
  output,
  profileRef,
  signInRef,
  type Output,
  type RequestSpec,
} from './request-spec.ts';
import {
  networkPatchSchema,
  proxyIdentitySchema,
  type NetworkTest,
  type ProxyIdentitiesState,
} from './network.ts';
import { SHARING_REQUESTS, SHARING_SHELL_REQUESTS } from './sharing-requests.ts';
import { settingsPatchSchema, sourceConfigSchema, type Settings } from './settings.ts';
import type { SignInPrompt } from './sign-in.ts';

/** About this machine's collector. Answered by `worker/handlers/collector.ts`. */
export const COLLECTOR_REQUESTS = {
  collectorState: { input: nothing, output: output<CollectorState>() },
  setCollecting: {
    input: z.strictObject({ enabled: z.boolean() }),
    output: output<CollectorState>(),
  },
  /** Thresholds of the Python daemon's configuration on this machine, where it has one. */
  daemonThresholds: { input: nothing, output: output<DaemonThresholds | null>() },
} as const satisfies Record<string, RequestSpec>;

/** Answered by `worker/handlers/settings.ts`. */
export const SETTINGS_REQUESTS = {
  getSettings: { input: nothing, output: output<Settings>() },
  updateSettings: {
    input: z.strictObject({ patch: settingsPatchSchema }),
    output: output<Settings>(),
  },
} as const satisfies Record<string, RequestSpec>;

/** About proxies and certificates. Answered by `worker/handlers/network.ts`. */
export const NETWORK_REQUESTS = {
  /**
   * Sends DynamoDB a health check with the settings `network`; `identity` takes precedence over stored proxy passwords.
   */
  testNetwork: {
    input: z.strictObject({
      network: networkPatchSchema,
      identity: proxyIdentitySchema.optional(),
    }),
    output: output<NetworkTest>(),
    secret: true,
  },
  /** Stops trusting the additional file of certificate authorities. */
  removeCaFile: { input: nothing, output: output<Settings>() },
} as const satisfies Record<string, RequestSpec>;

/** About the receivers of alerts. Answered by `worker/handlers/channels.ts`. */
export const CHANNEL_REQUESTS = {
  channelsState: { input: nothing, output: output<ChannelsState>() },
  /** Sends a test; `secrets` take precedence over stored ones. Answers once the receiver has accepted it. */
  testChannel: {
    input: z.strictObject({ channel: channelSchema, secrets: channelSecretsSchema.optional() }),
    output: output<{ sentAt: number }>(),
    secret: true,
  },
} as const satisfies Record<string, RequestSpec>;

/**
 * About the desktop shell and its exclusive tasks, such as encrypting keys. Answered by `main/ipc/shell-handlers.ts`.
 */
export const SHELL_REQUESTS = {
  credentialsState: { input: nothing, output: output<CredentialsState>() },
  /** Encrypts and stores the keys of a source, replacing earlier ones. The source need not be saved yet. */
  setCredentials: {
    input: z.strictObject({ sourceId: sourceConfigSchema.shape.id, keys: accessKeysSchema }),
    output: output<CredentialsState>(),
    secret: true,
  },
  removeCredentials: {
    input: z.strictObject({ sourceId: sourceConfigSchema.shape.id }),
    output: output<CredentialsState>(),
  },
  channelSecretsState: { input: nothing, output: output<ChannelSecretsState>() },
  /** Encrypts and stores secrets of a channel; its secrets with other names stay. It need not be saved yet. */
  setChannelSecrets: {
    input: z.strictObject({ channelId: z.string().min(1).max(40), secrets: channelSecretsSchema }),
    output: output<ChannelSecretsState>(),
    secret: true,
  },
  proxyIdentities: { input: nothing, output: output<ProxyIdentitiesState>() },
  /**
   * Encrypts and stores user and password of a proxy; null deletes them. Without `proxy`: for the one
   * currently used for AWS.
   */
  setProxyIdentity: {
    input: z.strictObject({
      proxy: networkPatchSchema.shape.proxy,
      identity: proxyIdentitySchema.nullable(),
    }),
    output: output<ProxyIdentitiesState>(),
    secret: true,
  },
  /** Opens a dialog for a file of certificate authorities; true: one was chosen and is trusted from now on. */
  chooseCaFile: { input: nothing, output: output<boolean>() },
  appInfo: { input: nothing, output: output<AppInfo>() },
  listProfiles: { input: nothing, output: output<string[]>() },
  /** Opens a dialog for a folder of the library's local mode; true: one was chosen and is read from now on. */
  chooseFunctionFolder: { input: nothing, output: output<boolean>() },
  /** Starts the sign-in of a profile and opens the browser at a page that the main process has checked. */
  beginSignIn: { input: z.strictObject(profileRef), output: output<SignInPrompt>() },
  /** Answers once the user has signed in and the sources have been read again. */
  finishSignIn: { input: z.strictObject(signInRef), output: output<null>() },
  /** Opens its page again. */
  openSignIn: { input: z.strictObject(signInRef), output: output<null>() },
  cancelSignIn: { input: z.strictObject(signInRef), output: output<null>() },
  ...SHARING_SHELL_REQUESTS,
} as const satisfies Record<string, RequestSpec>;

/**
 * Answered by the service, which runs in a worker thread under Electron and in the calling thread of the command line.
 */
export const SERVICE_REQUESTS = {
  ...FLEET_REQUESTS,
  ...FUNCTION_REQUESTS,
  ...ANNOTATION_REQUESTS,
  ...COLLECTOR_REQUESTS,
  ...SETTINGS_REQUESTS,
  ...NETWORK_REQUESTS,
  ...CHANNEL_REQUESTS,
  ...SHARING_REQUESTS,
} as const;

/**
 * All requests of the page. Channels, the preload's bridge and the types of handlers derive from this table. No
 * request takes a path, SQL or a URL to open; no answer and no event contains a credential.
 */
export const REQUESTS = { ...SERVICE_REQUESTS, ...SHELL_REQUESTS } as const;

/** All requests of the page. */
export type RequestName = keyof typeof REQUESTS;
/** Requests that the worker answers. */
export type ServiceRequestName = keyof typeof SERVICE_REQUESTS;
/** Requests that the main process answers itself. */
export type ShellRequestName = keyof typeof SHELL_REQUESTS;

const namesOf = <K extends string>(table: Readonly<Record<K, RequestSpec>>): readonly K[] =>
  Object.keys(table) as K[];

/** Names of all requests, for channels and bridge. */
export const REQUEST_NAMES = namesOf(REQUESTS);
/** Names of the requests that the worker answers. */
export const SERVICE_REQUEST_NAMES = namesOf(SERVICE_REQUESTS);
/** Names of the requests that the main process answers. */
export const SHELL_REQUEST_NAMES = namesOf(SHELL_REQUESTS);

/** Whether the input of a request may contain a credential. */
export function isSecret(name: RequestName): boolean {
  const spec: RequestSpec = REQUESTS[name];
  return spec.secret === true;
}

type Outputs = {
  [K in RequestName]: (typeof REQUESTS)[K]['output'] extends Output<infer T> ? T : never;
};

/** Input from a caller: fields with a default are optional. */
export type RequestInput<K extends RequestName> = z.input<(typeof REQUESTS)[K]['input']>;
/** Input as received by a handler, with defaults filled in. */
export type ParsedInput<K extends RequestName> = z.output<(typeof REQUESTS)[K]['input']>;
/** The answer of a successful request. */
export type RequestOutput<K extends RequestName> = Outputs[K];

/**
 * One handler per request of a group: a missing one is a compile error. Expected failures are thrown as `AppFailure`.
 */
export type Handlers<Names extends RequestName> = {
  [K in Names]: (input: ParsedInput<K>) => Promise<RequestOutput<K>> | RequestOutput<K>;
};
/** Handlers of `FLEET_REQUESTS`: hosts, series, events, sync and doctor. */
export type FleetHandlers = Handlers<keyof typeof FLEET_REQUESTS>;
/** Handlers of `FUNCTION_REQUESTS`: runs of the py-perf library. */
export type FunctionHandlers = Handlers<keyof typeof FUNCTION_REQUESTS>;
/** Handlers of `COLLECTOR_REQUESTS`: the collector of this machine. */
export type CollectorHandlers = Handlers<keyof typeof COLLECTOR_REQUESTS>;
/** Handlers of `SETTINGS_REQUESTS`. */
export type SettingsHandlers = Handlers<keyof typeof SETTINGS_REQUESTS>;
/** Handlers of `NETWORK_REQUESTS`: proxies and certificates. */
export type NetworkHandlers = Handlers<keyof typeof NETWORK_REQUESTS>;
/** Handlers of `ANNOTATION_REQUESTS`. */
export type AnnotationHandlers = Handlers<keyof typeof ANNOTATION_REQUESTS>;
/** Handlers of `CHANNEL_REQUESTS`. */
export type ChannelHandlers = Handlers<keyof typeof CHANNEL_REQUESTS>;
/** Handlers of `SHARING_REQUESTS`: data shared by a team. */
export type SharingHandlers = Handlers<keyof typeof SHARING_REQUESTS>;
/** Handlers of `SHELL_REQUESTS`, which the main process answers. */
export type ShellHandlers = Handlers<ShellRequestName>;

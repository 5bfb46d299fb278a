import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { AppFailure } from '../../contract/errors.ts';
import { refuseNewerKeys, refuseNewerVersion } from '../../platform/fs/newer-data.ts';
import type { Logger } from '../../platform/log/log.ts';
import { isPaused, type Pause } from '../notifications/quiet.ts';
import { TRAY_ICON_STYLES } from '../tray/tray-icon.ts';

const FILE = 'shell.json';
const VERSION = 1;

/** Far more than the service sends before it knows what was shown. */
const MAX_SHOWN = 50;

const placeSchema = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
});

/** Where the window was, in display-independent pixels. */
export type WindowPlace = z.infer<typeof placeSchema>;

const stateSchema = z.strictObject({
  /** Absent: 1. */
  version: z.literal(VERSION).optional(),
  window: placeSchema.optional(),
  /** Whether the user knows that a closed window stays in the tray. */
  toldOfTray: z.boolean().default(false),
  /** Start and end of the pause of notifications, Unix seconds. */
  quietFrom: z.number().nonnegative().default(0),
  quietUntil: z.number().nonnegative().default(0),
  /** Ids of the newest notices that were shown or dropped, because the service may send them again. */
  shownNotices: z.array(z.string()).default([]),
  trayIcon: z.enum(TRAY_ICON_STYLES).default('colour'),
});

/** The content of `shell.json`. */
export type ShellState = z.infer<typeof stateSchema>;

/**
 * The shell's own state, in `shell.json` of the data directory. It is a convenience, so it never prevents a start: a
 * file that cannot be read or written is logged and ignored. A file of a newer release, or one that a flipped bit makes
 * look like that, is set aside before it is overwritten.
 */
export class ShellMemory {
  readonly #path: string;
  readonly #logger: Logger;
  #state: ShellState;
  #isNewer = false;

  constructor(dataDir: string, logger: Logger) {
    this.#path = join(dataDir, FILE);
    this.#logger = logger;
    this.#state = this.#read();
  }

  get state(): Readonly<ShellState> {
    return this.#state;
  }

  remember(change: Partial<ShellState>): void {
    this.#state = { ...this.#state, ...change };
    try {
      this.#setAsideNewer();
      writeFileAtomic.sync(this.#path, `${JSON.stringify(this.#state, null, 2)}\n`, {
        mode: 0o600,
      });
    } catch (error) {
      this.#logger.warn('shell.json could not be written', { detail: String(error) });
    }
  }

  /** The pause of the notifications. One that began under a clock that has since been set back is dropped. */
  pauseAt(now: number): Pause {
    if (this.#state.quietUntil > now && !isPaused(this.#state, now))
      this.remember({ quietUntil: 0 });
    return this.#state;
  }

  /** Whether a notice is new; marks it as known. */
  noteShown(id: string): boolean {
    const { shownNotices } = this.#state;
    if (shownNotices.includes(id)) return false;
    this.remember({ shownNotices: [...shownNotices, id].slice(-MAX_SHOWN) });
    return true;
  }

  #setAsideNewer(): void {
    if (!this.#isNewer) return;
    renameSync(this.#path, `${this.#path}.newer-${String(Date.now())}`);
    this.#isNewer = false;
  }

  #read(): ShellState {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      if (!isMissing(error))
        this.#logger.warn('shell.json could not be read', { detail: String(error) });
      return stateSchema.parse({});
    }
    try {
      const json: unknown = JSON.parse(text);
      refuseNewerVersion(FILE, json, VERSION);
      const parsed = stateSchema.safeParse(json);
      if (parsed.success) return parsed.data;
      refuseNewerKeys(FILE, parsed.error);
      throw parsed.error;
    } catch (error) {
      this.#isNewer = error instanceof AppFailure && error.error.code === 'newer-data';
      this.#logger.warn('shell.json is not valid and is replaced', { detail: String(error) });
      return stateSchema.parse({});
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

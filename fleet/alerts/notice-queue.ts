import {
  alertNoticeSchema,
  noticeAboutSchema,
  type ComposedNotice,
  type NoticeAbout,
  type QueuedNotice,
} from '../../contract/alert-notices.ts';
import { DAY_S } from '../../contract/time.ts';
import type { Logger } from '../../platform/log/log.ts';
import { parseStored } from '../../platform/sqlite/stored-json.ts';
import type { Notices, StoredNotice } from '../store/notices.ts';
import { aboutOfOld, noticeId } from './notice-about.ts';

/** Seconds after which a notice that was not shown is dropped: the event list has it. */
const SHOWN_WITHIN_S = DAY_S;

/**
 * Notices that have not been shown yet. A notice is written in the transaction that marks its alerts as
 * notified, and stays until it is acknowledged, so that no end of this process loses it.
 */
export class NoticeQueue {
  readonly #logger: Logger;
  readonly #notices: Notices;
  /** Those that this process has handed over: once is enough while it lives. */
  readonly #handedOver = new Set<string>();
  /** Those that were made in this look: what was just written need not be read. */
  readonly #made = new Map<string, QueuedNotice>();

  constructor(notices: Notices, logger: Logger) {
    this.#notices = notices;
    this.#logger = logger;
  }

  /** Within `write`. `now` in Unix seconds. */
  add(notices: readonly ComposedNotice[], now: number): void {
    for (const { notice, about, round } of notices) {
      const id = noticeId(about, round);
      const isNew = this.#notices.add({
        id,
        at: now,
        notice: JSON.stringify(notice),
        about: JSON.stringify(about),
      });
      if (isNew) this.#made.set(id, { id, at: now, notice, about });
    }
  }

  /** The notices due now, oldest first. Forgets what is too old to be shown. Within `write`. */
  due(now: number): QueuedNotice[] {
    this.#notices.removeBefore(now - SHOWN_WITHIN_S);
    return this.#waiting();
  }

  /** Takes out what a former process could not show, for a summary that includes it. Within `write`. */
  takeForSummary(): QueuedNotice[] {
    // A summary speaks of the past as it is, and its hosts have no names.
    const taken = this.#waiting().filter(
      ({ notice }) => notice.kind !== 'summary' && notice.kind !== 'cleared',
    );
    this.remove(taken.map(({ id }) => id));
    return taken;
  }

  /** Takes note that these are with the shell. */
  handedOver(notices: readonly QueuedNotice[]): void {
    for (const { id } of notices) this.#handedOver.add(id);
    this.#made.clear();
  }

  /** Within `write`. Ids that are not known, or not any more, are no error. */
  remove(ids: readonly string[]): void {
    for (const id of ids) {
      this.#notices.remove(id);
      this.#handedOver.delete(id);
    }
  }

  #waiting(): QueuedNotice[] {
    return this.#notices.all().flatMap((stored): QueuedNotice[] => {
      const { id, at } = stored;
      if (this.#handedOver.has(id)) return [];
      const made = this.#made.get(id);
      if (made !== undefined) return [made];
      const notice = parseStored(alertNoticeSchema, stored.notice);
      if (notice !== undefined) {
        const about = storedAbout(stored) ?? aboutOfOld(notice, at);
        return [{ id, at, notice, about }];
      }
      this.#logger.warn('a notice in the store cannot be read and is dropped', { id });
      this.#notices.remove(id);
      return [];
    });
  }
}

/** Null if there is none, or none that this version understands. */
function storedAbout({ about }: StoredNotice): NoticeAbout | null {
  return parseStored(noticeAboutSchema, about) ?? null;
}

import { writeIcs } from '../domain/calendar/write-ics.ts';
import { defined } from '../domain/defined.ts';
import { maskedInvite, maskedSeries } from '../domain/masking.ts';
import type { Notifier, ShownApproval, ShownPersonRequest } from '../flows/shared/notifier.ts';
import { approvalCard } from './approval/approval-card.ts';
import type { Message } from './blocks/blocks.ts';
import { calendarComment, calendarEntry } from './guest/calendar/calendar-copy.ts';
import { inviteCard } from './guest/card/invite-card.ts';
import { digestMessage } from './guest/notices/digest.ts';
import { noticeMessage } from './guest/notices/notice.ts';
import { warningMessage } from './guest/notices/warning.ts';
import { seriesCard } from './guest/series/series-card.ts';
import { homeView } from './home/home-view.ts';
import { memberCard } from './member/card/member-card.ts';
import { personCard } from './person/person-card.ts';
import { sentence } from './posting/answer.ts';
import { maskedEnd, maskedMessage, maskedRow } from './posting/masked.ts';
import type { Messenger } from './posting/messenger.ts';
import type { ThreadFiles } from './posting/thread-files.ts';
import { channelNoticeMessage, directNoticeMessage } from './shared/direct-notice.ts';
import { erasedCopy } from './shared/erased-copy.ts';

/**
 * Writes the flows' notifications as messages, with addresses masked where they are not for everybody, and passes them to the messenger. `now`
 * in epoch ms.
 */
export function createNotifier(messenger: Messenger, files: ThreadFiles, now: () => number): Notifier {
  return {
    ...messenger,

    showCard(invite, options) {
      const { hidesGuest, beside } = options;
      const card = inviteCard(hidesGuest ? maskedInvite(invite) : invite, now(), { ...beside, isMasked: hidesGuest });
      return messenger.show(masked(card, options), { ...options, since: invite.createdAt });
    },

    showMemberCard(batch, rows, options) {
      const card = memberCard(batch, options.hidesGuest ? rows.map(maskedRow) : rows);
      return messenger.show(masked(card, options), { ...options, since: batch.createdAt });
    },

    showPersonCard(shown, options) {
      const seen = options.hidesGuest ? maskedRequest(shown) : shown;
      return messenger.show(masked(personCard(seen), options), { ...options, since: shown.request.createdAt });
    },

    showSeriesCard(series, invites, options) {
      const card = seriesCard(options.hidesGuest ? maskedSeries(series) : series, invites, now());
      return messenger.show(masked(card, options), { ...options, since: series.createdAt });
    },

    showApproval(shown, options) {
      return messenger.show(masked(approvalCard(options.hidesGuest ? maskedApproval(shown) : shown), options), options);
    },

    sendNotice(invite, notice, options) {
      const message = noticeMessage(options.hidesGuest ? maskedInvite(invite) : invite, notice, now(), options);
      return messenger.post(masked(message, options), { ...options, since: invite.createdAt });
    },

    showWarning(warning, options) {
      const ends = options.hidesGuest ? warning.ends.map(maskedEnd) : warning.ends;
      return messenger.show(masked(warningMessage({ ...warning, ends }), options), options);
    },

    sendDigest(ended, options) {
      const message = digestMessage(options.hidesGuest ? ended.map(maskedEnd) : ended, now());
      return messenger.post(masked(message, options), options);
    },

    sendDirect: (notice, options) => messenger.post(directNoticeMessage(notice, now()), options),

    whisper: (notice, where) => messenger.whisper(directNoticeMessage(notice, now()), where),

    publishHome: (personId, shown, options) => messenger.publish(personId, homeView(shown, now()), options),

    eraseMessage: (place) => messenger.edit(sentence(erasedCopy), place),

    uploadCalendar(invite, file) {
      return files.upload({ name: file.name, text: writeIcs(calendarEntry(invite, file, now())) });
    },

    shareCalendar(invite, file, { fileId, ...where }) {
      return files.share({ fileId, name: file.name, comment: calendarComment(invite, file, now()) }, where);
    },

    hasFile: files.hasFile,

    sendToChannel: (notice, options) => messenger.post(channelNoticeMessage(notice), options),
  };
}

/** A request whose people are not named whole. */
function maskedRequest(shown: ShownPersonRequest): ShownPersonRequest {
  return { ...shown, invites: shown.invites.map(({ batch, rows }) => ({ batch, rows: rows.map(maskedRow) })) };
}

/** A request whose guest, members and fellow guests are not named whole. */
function maskedApproval(shown: ShownApproval): ShownApproval {
  const { invite, clashes, rows } = shown;
  return {
    ...shown,
    ...defined({
      invite: invite && maskedInvite(invite),
      clashes: clashes?.map((each) => (each.kind === 'invite' ? { ...each, invite: maskedInvite(each.invite) } : each)),
      rows: rows?.map(maskedRow),
    }),
  };
}

function masked(message: Message, { hidesGuest }: { readonly hidesGuest: boolean }): Message {
  return hidesGuest ? maskedMessage(message) : message;
}

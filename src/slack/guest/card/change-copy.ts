import type { InviteChange } from '../../../domain/invite.ts';
import { escapeText, shortText } from '../../blocks/blocks.ts';
import { permissionChangeCopy } from '../../shared/permission-copy.ts';
import { readerTime } from '../../shared/time-copy.ts';

/** What a change changes, mrkdwn; `zone` is that of the invite. */
export function changeCopy(change: Partial<InviteChange>, zone: string): string {
  const inZone = change.timeZone ?? zone;
  return [
    ...(change.hostName === undefined ? [] : [`computer ${shortText(change.hostName, 150)}`]),
    ...(change.permissions === undefined ? [] : [permissionChangeCopy(change.permissions)]),
    ...(change.startsAt === undefined ? [] : [`start ${readerTime(change.startsAt, inZone)}`]),
    ...(change.endsAt === undefined ? [] : [`end ${readerTime(change.endsAt, inZone)}`]),
    ...(change.timeZone === undefined ? [] : [`time zone ${escapeText(change.timeZone)}`]),
  ].join('; ');
}

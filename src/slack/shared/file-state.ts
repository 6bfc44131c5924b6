import { escapeText } from '../blocks/blocks.ts';

/** A file on its way to a person's direct messages. */
export type FileState =
  | { readonly state: 'sending' }
  | { readonly state: 'sent'; readonly link: string | undefined }
  /** `why`: plain text. */
  | { readonly state: 'failed'; readonly why: string };

/** Where the CSV file with all rows is, mrkdwn. */
export function fileCopy(file: FileState): string {
  if (file.state === 'sending') return ':hourglass_flowing_sand: Sending all rows as a CSV file…';
  if (file.state === 'failed') return `:warning: Guestlist couldn't send the CSV file. ${escapeText(file.why)}`;
  const where = 'a direct message from Guestlist';
  return `:page_facing_up: All rows are in a CSV file, in ${file.link === undefined ? where : `<${file.link}|${where}>`}.`;
}

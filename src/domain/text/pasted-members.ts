import { MOST_ADDRESSES } from '../member-batch.ts';
import { type Problem, problem } from '../problem.ts';
import { asShown } from './as-shown.ts';
import { emailKey } from './email.ts';
import { readLine } from './pasted-line.ts';
import { readTable } from './pasted-table.ts';

/** Somebody of a pasted text. `line` counts from 1, blank lines too; `raw` is what stood there; without a problem there is an email. */
export type PastedMember = {
  readonly line: number;
  readonly raw: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly phone?: string;
  readonly problem?: Problem;
};

/**
 * What a person pastes, as rows: addresses between commas, semicolons, blanks and lines; `Ana Adams <ana@x.co>`;
 * Slack's mailto links; a table with a head (email, first name, last name, name, phone in any order; comma, semicolon
 * or tab). Nothing that was pasted is dropped silently: what is neither an address nor a name beside one is a row with
 * email_invalid, email_letters or email_of_person, an address that came before one with email_twice, a second one of
 * the same row of a table one with email_second. `tooMany`: more than 1,000 rows; those over it are left out.
 */
export function readPastedMembers(text: string): { readonly rows: readonly PastedMember[]; readonly tooMany: boolean } {
  // What nobody sees, links: as Slack, mail programs and web pages leave them around addresses.
  const plain = asShown(text).replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, '\n');
  const found = readTable(plain) ?? plain.split('\n').flatMap((line, index) => readLine(line, index + 1));
  const seen = new Set<string>();
  const rows = found.slice(0, MOST_ADDRESSES).map(({ read, ...row }): PastedMember => {
    if (typeof read !== 'string') return { ...row, problem: read };
    const key = emailKey(read);
    if (seen.has(key)) return { ...row, email: read, problem: problem('email_twice', { text: read }) };
    seen.add(key);
    return { ...row, email: read };
  });
  return { rows, tooMany: found.length > MOST_ADDRESSES };
}

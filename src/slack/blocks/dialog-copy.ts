import { cleanLine } from '../../domain/text/clean.ts';
import { cut } from './blocks.ts';
import { limits } from './limits.ts';

/**
 * A dialog's title: what is done, and to whom. Of an address that is too long only the part before the @ is shown, cut if need be: the dialog
 * itself shows all of it.
 */
export function titleAbout(verb: string, address: string): string {
  const whole = `${verb} ${cleanLine(address)}`;
  return whole.length <= limits.modalTitle ? whole : cut(whole.replace(/@.*$/, ''), limits.modalTitle);
}

/** A dialog's title that names a thing, cut where it is too long. */
export function titleOf(thing: string): string {
  return cut(cleanLine(thing), limits.modalTitle);
}

/** A dialog's button that names what it does ("Delete group"), or only its verb where that is too long. */
export function actionButton(action: string): string {
  return action.length <= limits.modalTitle ? action : (action.split(' ')[0] ?? action);
}

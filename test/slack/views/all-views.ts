import { approvalAnswers, approvalCards, approvalModals } from './approval-gallery.ts';
import { answers, cards, modals } from './gallery.ts';
import { memberAnswers, memberCards, memberModals } from './member-gallery.ts';
import { recordModals } from './record-gallery.ts';

/** Every message of the bot by state, and every modal: what the snapshots and the sandbox's `/gallery` show. */
export const allMessages = {
  cards: { ...cards, ...memberCards, ...approvalCards },
  answers: { ...answers, ...memberAnswers, ...approvalAnswers },
};
export const allModals = { ...modals, ...memberModals, ...recordModals, ...approvalModals };

/** What stands where personal data was erased. It is no address: nobody is mailed, and it equals no guest. */
export const ERASED = '(erased)';

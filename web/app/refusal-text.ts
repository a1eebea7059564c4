// The text of a refusal by the code in an address. Runs on the server: the texts of all refusals do not go to the browser.
import { type ErrorCode, refusals } from '#contract/errors';

/** Null for no code and for one that nobody gives. */
export const refusalText = (code: string | null): string | null => (code !== null && code in refusals ? refusals[code as ErrorCode].text({}) : null);

/** Fields of what drivers and tools print, bounded as the contract wants them. */
import { plainText } from '../../contract/text';

/** Fits `word` of contract/probe/text.ts: plainText adds an ellipsis to what it cuts. */
export const word = (text: string): string => plainText(text, 250);
/** Fits `line`. */
export const sentence = (text: string): string => plainText(text, 1000);

/** A whole number; undefined for N/A, [Unknown Error] and whatever else is none. */
export const whole = (text: string | undefined): number | undefined => (/^\d{1,15}$/.test(text ?? '') ? Number(text) : undefined);

/** A number that is not below zero, as `61.54`. */
export const decimal = (text: string | undefined): number | undefined =>
  /^\d{1,12}(\.\d{1,6})?$/.test(text ?? '') ? Number(text) : undefined;

/** °C can be below zero. */
export const degrees = (text: string | undefined): number | undefined => (/^-?\d{1,6}$/.test(text ?? '') ? Number(text) : undefined);

export function percentOf(text: string | undefined): number | undefined {
  const value = whole(text);
  return value === undefined || value > 100 ? undefined : value;
}

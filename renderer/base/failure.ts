/** Whatever was thrown, as the plain data that the page shows. */
import { Failure, type FailureData } from '../../electron/contract';

export const failureOf = (error: unknown): FailureData => Failure.from(error).toData();
